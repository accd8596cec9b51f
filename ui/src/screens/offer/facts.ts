// What an offer says, fact by fact, in the order in which one asks. What it does not say is left out.

import type { CatalogueTerm, Offer, OfferAddress } from "../../api/generated.ts";
import { agesInWords } from "../../parts/programme/words.ts";
import { attendanceOfferWords, capital, fundingWords, kindWords, levelWords, m, needWords, publicWords, tagWords, zoneWords, type Names } from "../../words/index.ts";

export interface Fact {
  name: string;
  value: string;
}

function told(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ value }) => value !== "");
}

const listed = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(", ");

/** An address as it stands on a letter, line by line. */
export function addressInWords({ street, extra, postal_code, commune }: OfferAddress): string {
  return [street, extra, `${postal_code ?? ""} ${commune}`].map((part) => part.trim()).filter((part) => part !== "").join("\n");
}

/** Codes of a list, each with what the list calls it where it was taken in. */
function named(list: string, codes: readonly string[], terms: readonly CatalogueTerm[]): string {
  const name = (code: string): string | undefined => terms.find((term) => term.list === list && term.code === code)?.label;
  return codes.map((code) => (name(code) === undefined ? code : m.offer_code_named({ code, name: name(code) ?? "" }))).join(", ");
}

export function whatFacts(offer: Offer, terms: readonly CatalogueTerm[]): Fact[] {
  return told([
    { name: m.offer_filter_kind(), value: capital(listed(...offer.kinds.map((kind) => kindWords[kind]()))) },
    { name: m.offer_filter_theme(), value: listed(...offer.themes.map((theme) => needWords[theme]())) },
    { name: m.offer_subjects(), value: listed(...offer.subjects) },
    { name: m.offer_filter_tag(), value: listed(...offer.tags.map((tag) => tagWords[tag]())) },
    { name: m.offer_exit(), value: offer.exit === null ? "" : levelWords[offer.exit]() },
    {
      name: m.offer_codes(),
      value: [
        offer.romes.length === 0 ? "" : m.offer_code_rome({ codes: named("rome", offer.romes, terms) }),
        offer.rncps.length === 0 ? "" : m.offer_code_rncp({ codes: offer.rncps.join(", ") }),
        offer.formacodes.length === 0 ? "" : m.offer_code_formacode({ codes: named("formacode", offer.formacodes, terms) }),
      ]
        .filter((part) => part !== "")
        .join("\n"),
    },
  ]);
}

function entry(offer: Offer): string {
  if (offer.entry === null) return "";
  const level = levelWords[offer.entry]();
  return offer.entry_required ? level : m.offer_entry_wished({ level });
}

export function forFacts(offer: Offer, names: Names): Fact[] {
  return told([
    { name: m.offer_ages(), value: agesInWords(offer) },
    { name: m.offer_publics(), value: listed(...offer.publics.map(publicWords)) },
    { name: m.offer_residence(), value: offer.qpv_only ? m.offer_qpv_fact() : "" },
    { name: m.offer_zone(), value: listed(...offer.zone.map((code) => zoneWords(code, names))) },
    { name: m.offer_entry(), value: entry(offer) },
    { name: m.offer_conditions(), value: offer.conditions },
  ]);
}

export function whereFacts(offer: Offer): Fact[] {
  const attendance = { name: m.offer_attendance(), value: offer.attendance === null ? "" : capital(attendanceOfferWords[offer.attendance]()) };
  const places = offer.places.map(addressInWords).filter((place) => place !== "");
  return told([attendance, { name: m.offer_place(), value: places.join("\n\n") }]);
}

export function whenFacts(offer: Offer): Fact[] {
  const number = (count: number | null): string => (count === null ? "" : String(count));
  return told([
    { name: m.offer_schedule(), value: offer.schedule },
    { name: m.offer_hours_weekly(), value: number(offer.weekly_hours) },
    { name: m.offer_hours_total(), value: number(offer.total_hours) },
    { name: m.offer_weeks(), value: number(offer.weeks) },
  ]);
}

export function costFacts(offer: Offer): Fact[] {
  return told([
    { name: m.offer_cost_fact(), value: offer.free === null ? "" : offer.free ? m.offer_cost_free() : m.offer_cost_paid() },
    { name: m.offer_cost_words(), value: offer.cost },
    { name: m.offer_fundings(), value: listed(...offer.fundings.map((funding) => fundingWords[funding]())) },
  ]);
}

export function providerFacts({ provider }: Offer): Fact[] {
  return told([
    { name: m.offer_provider(), value: provider.name },
    { name: m.offer_provider_address(), value: addressInWords(provider.address) },
    { name: m.offer_siret(), value: provider.siret ?? "" },
    { name: m.offer_uai(), value: provider.uai ?? "" },
  ]);
}
