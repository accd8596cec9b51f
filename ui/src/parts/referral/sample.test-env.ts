// Invented referrals, people and programmes for tests.

import type { Allowed, PersonFile, ProgrammeLine, ReferralFile, ReferralLine } from "../../api/generated.ts";
import { addDays, today } from "../../words/index.ts";

export const day = (count: number): string => addDays(today(), count);

export function line(changed: Partial<ReferralLine> = {}): ReferralLine {
  return {
    id: "r1",
    person: "p1",
    person_name: "Lina Benali",
    programme: "g1",
    programme_name: "Prépa apprentissage",
    programme_kind: "apprenticeship",
    provider_name: "CFA des Deux Rives",
    state: "sent",
    since: day(-2),
    disputed: false,
    due: { kind: "acknowledge", on: day(5), late_days: 0 },
    and_now: false,
    demo: false,
    ...changed,
  };
}

const allowedFrom: Partial<Record<ReferralLine["state"], Allowed[]>> = {
  draft: [
    { to: "sent", reason: "none", reasons: [] },
    { to: "declined", reason: "required", reasons: ["no_interest", "transport"] },
  ],
  sent: [
    { to: "received", reason: "none", reasons: [] },
    { to: "waitlisted", reason: "none", reasons: [] },
    { to: "accepted", reason: "none", reasons: [] },
    { to: "refused", reason: "required", reasons: ["no_place", "other"] },
  ],
  started: [
    { to: "completed", reason: "none", reasons: [] },
    { to: "abandoned", reason: "required", reasons: ["transport", "other"] },
  ],
};

export function file(changed: Partial<ReferralFile> = {}): ReferralFile {
  const of = changed.line ?? line();
  return {
    line: of,
    provider: "o1",
    wish: "",
    session_start: null,
    session_end: null,
    minor: false,
    agreement: "none",
    transitions: [],
    checks: [],
    allowed: allowedFrom[of.state] ?? [],
    warnings: [],
    ...changed,
  };
}

export function programme(changed: Partial<Omit<ProgrammeLine, "what">> = {}, what: Partial<ProgrammeLine["what"]> = {}): ProgrammeLine {
  return {
    id: "g1",
    provider: "o1",
    provider_name: "CFA des Deux Rives",
    commune: "Lille",
    demo: false,
    referrals: 0,
    source: null,
    ...changed,
    what: {
      name: "Prépa apprentissage",
      kind: "apprenticeship",
      summary: "",
      min_age: 16,
      max_age: 25,
      next_start: day(20),
      places: null,
      status: "open",
      tags: [],
      fundings: [],
      ...what,
    },
  };
}

export function person(changed: Partial<PersonFile> = {}): PersonFile {
  return {
    id: "p1",
    merged: [],
    disagreements: [],
    demo: false,
    who: {
      given_name: "Lina",
      family_name: "Benali",
      birth: "2007",
      sex: null,
      phone: "",
      email: "",
      address_line: "",
      postal_code: "",
      commune: "Lille",
      insee: "",
      qpv: "",
      school_name: "",
      school_uai: "",
      level: null,
      guardian_name: "",
      guardian_phone: "",
      guardian_relation: null,
      guardian_email: "",
      left_school: "",
      summary: "",
    },
    residence: { answer: null, way: null, address: "", note: "", on: null },
    age: { at_least: 19, at_most: 19 },
    minor: false,
    last_contact: null,
    last_attempt: null,
    cases: [],
    needs: [],
    situations: [],
    plan: null,
    former_plans: [],
    notices: [],
    rights: [],
    archived: false,
    limited: false,
    signals: [],
    timeline: [],
    referrals: [],
    tasks: [],
    agreements: [],
    appointments: [],
    documents: [],
    custom: [],
    ...changed,
  };
}
