// One invented person, offers for her and the neighbourhood of her address, for the desk that keeps nothing.

import type { Located, OfferForPerson, OfferLine, OffersForPerson, PersonFile, ProgrammeLine, QpvAnswer, RankLine, ResidenceDraft } from "../src/api/generated.ts";
import { programme } from "../src/parts/referral/sample.test-env.ts";
import { personFile, who } from "../src/screens/person/file.test-env.ts";

const AREAS: readonly QpvAnswer[] = [
  { code: "QN05910M", name: "Faubourg du Château", metres: 84 },
  { code: "QN05911M", name: "Quartier de la Gare", metres: 7 },
];

const LINE: OfferLine = {
  source: "data_inclusion", key: "velo", name: "Vélo-école", provider: "Association Roue libre", commune: "Denain", kinds: ["obstacle"], themes: ["mobility"], tags: [], fundings: [],
  attendance: "on_site", free: true, min_age: 16, max_age: null, qpv_only: false, permanent: true, next_start: null, km: 4, over: false, updated: "2026-10-01",
};

const need: RankLine = { reason: { code: "need", theme: "mobility" }, points: 12 };

const OFFERS: readonly OfferForPerson[] = [
  {
    line: LINE,
    fit: { verdict: "yes", on: null, km: 4, more_in_words: false, lines: [{ criterion: "reach", verdict: "yes", reason: { code: "within_reach", km: 4 } }, { criterion: "cost", verdict: "yes", reason: { code: "free" } }] },
    rank: { points: 27, lines: [need, { reason: { code: "near", km: 4 }, points: 6 }, { reason: { code: "starts_any_time" }, points: 5 }, { reason: { code: "fits" }, points: 4 }] },
  },
  {
    line: { ...LINE, source: "lheo", key: "code", name: "Code de la route et permis AM, en petit groupe, avec un accompagnement au numérique", provider: "Auto-école sociale du Hainaut", commune: "Valenciennes", km: 12, free: false, qpv_only: true, permanent: false, next_start: "2027-01-11" },
    fit: {
      verdict: "verify", on: "2027-01-11", km: 12, more_in_words: true,
      lines: [
        { criterion: "dates", verdict: "yes", reason: { code: "next_start", on: "2027-01-11", apply_from: null, apply_until: "2026-12-20" } },
        { criterion: "qpv", verdict: "verify", reason: { code: "qpv_unknown" } },
        { criterion: "reach", verdict: "verify", reason: { code: "far_transport_unknown", km: 12 } },
      ],
    },
    rank: { points: 8, lines: [need, { reason: { code: "stale", updated: "2024-01-05" }, points: -4 }] },
  },
  {
    line: { ...LINE, key: "majeurs", name: "Prépa permis B", provider: "Mission locale", km: 9, permanent: false },
    fit: { verdict: "no", on: null, km: 9, more_in_words: false, lines: [{ criterion: "age", verdict: "no", reason: { code: "too_young", min: 18, age: { at_least: 17, at_most: 17 }, on: "2026-12-01", from: "2027-03-14" } }] },
    rank: { points: 12, lines: [need] },
  },
];

export function offerAnswers(): Record<string, (request: Record<string, unknown>) => unknown> {
  let file: PersonFile = personFile({ id: "awa", who: who({ address_line: "12 rue Paul-Bert", insee: "59172" }) });
  const kept: ProgrammeLine = programme({ id: "velo", provider_name: LINE.provider }, { name: LINE.name, kind: "obstacle" });
  return {
    "person.open": () => structuredClone(file),
    "person.decide_residence": ({ decision }) => {
      const { answer, way, qpv, note } = decision as ResidenceDraft;
      file = { ...file, who: { ...file.who, qpv }, residence: { answer, way, note, address: "12 rue Paul-Bert, 59220, Denain", on: "2026-11-28" } };
      return null;
    },
    "residence.areas": ({ text }) => AREAS.filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(String(text).toLowerCase())),
    "residence.locate": (): Located => ({ found: { label: "12 Rue Paul Bert 59220 Denain", precision: "house", guessed: false }, inside: null, outside: false, why: "border", near: [...AREAS].reverse() }),
    "catalogue.state": () => ({ offers: OFFERS.length, communes: 1, outlines: true, imports: [], data_on: "2026-10-01" }),
    "offer.for_person": ({ filter }): OffersForPerson => {
      const text = (filter as { text: string }).text.toLowerCase();
      const lines = OFFERS.filter(({ line: { name, provider } }) => `${name} ${provider}`.toLowerCase().includes(text));
      return { lines, total: lines.length, instead: [], from_commune: false };
    },
    "offer.keep": () => ({ programme: kept.id, new: true }),
    "programme.list": () => [kept],
    "provider.list": () => [],
    "referral.list": () => ({ total: 0, lines: [] }),
    search: () => [{ found: "person", id: file.id, name: "Awa Benali", demo: false, birth: "2009-03-14", commune: "Denain" }],
    "programme.open": () => kept,
    "referral.propose": () => ({ referral: "r1" }),
    "referral.send": () => null,
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  };
}
