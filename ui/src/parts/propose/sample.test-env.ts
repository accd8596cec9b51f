// Invented offers for tests, as the desk ranks them for one person.

import type { Fit, FitReason, OfferForPerson, OfferLine, Ranked, Verdict } from "../../api/generated.ts";

export function fit(verdict: Verdict, lines: Fit["lines"] = [], changed: Partial<Fit> = {}): Fit {
  return { verdict, lines, on: null, km: null, more_in_words: false, ...changed };
}

export function offerLine(changed: Partial<OfferLine> = {}): OfferLine {
  return {
    source: "data_inclusion", key: "velo", name: "Vélo-école", provider: "Association Roue libre", commune: "Denain", kinds: ["obstacle"], themes: ["mobility"], tags: [], fundings: [],
    attendance: "on_site", free: true, min_age: 16, max_age: null, qpv_only: false, permanent: true, next_start: null, km: 4, over: false, updated: null, ...changed,
  };
}

const aged: FitReason = { code: "too_old", max: 16, age: { at_least: 19, at_most: 19 }, on: "2026-12-01" };

export function offer(line: Partial<OfferLine> = {}, verdict: Verdict = "yes", rank: Ranked["lines"] = []): OfferForPerson {
  const lines: Fit["lines"] =
    verdict === "no" ? [{ criterion: "age", verdict, reason: aged }] : [{ criterion: "reach", verdict, reason: verdict === "yes" ? { code: "within_reach", km: 4 } : { code: "distance_unknown" } }];
  return { line: offerLine(line), fit: fit(verdict, lines), rank: { points: rank.reduce((sum, { points }) => sum + points, 0), lines: rank } };
}
