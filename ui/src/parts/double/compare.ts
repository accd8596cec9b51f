// Two people field by field: what each file says in words, and where they differ.

import type { PersonDraft } from "../../api/generated.ts";
import { capital, fieldWords, guardianWords, levelWords, phoneInWords, sexWords } from "../../words/index.ts";
import { birthAsTyped } from "../person/name.ts";

const FIELDS = [
  "given_name", "family_name", "birth", "sex", "phone", "email", "address_line", "postal_code", "commune", "qpv", "school_name", "level",
  "left_school", "guardian_name", "guardian_relation", "guardian_phone", "guardian_email", "summary",
] as const satisfies readonly (keyof PersonDraft)[];

export type ComparedField = (typeof FIELDS)[number];

export interface Compared {
  field: ComparedField;
  label: string;
  one: string;
  other: string;
  differs: boolean;
}

function inWords(who: PersonDraft, field: ComparedField): string {
  if (field === "sex") return who.sex ? sexWords[who.sex]() : "";
  if (field === "level") return who.level ? levelWords[who.level]() : "";
  if (field === "guardian_relation") return who.guardian_relation ? guardianWords[who.guardian_relation]() : "";
  if (field === "birth" || field === "left_school") return birthAsTyped(who[field]);
  return field === "phone" || field === "guardian_phone" ? phoneInWords(who[field]) : who[field];
}

/** The fields of which at least one of the two says something. */
export function compare(one: PersonDraft, other: PersonDraft): Compared[] {
  return FIELDS.map((field) => {
    const label = capital(fieldWords(field));
    return { field, label, one: inWords(one, field), other: inWords(other, field), differs: one[field] !== other[field] };
  }).filter((line) => line.one !== "" || line.other !== "");
}
