import { describe, expect, it } from "vitest";
import type { LinkState, SyncEnd } from "../../api/generated.ts";
import { speak } from "../../words/index.ts";
import { sampleLink } from "../backup/sample.test-env.ts";
import { lineOf } from "./line.ts";

const NOW = new Date("2026-03-14T15:00:00Z");
const AT = Date.parse("2026-03-14T13:05:00Z");

function line(changed: Partial<LinkState> | null, pending_changes = 0) {
  const link = changed === null ? null : sampleLink({ done_ms: AT, end: { end: "done" }, ...changed });
  return lineOf({ link, pending_changes }, NOW);
}
const ended = (end: SyncEnd, pending = 0) => line({ end }, pending).words;

describe("the state of the laptop in one line", () => {
  it("stays what it was without a team", () => {
    expect(line(null)).toEqual({ tone: "alone", words: "Hors ligne, données sur ce portable" });
  });

  it("says when all was sent and taken, by the hour today and by the day before", () => {
    expect(line({})).toEqual({ tone: "good", words: "Synchronisé à 14 h 05" });
    expect(line({ done_ms: AT - 86_400_000 }).words).toBe("Synchronisé hier à 14 h 05");
    expect(line({ done_ms: null, end: null }).words).toBe("Pas encore synchronisé");
  });

  it("says how much of a large team has come, files before what was exchanged", () => {
    const coming = { done_ms: null, end: null };
    expect(line({ ...coming, coming: { what: "files", percent: 40 } })).toEqual({ tone: "waiting", words: "Dossiers en cours d’arrivée : 40 %" });
    expect(line({ ...coming, coming: { what: "history", percent: 7 } }, 3).words).toBe("Échanges en cours d’arrivée : 7 %");
    expect(line({ done_ms: null, end: { end: "cut" }, coming: { what: "files", percent: 99 } })).toEqual({ tone: "away", words: "Hors ligne, dossiers arrivés à 99 %" });
    expect(line({ done_ms: null, end: { end: "cut" }, coming: { what: "history", percent: 0 } }).words).toBe("Hors ligne, échanges arrivés à 0 %");
    expect(line({ ...coming, coming: { what: "batches" } })).toEqual({ tone: "waiting", words: "Dossiers en cours d’arrivée" });
    expect(line({ done_ms: null, end: { end: "cut" }, coming: { what: "batches" } })).toEqual({ tone: "away", words: "Hors ligne, dossiers pas tous arrivés" });
    speak("en");
    expect(line({ ...coming, coming: { what: "history", percent: 7 } }).words).toBe("Exchanges arriving: 7%");
    speak("fr");
  });

  it("counts what waits to be sent, offline or not", () => {
    expect(ended({ end: "cut" }, 12)).toBe("Hors ligne, 12 changements à envoyer");
    expect(ended({ end: "cut" }, 1)).toBe("Hors ligne, 1 changement à envoyer");
    expect(ended({ end: "cut" })).toBe("Hors ligne, tout est envoyé");
    expect(ended({ end: "done" }, 3)).toBe("3 changements à envoyer");
    expect(ended({ end: "done" }, 9999)).toBe("9999 changements à envoyer");
    expect(ended({ end: "cut" }, 10_000)).toMatch(/^Hors ligne, 10\s000 changements ou plus à envoyer$/);
  });

  it("names what holds meetings back before what waits", () => {
    expect(line({ member: false, done_ms: null, end: null }, 4).words).toBe("En attente d’admission");
    expect(line({ member: false, done_ms: null, end: { end: "waiting_for_admission" } }).words).toBe("En attente d’admission");
    expect(ended({ end: "removed" }, 2)).toBe("Retiré de l’équipe");
    expect(ended({ end: "update_needed" }, 2)).toBe("Mise à jour nécessaire");
    expect(ended({ end: "refused", problem: { code: "update_needed" } })).toBe("Mise à jour nécessaire");
    expect(ended({ end: "refused", problem: { code: "hub_full" } })).toBe("Synchronisation refusée");
    expect(ended({ end: "stopped" })).toBe("Synchronisation arrêtée");
  });

  it("says how long a lease still runs, and that it ran out", () => {
    expect(line({ lease: { lease: "ends", days: 9 }, end: { end: "cut" } }, 2)).toEqual({ tone: "held", words: "À synchroniser d’ici 9 jours" });
    expect(line({ lease: { lease: "ends", days: 1 } }).words).toBe("À synchroniser d’ici 1 jour");
    expect(line({ lease: { lease: "ends", days: 0 } }).words).toBe("À synchroniser aujourd’hui");
    expect(ended({ end: "lease_over" })).toBe("Portable à renouveler");
  });

  it("names the smaller team that is worse off", () => {
    expect(line({ end: { end: "cut" }, about: "Mineurs" }, 2).words).toBe("Hors ligne, 2 changements à envoyer (Mineurs)");
    expect(line({ end: { end: "removed" }, about: "Mineurs" })).toEqual({ tone: "held", words: "Retiré de l’équipe (Mineurs)" });
  });

  it("puts alarms before everything else", () => {
    expect(line({ alarms: 1, end: { end: "removed" } }, 5)).toEqual({ tone: "alarm", words: "1 alerte de sécurité" });
    expect(line({ alarms: 2 }).words).toBe("2 alertes de sécurité");
    speak("en");
    expect(line({ alarms: 2 }).words).toBe("2 security alarms");
  });
});
