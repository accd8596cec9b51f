// A team in words: roles, members, how a meeting ended, what a meeting did.

import type { Calls, InTeam, LinkState, SyncEnd, TeamMember, TeamRole } from "../../api/generated.ts";
import { instantInWords, m, problemSentence } from "../../words/index.ts";

export type Meeting = Calls["team.synchronise"]["answer"];

export const roleWords: Record<TeamRole, () => string> = {
  reader: m.space_role_reader,
  member: m.space_role_member,
  admin: m.space_role_admin,
};

export const roleNotes: Record<TeamRole, () => string> = {
  reader: m.space_role_reader_note,
  member: m.space_role_member_note,
  admin: m.space_role_admin_note,
};

/** Those that an invitation can give, the usual one first. */
export const ROLES: readonly TeamRole[] = ["member", "reader", "admin"];

/** Above it changes are not counted: the desk stops there too. */
const COUNTED = 10_000;

/** What waits to be sent, counted as far as the desk counts. */
export function toSendWords(count: number): string {
  return count < COUNTED ? m.space_to_send({ count }) : m.space_to_send_more();
}

export function momentInWords(ms: number): string {
  return instantInWords(new Date(ms).toISOString());
}

/** The end of an id tells two laptops apart; its beginning is only the day when it was made. */
const MARK = 4;

/** Whose laptop it is; two of one person, or one without a name so far, with a mark of their own. */
export function memberName(of: TeamMember, all: readonly TeamMember[]): string {
  const mark = of.device.slice(-MARK);
  if (of.name === null || of.name === "") return m.space_unknown({ mark });
  const alike = all.some(({ device, name }) => device !== of.device && name === of.name);
  return alike ? m.space_marked({ name: of.name, mark }) : of.name;
}

/** What the smaller teams are called in which this laptop is. */
export function smallerNames({ smaller }: InTeam): string[] {
  return smaller.flatMap((of) => (of.stage === "in" ? [of.team] : []));
}

export function signWords({ last_sign_ms }: TeamMember): string {
  return last_sign_ms === null ? m.space_no_sign() : momentInWords(last_sign_ms);
}

/** A laptop that stayed away for too long, or nothing. */
export function leaseWords({ lease }: TeamMember): string | null {
  return lease === "over" ? m.space_lease_over() : lease === "renewed" ? m.space_lease_renewed() : null;
}

export function endWords(end: SyncEnd): string {
  switch (end.end) {
    case "done":
      return m.space_end_done();
    case "cut":
      return m.space_end_cut();
    case "waiting_for_admission":
      return m.space_end_waiting();
    case "removed":
      return m.space_end_removed();
    case "update_needed":
      return m.space_end_update();
    case "lease_over":
      return m.space_end_lease();
    case "stopped":
      return m.space_end_stopped();
    case "refused":
      return problemSentence(end.problem);
  }
}

/** How the last meeting ended, and when all was sent and taken last. */
export function lastWords({ end, done_ms }: LinkState): string[] {
  const whole = done_ms === null ? m.space_never_done() : m.space_last_done({ when: momentInWords(done_ms) });
  return end === null ? [m.space_end_none()] : [endWords(end), whole];
}

/** What a meeting that was asked for did, in a sentence. */
export function meetingWords({ end, received, sent, alarms }: Meeting): string {
  const moved = [...(received > 0 ? [m.space_received({ count: received })] : []), ...(sent > 0 ? [m.space_sent({ count: sent })] : [])].join(", ");
  const told = end.end === "done" ? (moved === "" ? m.space_sync_nothing() : m.space_sync_done({ what: moved })) : endWords(end);
  return alarms > 0 ? `${told} ${m.space_to_send_is({ what: m.space_line_alarms({ count: alarms }) })}` : told;
}
