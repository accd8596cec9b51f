// The communes of the country out of the file that scripts/communes.js writes, whose lines are told there.

export interface Commune {
  name: string;
  insee: string;
  /** None for a whole city of districts: each district has its own. */
  postal: readonly string[];
  /** What it is part of by now, where it is one no more: the codes are those of the other. */
  of: string | null;
}

const LINE = /^(?:([0-9a-z]+) )?([^;]*)(?:;(.*))?$/;

export function readCommunes(text: string): Commune[] {
  const found: Commune[] = [];
  const byCode = new Map<string, Commune>();
  let begins = "";
  let last = 0;
  let postal: readonly string[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (line.startsWith("=")) {
      [begins, last, postal] = [line.slice(1), 0, []];
    } else if (line.startsWith(">")) {
      const [name = "", code = ""] = line.slice(1).split(";");
      const whole = byCode.get(begins + code);
      if (whole) found.push({ name, insee: whole.insee, postal: whole.postal, of: whole.name });
    } else {
      const [, step, name = "", rest] = LINE.exec(line) ?? [];
      last += step === undefined ? 1 : Number.parseInt(step, 36);
      if (rest !== undefined) postal = rest === "" ? [] : rest.split(",").map((code) => (code.length === 5 ? code : begins + code));
      const insee = begins + String(last).padStart(5 - begins.length, "0");
      const commune = { name, insee, postal, of: null };
      found.push(commune);
      byCode.set(insee, commune);
    }
  }
  return found;
}
