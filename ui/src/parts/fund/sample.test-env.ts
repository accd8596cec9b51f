// An invented operation of the fund with its participants, for tests and for the desk that keeps nothing.

import type { FundFigure, FundLine, FundOperation, FundParticipationView, Indicator } from "../../api/generated.ts";

export function figure(code: Indicator, women: number, men: number, more: { refused?: number; unknown?: number } = {}): FundFigure {
  return {
    figure: { indicator: code, counts: { women, men, non_binary: 0, untold: 0 }, refused: 0, unknown: 0, ...more },
    code,
    name: { fr: `Intitulé de ${code}`, en: `Wording of ${code}` },
    rule: { fr: `Règle en mots de ${code}`, en: `Rule in words of ${code}` },
    source: { fr: "Règlement (UE) 2021/1057, annexe I", en: "Regulation (EU) 2021/1057, annex I" },
    to_check: true,
  };
}

export const operation = (more: Partial<FundOperation> = {}): FundOperation => ({
  id: "o1",
  demo: false,
  what: {
    name: "Vers l’emploi", number: "202600001", programme: "", beneficiary: "", from: "2026-01-01", until: "2027-12-31", min_age: 16, max_age: 29, levels: [], qpv_only: false,
    warn_percent: null, kept_until: null, note: "",
  },
  warns_from: 20,
  columns: [{ head: "Nom", source: "family_name" }, { head: "Genre", source: "gender" }],
  columns_usual: true,
  completeness: { participants: 4, incomplete: 1, percent: 25, reliability: "warn" },
  too_short: 0,
  owed: 0,
  figures: [figure("EECO01", 3, 1), figure("EECO15", 1, 0, { refused: 2, unknown: 1 })],
  ...more,
});

export const line = (given_name: string, more: Partial<FundLine> = {}): FundLine => ({
  participation: `p-${given_name}`,
  person: {
    id: given_name.toLowerCase(), given_name, family_name: "Diop", birth: "2007-03-02", age: { at_least: 19, at_most: 19 }, phone: "", commune: "Denain", qpv: "", stage: "following",
    referent: "", last_contact: null, last_attempt: null, demo: false,
  },
  entered_on: "2026-03-02",
  left_on: null,
  missing: [],
  owed: [],
  outside: [],
  ...more,
});

export const view = (more: Partial<FundParticipationView> = {}): FundParticipationView => ({
  id: "p-Awa",
  person: "awa",
  person_name: "Awa Diop",
  operation: "o1",
  operation_name: "Vers l’emploi",
  what: {
    entered_on: "2026-03-02", left_on: null, left_reason: null,
    entry: {
      sex: "female", birth: "2007-03-02", labour: "inactive", unemployed_since: null, in_education: false, level: "none", disability: "no", third_country: "no", foreign_background: "no",
      minority: "missing", housing: "missing", rural: false,
    },
    exit: { exit_on: null, labour: null, searching: null, in_education: null, qualified: null },
    later: { later_on: null, employed: null, improved: null },
  },
  missing: ["minority", "housing"],
  owed: [],
  outside: [],
  counts: true,
  limited: false,
  ...more,
});
