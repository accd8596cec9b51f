// Hours and numbers as people write them.

/** Minutes of "7", "7,5", "7h30", "7 h 30" or "7:30"; null for what is none of these, and for no time at all. */
export function readHours(typed: string): number | null {
  const text = typed.replace(/\s/gu, "").toLowerCase();
  const clock = /^(\d{1,5})[h:]([0-5]\d)$/.exec(text);
  const number = /^(\d{1,5}(?:[.,]\d{1,2})?)h?$/.exec(text);
  const minutes = clock ? Number(clock[1]) * 60 + Number(clock[2]) : number ? Math.round(Number(number[1]?.replace(",", ".")) * 60) : 0;
  return minutes > 0 ? minutes : null;
}

/** Minutes as a field shows them: "7", "7h30". */
export function typedHours(minutes: number): string {
  const rest = minutes % 60;
  return rest === 0 ? String(minutes / 60) : `${String(Math.floor(minutes / 60))}h${String(rest).padStart(2, "0")}`;
}

/** A whole number up to `most`, a percent sign after it or not; null for nothing, NaN for what is none. */
export function readWhole(typed: string, most: number): number | null {
  const text = typed.replace(/[\s%]/gu, "");
  if (text === "") return null;
  return /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : NaN;
}
