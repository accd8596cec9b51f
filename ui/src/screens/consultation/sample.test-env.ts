// A consultation for tests: a council with a bus that nobody answered about, and a gymnasium that was accepted.

import type { ConsultationFile, Present, PublicCount, PublicPresent } from "../../api/generated.ts";

const NOBODY: Present = {
  total: null, residents: null, local_actors: null, young: null, other_college: null, under_16: null, from_16_to_25: null, from_26_to_64: null,
  from_65: null, women: null, men: null, other_sex: null,
};
const unknown: PublicCount = { told: "unknown" };
const UNTOLD: PublicPresent = {
  total: unknown, residents: unknown, local_actors: unknown, young: unknown, other_college: unknown, under_16: unknown, from_16_to_25: unknown,
  from_26_to_64: unknown, from_65: unknown, women: unknown, men: unknown, other_sex: unknown,
};
const opinions = { in_favour: null, against: null, no_opinion: null };

export function council(more: Partial<ConsultationFile> = {}): ConsultationFile {
  return {
    id: "c1",
    demo: false,
    what: {
      kind: "citizen_council", question: "Que manque-t-il le soir ?", held_on: "2026-03-12", place: "Centre social", qpvs: ["QN06001M", "QP060001"],
      present: { ...NOBODY, total: 18, women: 16, men: 2 }, note: "Salle prêtée par l’école.", answer_due_on: "2026-05-12",
    },
    public: { ...UNTOLD, total: { told: "exactly", count: 18 }, women: { told: "withheld" }, men: { told: "few" } },
    proposals: [
      {
        id: "bus", what: { what: "Un bus après 21 h", theme: "transport", opinions: { in_favour: 14, against: 1, no_opinion: null } },
        public_opinions: { in_favour: { told: "withheld" }, against: { told: "few" }, no_opinion: unknown }, answer: null,
        owed: { kind: "answer", due_on: "2026-05-12", late_days: 12 },
      },
      {
        id: "gym", what: { what: "Le gymnase ouvert le soir", theme: null, opinions },
        public_opinions: { in_favour: unknown, against: unknown, no_opinion: unknown },
        answer: { kind: "partly", by: "Ville de Creil", on: "2026-04-20", reason: "Un soir pour commencer", follows: "Essai d’un trimestre", due_on: null },
        owed: null,
      },
    ],
    follow_ups: [{ id: "f1", what: { proposal: "gym", on: "2026-04-28", what: "Premier soir d’ouverture", done: false }, owed: { kind: "deed", due_on: "2026-04-28", late_days: 26 } }],
    owed: { kind: "deed", due_on: "2026-04-28", late_days: 26 },
    ...more,
  };
}
