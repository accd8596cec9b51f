// A team for tests: Hélène coordinates from this laptop, Karim is a member, Sonia's laptop was removed.

import type { InTeam, Team, TeamAlarm, TeamMember } from "../../api/generated.ts";

export const WORDS = "séva kija kanbou biché goman roifu";
export const CODE = "K7QM-2XNB-4TRD-9HWC-P3VY";
/** The smaller team. */
export const SMALL = "0190a000-0000-7000-8000-000000000002";
export const HUB = "https://hub.example.org";

const member = (device: string, name: string | null, changed: Partial<TeamMember> = {}): TeamMember => ({
  device, name, role: "member", me: false, last_sign_ms: null, lease: "runs", ...changed,
});

export function inTeam(changed: Partial<InTeam> = {}): Team {
  return {
    stage: "in",
    space: "0190a000-0000-7000-8000-000000000001",
    team: "Lille-Sud",
    hub: HUB,
    role: "admin",
    members: [
      member("0001aaaa", "Hélène Petit", { role: "admin", me: true }),
      member("0002bbbb", "Karim Haddad", { last_sign_ms: Date.now() - 3 * 86_400_000 }),
      member("0003cccc", "Sonia Lefebvre", { role: null }),
    ],
    kit: false,
    to_send: 0,
    waiting: 0,
    link: { team: "Lille-Sud", member: true, done_ms: null, end: null, alarms: 0, about: null, smaller: [], lease: { lease: "runs" }, coming: null },
    alarms: [],
    smaller: [],
    ...changed,
  };
}

/** The smaller team within it: Hélène coordinates, Karim is a member. */
export function smallerTeam(changed: Partial<InTeam> = {}): Team {
  const members = [
    member("0009aaaa", "Hélène Petit", { role: "admin", me: true }),
    member("0002bbbb", "Karim Haddad"),
  ];
  return inTeam({ space: SMALL, team: "Mineurs", members, ...changed });
}

export function joining(changed: { space?: string; team?: string } = {}): Extract<Team, { stage: "joining" }> {
  return { stage: "joining", space: "0190a000-0000-7000-8000-000000000001", team: "Lille-Sud", hub: HUB, inviter_name: "Hélène Petit", words: WORDS, ...changed };
}

export function alarm(changed: Partial<TeamAlarm> = {}): TeamAlarm {
  return { id: 7, team: null, at_ms: Date.now(), kind: "forged", about: "batch", number: 12, name: "Karim Haddad", why: null, ...changed };
}
