// Counts as they are typed: digits, or nothing where nobody counted.

const MOST = 65_535;

/** What a field shows of a count. */
export function typedCount(count: number | null): string {
  return count === null ? "" : String(count);
}

/** The count that is typed, null for nothing, NaN for what is none. */
export function readCount(typed: string): number | null {
  const text = typed.replace(/\s/g, "");
  if (text === "") return null;
  return /^\d+$/.test(text) && Number(text) <= MOST ? Number(text) : NaN;
}
