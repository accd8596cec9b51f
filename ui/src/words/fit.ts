// Why an offer fits a person or not, and why it stands where it stands, in sentences. A code without its sentence does not
// compile; one of a newer version is told as such.

import type { AgeRange, Criterion, FitReason, Level, RankReason, Scope, Verdict } from "../api/generated.ts";
import { ageInWords } from "./age.ts";
import { onDay, plainDay, today } from "./day.ts";
import { m } from "./generated/messages.js";
import { doingWords } from "./situation.ts";
import { capital, kindWords, levelWords, needWords, tagWords, type Term } from "./terms.ts";

/** Names of codes, as far as they are at hand; a code without one is said as it stands. */
export interface Names {
  commune?: (insee: string) => string | null;
  qpv?: (code: string) => string | null;
}

export const verdictWords: Term<Verdict> = { yes: m.fit_verdict_yes, verify: m.fit_verdict_verify, no: m.fit_verdict_no };

export const criterionWords: Term<Criterion> = {
  status: m.fit_criterion_status,
  dates: m.fit_criterion_dates,
  places: m.fit_criterion_places,
  age: m.fit_criterion_age,
  level: m.fit_criterion_level,
  qpv: m.fit_criterion_qpv,
  zone: m.fit_criterion_zone,
  publics: m.fit_criterion_publics,
  situation: m.fit_criterion_situation,
  obligation: m.fit_criterion_obligation,
  reach: m.fit_criterion_reach,
  cost: m.fit_criterion_cost,
};

/** The publics of data.inclusion v1; a catalogue's other words stay its own. */
const publics: Readonly<Record<string, () => string>> = {
  "tous-publics": m.fit_public_everyone,
  actifs: m.fit_public_working,
  "beneficiaires-des-minimas-sociaux": m.fit_public_minimum_income,
  "demandeurs-emploi": m.fit_public_job_seekers,
  etudiants: m.fit_public_students,
  familles: m.fit_public_families,
  femmes: m.fit_public_women,
  jeunes: m.fit_public_young,
  "personnes-en-situation-de-handicap": m.fit_public_disabled,
  "personnes-en-situation-durgence": m.fit_public_emergency,
  "personnes-en-situation-juridique-specifique": m.fit_public_justice,
  "personnes-exilees": m.fit_public_exiled,
  "residents-qpv-frr": m.fit_public_priority_areas,
  seniors: m.fit_public_seniors,
};

export function publicWords(code: string): string {
  return (Object.hasOwn(publics, code) ? publics[code]?.() : undefined) ?? code;
}

/** "de 16 à 25 ans"; the limits of an offer, either of which may be open. */
export function agesWords(least: number | null, most: number | null): string {
  if (least !== null && most !== null) return m.referral_ages_between({ least, most });
  if (least !== null) return m.referral_ages_from({ least });
  return most !== null ? m.referral_ages_to({ most }) : m.referral_ages_any();
}

/** Whole kilometres as the crow flies. */
export function kmWords(km: number): string {
  return km < 1 ? m.fit_km_less() : m.fit_km({ km: Math.round(km) });
}

/** A code of an area where one must live: its list is told by its form, as the catalogue has it. */
export function zoneWords(code: string, names: Names = {}): string {
  if (code === "france") return m.fit_zone_country();
  if (/^(\d{2,3}|2[AB])$/.test(code)) return m.fit_zone_department({ code });
  if (/^(\d{5}|2[AB]\d{3})$/.test(code)) return names.commune?.(code) ?? m.fit_zone_commune({ code });
  return /^\d{9}$/.test(code) ? m.fit_zone_epci({ code }) : code;
}

function qpvWords(code: string, names: Names): string {
  const name = names.qpv?.(code) ?? null;
  return name === null ? code : m.fit_qpv_named({ name, code });
}

const aged = (age: AgeRange): string => ageInWords(age.at_least, age.at_most);
const both = (one: string, other: string | null): string => (other === null ? one : m.fit_and({ one, other }));
const zones = (codes: readonly string[], names: Names): string => codes.map((code) => zoneWords(code, names)).join(", ");
const people = (codes: readonly string[]): string => codes.map(publicWords).join(", ");

function starts({ on, apply_from, apply_until }: Extract<FitReason, { code: "next_start" }>): string {
  const start = m.fit_next_start({ day: onDay(on) });
  if (apply_from !== null && apply_until !== null) return both(start, m.fit_apply_between({ from: plainDay(apply_from), until: plainDay(apply_until) }));
  if (apply_from !== null) return both(start, m.fit_apply_from({ day: plainDay(apply_from) }));
  return both(start, apply_until === null ? null : m.fit_apply_until({ day: plainDay(apply_until) }));
}

function anyTime(from: string, until: string | null): string {
  const entry = from > today() ? m.fit_permanent_from({ day: plainDay(from) }) : m.fit_permanent();
  return until === null ? entry : `${entry}, ${m.fit_permanent_until({ day: plainDay(until) })}`;
}

function levelUnsure(entry: Level, level: Level | null): string {
  const asked = levelWords[entry]();
  return level === null ? m.fit_level_unknown({ entry: asked }) : m.fit_level_unsure({ entry: asked, level: levelWords[level]() });
}

type Of<C extends FitReason["code"]> = Extract<FitReason, { code: C }>;
type FitSentences = { [C in FitReason["code"]]: (reason: Of<C>, names: Names) => string };

const fitSentences: FitSentences = {
  programme_closed: () => m.fit_programme_closed(),
  programme_blocked: () => m.fit_programme_blocked(),
  gone: ({ from }) => (from > today() ? m.fit_gone_soon({ day: plainDay(from) }) : m.fit_gone({ day: plainDay(from) })),
  permanent: ({ from, until }) => anyTime(from, until),
  next_start: starts,
  start_not_told: () => m.fit_start_not_told(),
  recruitment_suspended: ({ start }) => (start === null ? m.fit_suspended() : m.fit_suspended_start({ day: plainDay(start) })),
  recruitment_closed: ({ start }) => (start === null ? m.fit_recruitment_closed() : m.fit_recruitment_closed_start({ day: plainDay(start) })),
  apply_over: ({ until }) => m.fit_apply_over({ day: plainDay(until) }),
  session_started: ({ on }) => m.fit_session_started({ day: plainDay(on) }),
  session_over: ({ ended }) => m.fit_session_over({ day: plainDay(ended) }),
  places: ({ places }) => m.fit_places({ count: places }),
  no_place_left: () => m.fit_no_place(),
  age_fits: ({ min, max }) => m.fit_age_fits({ ages: agesWords(min, max) }),
  too_young: ({ min, age, on, from }) =>
    both(m.fit_too_young({ age: aged(age), day: onDay(on), ages: agesWords(min, null) }), from === null ? null : m.fit_too_young_from({ day: plainDay(from) })),
  too_old: ({ max, age, on }) => m.fit_too_old({ age: aged(age), day: onDay(on), ages: agesWords(null, max) }),
  age_unsure: ({ min, max, age, on }) =>
    age === null ? m.fit_age_unknown({ ages: agesWords(min, max) }) : m.fit_age_unsure({ age: aged(age), day: onDay(on), ages: agesWords(min, max) }),
  level_reached: ({ entry }) => (entry === "none" ? m.fit_level_any() : m.fit_level_reached({ entry: levelWords[entry]() })),
  level_below: ({ entry, level, required }) => (required ? m.fit_level_below : m.fit_level_below_wished)({ entry: levelWords[entry](), level: levelWords[level]() }),
  level_unsure: ({ entry, level }) => levelUnsure(entry, level),
  in_qpv: ({ qpv }, names) => m.fit_in_qpv({ name: qpvWords(qpv, names) }),
  outside_qpv: () => m.fit_outside_qpv(),
  outside_qpv_perhaps_rural: () => m.fit_outside_qpv_rural(),
  qpv_uncertain: () => m.fit_qpv_uncertain(),
  qpv_unknown: () => m.fit_qpv_unknown(),
  in_zone: ({ zone }, names) => (zone === "france" ? m.fit_in_country() : m.fit_in_zone({ zone: zoneWords(zone, names) })),
  outside_zone: ({ commune, zones: codes }, names) => m.fit_outside_zone({ zones: zones(codes, names), commune: zoneWords(commune, names) }),
  zone_unsure: ({ zones: codes }, names) => m.fit_zone_unsure({ zones: zones(codes, names) }),
  public_matches: ({ public: code }) => m.fit_public_matches({ publics: publicWords(code) }),
  publics_differ: ({ publics: codes }) => m.fit_publics_differ({ publics: people(codes) }),
  publics_to_ask: ({ publics: codes }) => m.fit_publics_to_ask({ publics: people(codes) }),
  occupied: ({ situation }) => m.fit_occupied({ situation: doingWords[situation]() }),
  school_left: () => m.fit_school_left(),
  school_unknown: () => m.fit_school_unknown(),
  under_obligation: () => m.fit_under_obligation(),
  not_under_obligation: () => m.fit_not_under_obligation(),
  obligation_unknown: () => m.fit_obligation_unknown(),
  meets_obligation: () => m.fit_meets_obligation(),
  remote: () => m.fit_remote(),
  within_reach: ({ km }) => m.fit_within_reach({ km: kmWords(km) }),
  far_with_transport: ({ km }) => m.fit_far_with_transport({ km: kmWords(km) }),
  far_without_transport: ({ km }) => m.fit_far_without_transport({ km: kmWords(km) }),
  far_transport_unknown: ({ km }) => m.fit_far_transport_unknown({ km: kmWords(km) }),
  very_far: ({ km }) => m.fit_very_far({ km: kmWords(km) }),
  distance_unknown: () => m.fit_distance_unknown(),
  free: () => m.fit_free(),
  to_pay: ({ cost }) => (cost.trim() === "" ? m.fit_to_pay_unknown() : m.fit_to_pay({ cost: cost.trim() })),
};

/** Why one criterion is met, is not, or is to be verified. */
export function fitSentence(reason: FitReason, names: Names = {}): string {
  const say = fitSentences[reason.code] as ((reason: FitReason, names: Names) => string) | undefined;
  return say ? capital(say(reason, names)) : m.fit_unknown({ code: reason.code });
}

const workedWords: Readonly<Record<Scope, (inputs: { count: number }) => string>> = {
  programme: m.fit_rank_worked_programme,
  provider: m.fit_rank_worked_provider,
  kind: m.fit_rank_worked_kind,
};

type RankSentences = { [C in RankReason["code"]]: (reason: Extract<RankReason, { code: C }>) => string };

const rankSentences: RankSentences = {
  wish: () => m.fit_rank_wish(),
  asked: ({ theme }) => m.fit_rank_asked({ theme: needWords[theme]() }),
  need: ({ theme }) => m.fit_rank_need({ theme: needWords[theme]() }),
  step_kind: ({ kind }) => m.fit_rank_step_kind({ kind: kindWords[kind]() }),
  step_words: () => m.fit_rank_step_words(),
  tag: ({ tag }) => m.fit_rank_tag({ tag: tagWords[tag]() }),
  fits: () => m.fit_rank_fits(),
  near: ({ km }) => m.fit_rank_near({ km: kmWords(km) }),
  starts_soon: ({ on }) => m.fit_rank_starts_soon({ day: onDay(on) }),
  starts_any_time: () => m.fit_rank_any_time(),
  worked: ({ scope, sent, started, held, completed }) => m.fit_rank_worked({ whose: workedWords[scope]({ count: sent }), started, held, completed }),
  fresh: ({ updated }) => m.fit_rank_fresh({ day: onDay(updated) }),
  stale: ({ updated }) => m.fit_rank_stale({ day: plainDay(updated) }),
};

/** Why an offer gains or loses points for one person. */
export function rankSentence(reason: RankReason): string {
  const say = rankSentences[reason.code] as ((reason: RankReason) => string) | undefined;
  return say ? say(reason) : m.fit_rank_unknown({ code: reason.code });
}

/** "+12", "−4": points with their sign. */
export function pointsWords(points: number): string {
  return new Intl.NumberFormat("fr-FR", { signDisplay: "exceptZero" }).format(points).replace("-", "−");
}
