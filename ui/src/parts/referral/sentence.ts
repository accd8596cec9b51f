// A referral in sentences: whose, since when, what it waits for and until when.

import type { DueKind, DueView, ReferralLine, State } from "../../api/generated.ts";
import { capital, dayInWords, daysBetween, dueWords, m, today } from "../../words/index.ts";

function isNear(day: string): boolean {
  return Math.abs(daysBetween(today(), day)) <= 7;
}

/** "hier", "le 12 mars". */
export function onDay(day: string): string {
  return isNear(day) ? dayInWords(day) : m.referral_on_day({ day: dayInWords(day) });
}

/** "demain", "avant le 19 mars". */
export function beforeDay(day: string): string {
  return isNear(day) ? dayInWords(day) : m.referral_before_day({ day: dayInWords(day) });
}

/** "de Lina", "d’Anaïs". */
export function ofPerson(name: string): string {
  return /^[aeiouœæ]/i.test(name.normalize("NFD")) ? m.referral_of_vowel({ name }) : m.referral_of({ name });
}

export function heading(line: ReferralLine): string {
  const of = ofPerson(line.person_name);
  return line.provider_name === ""
    ? m.referral_heading_alone({ of, programme: line.programme_name })
    : m.referral_heading({ of, programme: line.programme_name, provider: line.provider_name });
}

const sinceWords: Readonly<Record<Exclude<State, "draft">, (inputs: { day: string }) => string>> = {
  sent: m.referral_since_sent,
  received: m.referral_since_received,
  in_review: m.referral_since_in_review,
  waitlisted: m.referral_since_waitlisted,
  accepted: m.referral_since_accepted,
  started: m.referral_since_started,
  completed: m.referral_since_completed,
  refused: m.referral_since_refused,
  declined: m.referral_since_declined,
  cancelled: m.referral_since_cancelled,
  expired: m.referral_since_expired,
  abandoned: m.referral_since_abandoned,
};

/** These are questions to ask from a day on; the others wait until a day. */
function isQuestion(kind: DueKind): boolean {
  return ["day_1", "day_15", "day_45", "month_3", "month_6"].includes(kind);
}

/** What is waited for and until when: "réponse attendue avant le 19 mars", "en retard de 12 jours : réponse attendue". */
export function duePhrase(due: DueView): string {
  const what = dueWords[due.kind]();
  if (due.kind === "and_now") {
    const count = daysBetween(due.on, today());
    return count > 0 ? m.referral_due_and_now({ count }) : what;
  }
  if (due.late_days > 0) return m.referral_due_late({ what, count: due.late_days });
  return isQuestion(due.kind) ? m.referral_due_ask({ what, day: onDay(due.on) }) : m.referral_due_wait({ what, day: beforeDay(due.on) });
}

function ended(sentence: string): string {
  return /[?!.]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** "Envoyée le 12 mars, réponse attendue avant le 19 mars." */
export function stateSentence(line: ReferralLine): string {
  const since = line.state === "draft" || line.since === null ? "" : sinceWords[line.state]({ day: onDay(line.since) });
  const due = line.due === null ? "" : duePhrase(line.due);
  if (since === "") return ended(capital(due === "" ? m.referral_since_draft() : due));
  if (due === "") return ended(since);
  const apart = line.due !== null && (line.due.late_days > 0 || line.due.kind === "and_now" || isQuestion(line.due.kind));
  return apart ? `${ended(since)} ${ended(capital(due))}` : ended(`${since}, ${due}`);
}
