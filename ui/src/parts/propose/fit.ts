// How a programme fits a person, from what is known; it ranks and explains, it excludes nothing.

import type { AgeRange, ProgrammeLine } from "../../api/generated.ts";
import { agesWords } from "../../words/index.ts";

export type Fit = "yes" | "no" | "unsure";

/** Whether the person's age is in the programme's range; unsure while either is not known to the year. */
export function ageFit(age: AgeRange | null, programme: ProgrammeLine): Fit {
  const { min_age: least, max_age: most } = programme.what;
  if (least === null && most === null) return "yes";
  if (age === null) return "unsure";
  const [from, to] = [least ?? 0, most ?? Infinity];
  if (age.at_most < from || age.at_least > to) return "no";
  return age.at_least >= from && age.at_most <= to ? "yes" : "unsure";
}

export function agesOf(programme: ProgrammeLine): string {
  return agesWords(programme.what.min_age, programme.what.max_age);
}

const statusRank = { open: 0, blocked: 1, closed: 2 } as const;
const fitRank = { yes: 0, unsure: 1, no: 2 } as const;

/** Open and fitting first, then whatever starts soonest. */
export function ranked(programmes: readonly ProgrammeLine[], age: AgeRange | null): ProgrammeLine[] {
  const rank = (one: ProgrammeLine): string => {
    const fit = ageFit(age, one);
    return `${fit === "no" || one.what.status === "closed" ? 1 : 0}${statusRank[one.what.status]}${fitRank[fit]}${one.what.next_start ?? "9999"}`;
  };
  return programmes.toSorted((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    return a < b ? -1 : a > b ? 1 : one.what.name.localeCompare(other.what.name);
  });
}
