// Figures in words: reports, tables, columns, and what a row says.

import type { CaseloadBy, Figure, FigureColumn, FunnelBy, Leg, NotAdded, Period, ReportRow, TableName, What } from "../api/generated.ts";
import { plainDay } from "./day.ts";
import { m } from "./generated/messages.js";
import { exitWords, fundingWords, kindWords, levelWords, reasonWords, sexWords, stageWords, stateWords, tagWords, type Term } from "./terms.ts";
import { hoursInWords } from "./works.ts";

export const caseloadByWords: Term<CaseloadBy> = {
  referent: m.figures_by_referent,
  stage: m.figures_by_stage,
  qpv: m.figures_by_qpv,
  neighbourhood: m.figures_by_neighbourhood,
  commune: m.figures_by_commune,
  age: m.figures_by_age,
  sex: m.figures_by_sex,
  level: m.figures_by_level,
};

export const funnelByWords: Term<FunnelBy> = {
  programme: m.figures_by_programme,
  provider: m.figures_by_provider,
  kind: m.figures_by_kind,
  tag: m.figures_by_tag,
  funding: m.figures_by_funding,
};

export const tableWords: Term<TableName> = {
  caseload: m.figures_table_caseload,
  delays: m.figures_table_delays,
  funnel: m.figures_table_funnel,
  endings: m.figures_table_endings,
  exits: m.figures_table_exits,
  ways: m.figures_table_ways,
  rules: m.figures_table_rules,
  works: m.figures_table_works,
};

export const figureColumnWords: Term<FigureColumn> = {
  active: m.figures_column_active,
  opened: m.figures_column_opened,
  ended: m.figures_column_ended,
  unreached: m.figures_column_unreached,
  sent: m.figures_column_sent,
  answered: m.figures_column_answered,
  accepted: m.figures_column_accepted,
  started: m.figures_column_started,
  completed: m.figures_column_completed,
  held_3_due: m.figures_column_held_3_due,
  held_3: m.figures_column_held_3,
  held_6_due: m.figures_column_held_6_due,
  held_6: m.figures_column_held_6,
  count: m.figures_column_count,
  counted: m.figures_column_counted,
  without: m.figures_column_without,
  reversed: m.figures_column_reversed,
  exits: m.figures_column_exits,
  positive: m.figures_column_positive,
  hours_done: m.figures_column_hours_done,
  hours_until: m.figures_column_hours_until,
  hours_due: m.figures_column_hours_due,
  hours_left: m.figures_column_hours_left,
};

const minutes: ReadonlySet<FigureColumn> = new Set<FigureColumn>(["hours_done", "hours_until", "hours_due", "hours_left"]);

/** "12", "279 h 30": a count, or minutes of work as hours. */
export function countWords(column: FigureColumn, count: number): string {
  return minutes.has(column) ? hoursInWords(count) : String(count);
}

export const legWords: Term<Leg> = {
  found_to_contact: m.figures_leg_found_to_contact,
  contact_to_assessment: m.figures_leg_contact_to_assessment,
  assessment_to_referral: m.figures_leg_assessment_to_referral,
  found_to_referral: m.figures_leg_found_to_referral,
};

const steps = {
  sent: m.teams_step_sent,
  answered: m.teams_step_answered,
  accepted: m.teams_step_accepted,
  started: m.teams_step_started,
  completed: m.teams_step_completed,
} as const;

const ageWords = {
  under_16: m.figures_age_under_16,
  from_16: m.figures_age_from_16,
  from_18: m.figures_age_from_18,
  from_21: m.figures_age_from_21,
  from_26: m.figures_age_from_26,
  unknown: m.figures_age_unknown,
} as const;

const inQpvWords = { yes: m.figures_qpv_yes, no: m.figures_qpv_no, unknown: m.figures_qpv_unknown } as const;

function known<C extends string>(words: Term<C>, code: string): string | null {
  return Object.hasOwn(words, code) ? words[code as C]() : null;
}

function ofCaseload(by: CaseloadBy, key: string): string | null {
  switch (by) {
    case "referent":
      return key === "" ? m.figures_nobody() : null;
    case "stage":
      return known(stageWords, key);
    case "qpv":
      return known(inQpvWords, key);
    case "neighbourhood":
      return key === "out" ? inQpvWords.no() : key === "" ? inQpvWords.unknown() : null;
    case "age":
      return known(ageWords, key);
    case "sex":
      return known(sexWords, key);
    case "level":
      return known(levelWords, key);
    case "commune":
      return null;
  }
}

function ofFunnel(by: FunnelBy, key: string): string | null {
  switch (by) {
    case "kind":
      return known(kindWords, key);
    case "tag":
      return key === "" ? m.figures_no_tag() : known(tagWords, key);
    case "funding":
      return key === "" ? m.figures_no_funding() : known(fundingWords, key);
    case "programme":
    case "provider":
      return null;
  }
}

function ending(key: string): string | null {
  if (key === "") return m.figures_going_on();
  const [state = "", reason = ""] = key.split("/");
  const ended = known(stateWords, state);
  const why = known(reasonWords, reason);
  return ended !== null && why !== null ? m.figures_ending({ state: ended, reason: why }) : ended;
}

/** What a row says: its name where it has one, the words of its code, or that nothing is told. */
export function rowWords(what: What, table: TableName, row: Pick<ReportRow, "key" | "name"> & { of?: string | null }): string {
  if (row.key === null) return m.figures_total();
  if (table === "rules" && row.name !== null && row.of) return m.figures_rule_row({ name: row.name, day: plainDay(row.of) });
  if (row.name !== null) return row.name;
  return keyWords(what, table, row.key) ?? m.figures_untold();
}

function keyWords(what: What, table: TableName, key: string): string | null {
  if (table === "endings") return ending(key);
  if (table === "delays") return known(legWords, key);
  if (table === "exits") return key === "" ? m.figures_closed() : known(exitWords, key);
  if (table === "rules") return m.figures_no_rule();
  if (table === "ways") return key === "" ? m.figures_no_way() : null;
  if (what.report === "caseload") return ofCaseload(what.by, key);
  return what.report === "funnel" ? ofFunnel(what.by, key) : null;
}

export const tabWords: Term<What["report"]> = {
  caseload: m.figures_tab_caseload,
  delays: m.figures_tab_delays,
  funnel: m.figures_tab_funnel,
  outcomes: m.figures_tab_outcomes,
  works: m.figures_tab_works,
};

/** Up to which step referrals went. */
export function stepWords(code: string): string {
  return known(steps, code) ?? code;
}

/** "2 équipes le masquent". */
export function sumWords(masked: number): string {
  return m.teams_mask({ count: masked });
}

/** "Effectifs par étape". */
export function reportWords(what: What): string {
  if (what.report === "caseload") return m.teams_report_by({ table: tableWords.caseload(), by: caseloadByWords[what.by]() });
  if (what.report === "funnel") return m.teams_report_by({ table: m.figures_tab_funnel(), by: funnelByWords[what.by]() });
  return tabWords[what.report]();
}

export const notAddedWords: Term<NotAdded> = {
  unreadable: m.teams_not_unreadable,
  newer: m.teams_not_newer,
  tells_few: m.teams_not_tells_few,
  other_period: m.teams_not_other_period,
  same_team: m.teams_not_same_team,
};

/** "du 1er mars au 31 mars 2026". */
export function spanWords({ from, to }: Period): string {
  return m.figures_span({ from: plainDay(from), to: plainDay(to) });
}

/** "femmes, Jamais joints". */
export function figureWords(what: What, figure: Figure, name: string | null): string {
  return m.figures_list_of({ row: rowWords(what, figure.table, { key: figure.row, name }), column: figureColumnWords[figure.column]() });
}
