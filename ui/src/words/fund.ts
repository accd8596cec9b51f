// The fund in words. A code without its words does not compile.

import type { EsfItem, FundGender, FundLeaving, FundParticipationView, FundSource, FundText, Labour, OutsidePublic, FundOwed, Reliability, Told } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import { language } from "./language.svelte.ts";
import { plainDay } from "./day.ts";
import type { Term } from "./terms.ts";

export const labourWords: Term<Labour> = { unemployed: m.fund_labour_unemployed, inactive: m.fund_labour_inactive, employed: m.fund_labour_employed };

/** An answer that one may refuse; missing is none, and no choice. */
export const toldWords: Term<Exclude<Told, "missing">> = { yes: m.fund_yes, no: m.fund_no, refused: m.fund_refuses };

export const leavingWords: Term<FundLeaving> = {
  completed: m.fund_leaving_completed,
  job: m.fund_leaving_job,
  training: m.fund_leaving_training,
  dropped: m.fund_leaving_dropped,
  moved: m.fund_leaving_moved,
  other: m.fund_leaving_other,
};

export const fundItemWords: Term<EsfItem> = {
  gender: m.fund_item_gender,
  birth: m.fund_item_birth,
  labour: m.fund_item_labour,
  unemployed_since: m.fund_item_unemployed_since,
  education: m.fund_item_education,
  level: m.fund_item_level,
  disability: m.fund_item_disability,
  third_country: m.fund_item_third_country,
  foreign_background: m.fund_item_foreign_background,
  minority: m.fund_item_minority,
  housing: m.fund_item_housing,
  rural: m.fund_item_rural,
  exit: m.fund_item_exit,
};

export const outsideWords: Term<OutsidePublic> = { age: m.fund_outside_age, level: m.fund_outside_level, qpv: m.fund_outside_qpv, dates: m.fund_outside_dates };

export const reliabilityWords: Term<Reliability> = { good: m.fund_reliability_good, warn: m.fund_reliability_warn, costly: m.fund_reliability_costly };

export const fundGenderWords: Term<FundGender> = { women: m.fund_women, men: m.fund_men, non_binary: m.fund_non_binary, untold: m.fund_untold };

export const fundSourceWords: Term<FundSource> = {
  family_name: m.fund_source_family_name,
  given_name: m.fund_source_given_name,
  birth: m.fund_source_birth,
  gender: m.fund_source_gender,
  age: m.fund_source_age,
  address: m.fund_source_address,
  postal_code: m.fund_source_postal_code,
  commune: m.fund_source_commune,
  insee: m.fund_source_insee,
  phone: m.fund_source_phone,
  email: m.fund_source_email,
  qpv: m.fund_source_qpv,
  entered_on: m.fund_source_entered_on,
  left_on: m.fund_source_left_on,
  left_reason: m.fund_source_left_reason,
  labour: m.fund_source_labour,
  unemployed_since: m.fund_source_unemployed_since,
  long_unemployed: m.fund_source_long_unemployed,
  education: m.fund_source_education,
  level: m.fund_source_level,
  disability: m.fund_source_disability,
  third_country: m.fund_source_third_country,
  foreign_background: m.fund_source_foreign_background,
  minority: m.fund_source_minority,
  housing: m.fund_source_housing,
  rural: m.fund_source_rural,
  exit_on: m.fund_source_exit_on,
  exit_labour: m.fund_source_exit_labour,
  exit_searching: m.fund_source_exit_searching,
  exit_education: m.fund_source_exit_education,
  exit_qualified: m.fund_source_exit_qualified,
  later_on: m.fund_source_later_on,
  later_employed: m.fund_source_later_employed,
  later_improved: m.fund_source_later_improved,
  missing: m.fund_source_missing,
  nothing: m.fund_source_nothing,
};

/** A text of the regulation in the language of the screen. */
export function fundText(text: FundText): string {
  return language() === "fr" ? text.fr : text.en;
}

export function owedWords(owed: FundOwed): string {
  return owed.occasion === "exit_4w" ? m.fund_owed_4w({ day: plainDay(owed.on) }) : m.fund_owed_6m({ day: plainDay(owed.on) });
}

/** What asks for attention in a participation, a sentence each. */
export function fundSignals({ missing, owed, outside }: Pick<FundParticipationView, "missing" | "owed" | "outside">): string[] {
  return [
    ...(missing.length > 0 ? [m.fund_missing({ items: missing.map((item) => fundItemWords[item]()).join(", ") })] : []),
    ...owed.map(owedWords),
    ...(outside.length > 0 ? [m.fund_outside({ items: outside.map((what) => outsideWords[what]()).join(", ") })] : []),
  ];
}
