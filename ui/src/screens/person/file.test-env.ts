// A person's file for tests, whole and plain; each test changes what it speaks of.

import type { CaseClocks, NeedView, PersonDraft, PersonFile, Theme, TimelineItem } from "../../api/generated.ts";

const THEMES: readonly Theme[] = ["housing", "mobility", "health", "finances", "paperwork", "family", "french", "digital", "work", "training"];

export function who(changes: Partial<PersonDraft> = {}): PersonDraft {
  return {
    given_name: "Awa", family_name: "Benali", birth: "2009-03-14", sex: "female", phone: "+33639980123", email: "", address_line: "",
    postal_code: "59220", commune: "Denain", insee: "", qpv: "", school_name: "", school_uai: "", level: null, guardian_name: "",
    guardian_phone: "", guardian_relation: null, guardian_email: "", left_school: "", summary: "", ...changes,
  };
}

export function needs(yes: readonly Theme[] = []): NeedView[] {
  return THEMES.map((theme) => ({ theme, answer: yes.includes(theme) ? "yes" : "unasked", note: "", situations: [], choices: theme === "housing" ? ["no_roof", "rent_late"] : [] }));
}

export function note(id: string, text: string, on = "2026-03-02"): TimelineItem {
  return {
    id,
    on,
    author: "Awa Diallo",
    what: { kind: "encounter", encounter: id, way: "note", initiative: "worker", result: "reached", place: "", note: text },
  };
}

export function clocks(changes: Partial<CaseClocks> = {}): CaseClocks {
  return { origin_on: "2026-01-05", summoned_on: null, summons_until: null, cej_started_on: null, cej_extended: "", cej_until: null, left_on: null, ...changes };
}

export function personFile(changes: Partial<PersonFile> = {}): PersonFile {
  return {
    id: "p1",
    merged: [],
    demo: false,
    who: who(),
    residence: { answer: null, way: null, address: "", note: "", on: null },
    age: { at_least: 17, at_most: 17 },
    minor: true,
    last_contact: null,
    last_attempt: null,
    cases: [{ id: "c1", origin: "street", origin_detail: "city-stade", opened_on: "2026-01-05", referent: "Awa Diallo", referent_id: "w1", stage: "assessing", since: "2026-02-01", clocks: clocks() }],
    needs: needs(),
    situations: [],
    plan: null,
    former_plans: [],
    timeline: [],
    referrals: [],
    tasks: [],
    agreements: [],
    notices: [],
    rights: [],
    archived: false,
    limited: false,
    signals: [],
    appointments: [],
    documents: [],
    custom: [],
    disagreements: [],
    ...changes,
  };
}
