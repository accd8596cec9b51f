// A list for tests: one new, one there already, one alike, one refused; days that can be read in two ways where asked.

import type { Candidate, ListLine, ListPreview, PersonLine } from "../../api/generated.ts";

export function person(id: string, given_name: string, family_name: string): PersonLine {
  return {
    id,
    given_name,
    family_name,
    birth: "2008-03-14",
    age: { at_least: 18, at_most: 18 },
    phone: "",
    commune: "Lens",
    qpv: "",
    stage: "spotted",
    referent: "Awa Diallo",
    last_contact: null,
    last_attempt: null,
    demo: false,
  };
}

export function line(row: number, given_name: string, family_name: string, more: Partial<ListLine> = {}): ListLine {
  return {
    row,
    place: { place: "line", line: row + 2 },
    given_name,
    family_name,
    birth: "2008-03-14",
    phone: "+33639980001",
    commune: "Lens",
    school: "",
    reference: "",
    note: "Classe : 3e B",
    state: "new",
    already: null,
    by: null,
    people: [],
    lines: [],
    ...more,
  };
}

const alike: Candidate = { person: person("p2", "Inès", "Ben Ali"), likeness: { strength: "likely", reasons: ["same_sound", "same_phone"] } };

export function preview(ambiguous = false): ListPreview {
  const order = ambiguous ? ("day_first" as const) : null;
  const lines = [
    line(0, "Noé", "Fontaine"),
    line(1, "Awa", "Diop", { state: "already", already: person("p1", "Awa", "DIOP"), by: "name_and_birth" }),
    line(2, "Inès", "Benali", { state: "alike", people: [alike] }),
  ];
  const counts = { read: 4, kept: 3, refused: 1, repaired: 1, foreign: 0, unread: 0 };
  return {
    hash: "0af1",
    mapping: {
      columns: [
        { head: "Nom", target: "family_name", order: null, ambiguous: false },
        { head: "Prénom", target: "given_name", order: null, ambiguous: false },
        { head: "Né(e) le", target: "birth", order, ambiguous },
        { head: "Classe", target: "note", order: null, ambiguous: false },
      ],
    },
    remembered: false,
    samples: [["Fontaine", "Diop"], ["Noé"], ["03/04/2008"], []],
    sheets: [],
    sheet: 0,
    counts: { new: 1, already: 1, twice: 0, alike: 1, refused: 1 },
    lines,
    refused: [{ row: 3, place: { place: "line", line: 5 }, head: "Né(e) le", why: { why: "not_a_day" }, cells: ["Bouzid", "Mohamed", "pas connue"] }],
    report: {
      encoding: "utf8",
      counts,
      findings: [
        { place: { place: "line", line: 2 }, field: "Téléphone", became: "repaired", why: { why: "form" }, from: "612345678", to: "+33612345678" },
      ],
    },
  };
}
