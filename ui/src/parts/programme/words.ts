// A programme in words: its ages, its next start, what marks it.

import type { ProgrammeDraft, Tag } from "../../api/generated.ts";
import { capital, dayInWords, fundingWords, m, tagWords } from "../../words/index.ts";

/** "16 à 25 ans"; empty when it takes any age. */
export function agesInWords({ min_age, max_age }: Pick<ProgrammeDraft, "min_age" | "max_age">): string {
  if (min_age !== null && max_age !== null) return m.programme_ages_between({ from: min_age, to: max_age });
  if (min_age !== null) return m.programme_ages_from({ count: min_age });
  return max_age === null ? "" : m.programme_ages_up_to({ count: max_age });
}

/** "8 janvier 2027", or "passé : 3 mars" when it has begun already. */
export function startInWords(day: string | null, present: string): string {
  if (day === null) return "";
  const words = dayInWords(day, present);
  return day < present ? m.programme_start_past({ day: words }) : words;
}

/** The tags to choose from, in the order of the list; rev3 is a name and keeps its small letter. */
export function tagChoices(): { value: Tag; label: string }[] {
  return (Object.keys(tagWords) as Tag[]).map((value) => ({ value, label: value === "rev3" ? tagWords.rev3() : capital(tagWords[value]()) }));
}

export function tagsInWords(what: ProgrammeDraft): string {
  return what.tags.map((tag) => tagWords[tag]()).join(", ");
}

export function fundingsInWords(what: ProgrammeDraft): string {
  return what.fundings.map((funding) => fundingWords[funding]()).join(", ");
}
