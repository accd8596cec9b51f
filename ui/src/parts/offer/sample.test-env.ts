// Invented offers and files of offers, for tests.

import type { CatalogueImport, CatalogueState, CouldGo, FileReport, Fit, Offer, OfferAddress, OfferLine, OfferView, PersonLine, Verdict } from "../../api/generated.ts";

export function address(changed: Partial<OfferAddress> = {}): OfferAddress {
  return { street: "", extra: "", postal_code: null, commune: "", insee: null, point: null, ...changed };
}

export function offerLine(changed: Partial<OfferLine> = {}): OfferLine {
  return {
    source: "data_inclusion",
    key: "soliguide--7",
    name: "Permis solidaire",
    provider: "Garage des Possibles",
    commune: "Lens",
    kinds: ["obstacle"],
    themes: ["mobility"],
    tags: [],
    fundings: [],
    attendance: "on_site",
    free: true,
    min_age: null,
    max_age: null,
    qpv_only: false,
    permanent: false,
    next_start: null,
    km: null,
    over: false,
    updated: null,
    ...changed,
  };
}

export function offer(changed: Partial<Offer> = {}): Offer {
  return {
    catalogue: "lheo",
    id: "cap/42 é",
    provider: { id: "", name: "CFA des Deux Rives", siret: null, uai: null, address: address({ street: "3 rue du Pont", postal_code: "59000", commune: "Lille" }), contacts: [] },
    name: "CAP Carrosserie",
    description: "Deux ans en alternance.",
    kinds: ["apprenticeship"],
    tags: ["craft"],
    fundings: ["region"],
    themes: ["training"],
    subjects: ["carrosserie"],
    publics: ["jeunes"],
    conditions: "Aimer le travail manuel.",
    min_age: 16,
    max_age: 25,
    qpv_only: true,
    entry: "none",
    entry_required: false,
    exit: "level_3",
    romes: [],
    rncps: [],
    formacodes: ["23054"],
    attendance: "on_site",
    places: [address({ street: "3 rue du Pont", postal_code: "59000", commune: "Lille" })],
    zone: [],
    sessions: [{ id: "1", start: "2027-01-08", end: null, permanent: false, recruitment: "open", apply_from: null, apply_until: "2026-12-20", places: 12, address: address() }],
    schedule: "",
    weekly_hours: 35,
    total_hours: null,
    weeks: null,
    free: true,
    cost: "",
    contacts: [{ name: "Mme Roussel", role: "inscriptions", phones: ["+33320123456"], emails: ["accueil@cfa.invalid"], urls: [] }],
    urls: ["https://cfa.invalid/cap"],
    how: "Appeler le matin.",
    updated: "2026-10-01",
    gone_from: null,
    ...changed,
  };
}

export function offerView(changed: Partial<OfferView["file"]> = {}, programme: string | null = null): OfferView {
  return { file: { offer: offer(), standing: { standing: "here" }, file: "lheo-hdf.xml", taken_in_at: Date.parse("2026-11-02T09:00:00Z"), terms: [], ...changed }, programme };
}

export function fit(verdict: Verdict): Fit {
  return {
    verdict,
    lines: [{ criterion: "cost", verdict, reason: verdict === "yes" ? { code: "free" } : { code: "to_pay", cost: "120 euros" } }],
    on: null,
    km: null,
    more_in_words: false,
  };
}

export function couldGo(id: string, given_name: string, verdict: Verdict): CouldGo {
  const person: PersonLine = {
    id, given_name, family_name: "Haddad", birth: "2008", age: { at_least: 17, at_most: 18 }, phone: "", commune: "Lens", qpv: "", stage: "following",
    referent: "Awa Diallo", last_contact: null, last_attempt: null, demo: false,
  };
  return { person, fit: fit(verdict) };
}

export function report(changed: Partial<FileReport> = {}): FileReport {
  return { encoding: "utf8", counts: { read: 3, kept: 2, refused: 1, repaired: 1, foreign: 0, unread: 0 }, findings: [], ...changed };
}

export function taken(changed: Partial<CatalogueImport> = {}): CatalogueImport {
  return {
    changes: { import: 4, added: 2, changed: 0, same: 0, gone: 0 },
    format: "inclusion",
    file: "services-62.json",
    at: Date.parse("2026-11-02T09:00:00Z"),
    data_on: "2026-10-01",
    whole: true,
    undoable: true,
    ...changed,
  };
}

export function holds(changed: Partial<CatalogueState> = {}): CatalogueState {
  return { offers: 2, communes: 0, outlines: false, imports: [taken()], data_on: "2026-10-01", ...changed };
}
