// The words of documents and of the fields that a team defines.

import type { DocumentKind, FieldKind } from "../api/generated.ts";
import { fullDay, isDay } from "./day.ts";
import { m } from "./generated/messages.js";
import { language } from "./language.svelte.ts";

export const documentKindWords: Readonly<Record<DocumentKind, () => string>> = {
  identity: m.document_kind_identity,
  address: m.document_kind_address,
  rights: m.document_kind_rights,
  cv: m.document_kind_cv,
  school: m.document_kind_school,
  contract: m.document_kind_contract,
  certificate: m.document_kind_certificate,
  consent: m.document_kind_consent,
  letter: m.document_kind_letter,
  other: m.document_kind_other,
};

export const fieldKindWords: Readonly<Record<FieldKind, () => string>> = {
  text: m.custom_kind_text,
  number: m.custom_kind_number,
  day: m.custom_kind_day,
  choice: m.custom_kind_choice,
  yes_no: m.custom_kind_yes_no,
};

/** What a field of the team says, as it is shown. */
export function customValueWords(kind: FieldKind, value: string): string {
  if (kind === "yes_no" && (value === "yes" || value === "no")) return value === "yes" ? m.custom_yes() : m.custom_no();
  if (kind === "day" && isDay(value)) return fullDay(value);
  if (kind === "number" && language() === "fr") return value.replace(".", ",");
  return value;
}
