// Rules of the work that said no, in sentences with the next step in them.

import type { Refusal } from "../api/generated.ts";
import { actWords } from "./act.ts";
import { fullDay } from "./day.ts";
import { m } from "./generated/messages.js";
import { megabytes } from "./size.ts";
import { fieldWords } from "./terms.ts";

type Sentences = { [C in Refusal["refusal"]]: (refusal: Extract<Refusal, { refusal: C }>) => string };

const sentences: Sentences = {
  name_missing: () => m.words_refusal_name_missing(),
  too_long: ({ field, limit }) => m.words_refusal_too_long({ field: fieldWords(field), limit }),
  unreadable: ({ field }) => m.words_refusal_unreadable({ field: fieldWords(field) }),
  in_the_future: ({ field }) => m.words_refusal_in_the_future({ field: fieldWords(field) }),
  too_early: ({ field, not_before }) => m.words_refusal_too_early({ field: fieldWords(field), day: fullDay(not_before) }),
  agreement_missing: ({ provider }) => m.words_refusal_agreement_missing({ provider }),
  representative_missing: ({ provider }) => m.words_refusal_representative_missing({ provider }),
  age_unknown: () => m.words_refusal_age_unknown(),
  programme_closed: ({ programme }) => m.words_refusal_programme_closed({ programme }),
  session_past: ({ session }) => m.words_refusal_session_past({ day: fullDay(session) }),
  move_not_allowed: () => m.words_refusal_move_not_allowed(),
  already_sent: () => m.words_refusal_already_sent(),
  referral_ended: () => m.words_refusal_referral_ended(),
  reason_missing: () => m.words_refusal_reason_missing(),
  exit_missing: () => m.words_refusal_exit_missing(),
  not_left: () => m.words_refusal_not_left(),
  outside_obligation: () => m.words_refusal_outside_obligation(),
  cej_start_missing: () => m.words_refusal_cej_start_missing(),
  no_plan: () => m.words_refusal_no_plan(),
  reason_unknown: () => m.words_refusal_reason_unknown(),
  ages_reversed: () => m.words_refusal_ages_reversed(),
  already_open: () => m.words_refusal_already_open(),
  already_takes_part: ({ since }) => m.words_refusal_already_takes_part({ since: fullDay(since) }),
  case_still_open: () => m.words_refusal_case_still_open(),
  already_referent: () => m.words_refusal_already_referent(),
  still_follows: ({ count }) => m.words_refusal_still_follows({ count }),
  oneself: () => m.words_refusal_oneself(),
  changed_since: ({ by }) => m.words_refusal_changed_since({ by: actWords(by) }),
  said_otherwise_since: () => m.words_refusal_said_otherwise_since(),
  invented_and_real: () => m.words_refusal_invented_and_real(),
  never_undone: () => m.words_refusal_never_undone(),
  name_taken: () => m.words_refusal_name_taken(),
  nothing: () => m.words_refusal_nothing(),
  file_missing: () => m.words_refusal_file_missing(),
  file_unreadable: () => m.words_refusal_file_unreadable(),
  file_empty: () => m.words_refusal_file_empty(),
  file_too_large: ({ size, limit }) => m.words_refusal_file_too_large({ size: megabytes(size), limit: megabytes(limit) }),
  media_unknown: () => m.words_refusal_media_unknown(),
  file_unwritable: () => m.words_refusal_file_unwritable(),
  file_exists: () => m.words_refusal_file_exists(),
  file_changed: () => m.words_refusal_file_changed(),
  day_order_missing: () => m.words_refusal_day_order_missing(),
  label_taken: () => m.words_refusal_label_taken(),
  count_over_total: () => m.words_refusal_count_over_total(),
  field_retired: () => m.words_refusal_field_retired(),
  too_late: ({ field, not_after }) => m.words_refusal_too_late({ field: fieldWords(field), day: fullDay(not_after) }),
  already_answered: () => m.words_refusal_already_answered(),
  not_limited: () => m.words_refusal_not_limited(),
  file_limited: () => m.words_refusal_file_limited(),
  why_missing: ({ limited }) => (limited ? m.words_refusal_why_limited() : m.words_refusal_why_outside()),
};

/** The sentence of a refusal; one that this version does not know gets the fallback sentence. */
export function refusalSentence(refusal: Refusal): string {
  const say = sentences[refusal.refusal] as ((refusal: Refusal) => string) | undefined;
  return say ? say(refusal) : m.words_refusal_unknown({ code: refusal.refusal });
}

/** The field a refusal speaks of, so that a form can show the sentence under it. */
export function refusedField(refusal: Refusal): string | null {
  if (refusal.refusal === "exit_missing") return "exit";
  if (refusal.refusal === "not_left") return "occasion";
  if (refusal.refusal === "cej_start_missing") return "cej_started_on";
  if (refusal.refusal === "ages_reversed") return "max_age";
  if (refusal.refusal === "name_taken") return "name";
  if (refusal.refusal === "already_referent") return "to";
  if (refusal.refusal === "label_taken") return "label";
  return "field" in refusal ? refusal.field : null;
}
