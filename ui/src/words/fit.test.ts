import { describe, expect, it } from "vitest";
import type { FitReason, RankReason } from "../api/generated.ts";
import { addDays, fitSentence, pointsWords, publicWords, rankSentence, speak, today, zoneWords } from "./index.ts";

const AGE = { at_least: 17, at_most: 17 };
const NAMES = { commune: (code: string) => (code === "59172" ? "Denain" : null), qpv: (code: string) => (code === "QN05910M" ? "Faubourg du Château" : null) };

/** Every reason of the desk, once with each fact that may be missing. */
const REASONS: readonly FitReason[] = [
  { code: "programme_closed" }, { code: "programme_blocked" }, { code: "gone", from: "2026-01-05" }, { code: "gone", from: addDays(today(), 40) },
  { code: "permanent", from: today(), until: null }, { code: "permanent", from: addDays(today(), 40), until: addDays(today(), 90) },
  { code: "next_start", on: addDays(today(), 3), apply_from: null, apply_until: null },
  { code: "next_start", on: addDays(today(), 60), apply_from: addDays(today(), 10), apply_until: addDays(today(), 30) },
  { code: "start_not_told" }, { code: "recruitment_suspended", start: null }, { code: "recruitment_suspended", start: "2027-01-11" },
  { code: "recruitment_closed", start: null }, { code: "recruitment_closed", start: "2027-01-11" }, { code: "apply_over", until: "2026-01-05" },
  { code: "session_started", on: "2026-01-05" }, { code: "session_over", ended: "2026-01-05" }, { code: "places", places: 12 }, { code: "no_place_left" },
  { code: "age_fits", min: 16, max: 25, on: today() }, { code: "too_young", min: 18, age: AGE, on: today(), from: "2027-03-14" }, { code: "too_young", min: 18, age: AGE, on: today(), from: null },
  { code: "too_old", max: 16, age: AGE, on: today() }, { code: "age_unsure", min: 18, max: null, age: AGE, on: today() }, { code: "age_unsure", min: 18, max: null, age: null, on: today() },
  { code: "level_reached", entry: "none" }, { code: "level_reached", entry: "level_3" }, { code: "level_below", entry: "level_4", level: "level_3", required: true },
  { code: "level_below", entry: "level_4", level: "level_3", required: false }, { code: "level_unsure", entry: "level_4", level: null }, { code: "level_unsure", entry: "level_6", level: "higher" },
  { code: "in_qpv", qpv: "QN05910M" }, { code: "outside_qpv" }, { code: "outside_qpv_perhaps_rural" }, { code: "qpv_uncertain" }, { code: "qpv_unknown" },
  { code: "in_zone", zone: "59" }, { code: "in_zone", zone: "france" }, { code: "outside_zone", commune: "59172", zones: ["62", "245900000"] }, { code: "zone_unsure", zones: ["59"] },
  { code: "public_matches", public: "jeunes" }, { code: "publics_differ", publics: ["seniors"] }, { code: "publics_to_ask", publics: ["femmes", "artistes"] },
  { code: "occupied", situation: "training" }, { code: "school_left" }, { code: "school_unknown" }, { code: "under_obligation" }, { code: "not_under_obligation" },
  { code: "obligation_unknown" }, { code: "meets_obligation" }, { code: "remote" }, { code: "within_reach", km: 0 }, { code: "far_with_transport", km: 12 },
  { code: "far_without_transport", km: 12 }, { code: "far_transport_unknown", km: 12 }, { code: "very_far", km: 80 }, { code: "distance_unknown" }, { code: "free" },
  { code: "to_pay", cost: "30 € par an" }, { code: "to_pay", cost: " " },
];

describe("the reasons of a fit", () => {
  it.each(["fr", "en"] as const)("are whole sentences in %s, none twice and none with a code in it", (language) => {
    speak(language);
    const sentences = REASONS.map((reason) => fitSentence(reason, NAMES));
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[\p{Lu}\d]/u);
      expect(sentence).not.toMatch(/undefined|null|\{/);
      expect(sentence).not.toContain("_");
    }
  });

  it("say the facts: days in words, distances, levels and names", () => {
    expect(fitSentence({ code: "next_start", on: addDays(today(), 3), apply_from: null, apply_until: null })).toBe("Prochain démarrage dans 3 jours");
    expect(fitSentence({ code: "too_young", min: 18, age: AGE, on: today(), from: null })).toBe("Pas encore l’âge : 17 ans aujourd’hui ; l’offre est ouverte à partir de 18 ans");
    expect(fitSentence({ code: "within_reach", km: 0 })).toBe("À moins de 1 km");
    expect(fitSentence({ code: "in_qpv", qpv: "QN05910M" }, NAMES)).toBe("Habite le QPV Faubourg du Château (QN05910M)");
    expect(fitSentence({ code: "in_qpv", qpv: "QN05910M" })).toBe("Habite le QPV QN05910M");
    expect(fitSentence({ code: "outside_zone", commune: "59172", zones: ["62"] }, NAMES)).toBe("Réservée à : département 62 ; la personne habite Denain");
    expect(fitSentence({ code: "level_below", entry: "level_4", level: "level_3", required: true })).toContain("niveau 4 (bac)");
  });

  it("keep a catalogue's own words, and say so when a newer version knows more", () => {
    expect(publicWords("artistes")).toBe("artistes");
    expect(zoneWords("FRF2")).toBe("FRF2");
    expect(fitSentence({ code: "newer_than_me" } as unknown as FitReason)).toContain("newer_than_me");
    expect(rankSentence({ code: "newer_than_me" } as unknown as RankReason)).toContain("newer_than_me");
  });
});

describe("the reasons of a place in the list", () => {
  it("each count, with its sign", () => {
    expect([12, -4, 0].map(pointsWords)).toEqual(["+12", "−4", "0"]);
    expect(rankSentence({ code: "need", theme: "mobility" })).toBe("répond au besoin : mobilité");
    expect(rankSentence({ code: "worked", scope: "provider", sent: 5, started: 4, held: 3, completed: 2 })).toBe(
      "5 orientations de l’équipe vers cette structure : démarrages 4, encore là à trois mois 3, allées au bout 2",
    );
    expect(rankSentence({ code: "stale", updated: "2024-01-05" })).toBe("fiche ancienne, mise à jour le 5 janvier 2024 : vérifier qu’elle existe encore");
  });
});
