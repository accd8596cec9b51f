// What a column of a list can be, and by what a line of it is known, in words.

import type { DayOrder, KnownBy, Target } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import type { Term } from "./terms.ts";

export const columnWords: Term<Target> = {
  ignored: m.listed_target_ignored,
  full_name: m.listed_target_full_name,
  given_name: m.listed_target_given_name,
  family_name: m.listed_target_family_name,
  birth: m.listed_target_birth,
  sex: m.listed_target_sex,
  phone: m.listed_target_phone,
  email: m.listed_target_email,
  street: m.listed_target_street,
  postal_code: m.listed_target_postal_code,
  commune: m.listed_target_commune,
  insee: m.listed_target_insee,
  qpv: m.listed_target_qpv,
  school_name: m.listed_target_school_name,
  school_uai: m.listed_target_school_uai,
  level: m.listed_target_level,
  left_school: m.listed_target_left_school,
  guardian_name: m.listed_target_guardian_name,
  guardian_given_name: m.listed_target_guardian_given_name,
  guardian_relation: m.listed_target_guardian_relation,
  guardian_phone: m.listed_target_guardian_phone,
  guardian_email: m.listed_target_guardian_email,
  reference: m.listed_target_reference,
  note: m.listed_target_note,
};

export const dayOrderWords: Term<DayOrder> = {
  day_first: m.listed_order_day_first,
  month_first: m.listed_order_month_first,
  year_first: m.listed_order_year_first,
};

export const knownByWords: Term<KnownBy> = {
  name_and_birth: m.listed_by_name_and_birth,
  reference: m.listed_by_reference,
};
