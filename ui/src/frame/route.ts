// The address of a screen, as the hash writes it and as the code reads it.

import type { OfferSource } from "../api/generated.ts";

export type Route =
  | { screen: "today" }
  | { screen: "people" }
  | { screen: "person"; id: string }
  | { screen: "referrals" }
  | { screen: "referral"; id: string }
  | { screen: "programmes" }
  | { screen: "programme"; id: string }
  | { screen: "works_site"; id: string }
  | { screen: "offer"; source: OfferSource; key: string }
  | { screen: "agenda" }
  | { screen: "participation" }
  | { screen: "consultation"; id: string }
  | { screen: "public_sheet"; id: string }
  | { screen: "figures" }
  | { screen: "figure"; id: string }
  | { screen: "teams" }
  | { screen: "disagreements" }
  | { screen: "doubles" }
  | { screen: "listed" }
  | { screen: "drafts" }
  | { screen: "rights" }
  | { screen: "keeping" }
  | { screen: "accesses" }
  | { screen: "security" }
  | { screen: "team" };

export type ScreenName = Route["screen"];

const ALONE = {
  aujourdhui: "today",
  brouillons: "drafts",
  desaccords: "disagreements",
  jeunes: "people",
  doublons: "doubles",
  importer: "listed",
  orientations: "referrals",
  offres: "programmes",
  agenda: "agenda",
  participation: "participation",
  pilotage: "figures",
  equipes: "teams",
  droits: "rights",
  conservation: "keeping",
  acces: "accesses",
  securite: "security",
  equipe: "team",
} as const;

/** An offer of a catalogue has the word of its source, and its identifier there. */
const OFFER = "catalogue";
const SOURCES: Readonly<Record<OfferSource, true>> = { data_inclusion: true, lheo: true, hsds: true };

const WITH_ID = { jeune: "person", orientation: "referral", offre: "programme", chantier: "works_site", consultation: "consultation", fiche: "public_sheet", chiffre: "figure" } as const;

function isKey<O extends object>(table: O, key: string): key is Extract<keyof O, string> {
  return Object.hasOwn(table, key);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The route a hash means; what means nothing leads to Aujourd'hui. */
export function readHash(hash: string): Route {
  const [word = "", id = "", key = ""] = hash.replace(/^#?\/?/, "").split("/");
  if (isKey(ALONE, word)) return { screen: ALONE[word] };
  const known = decoded(id);
  if (isKey(WITH_ID, word) && known !== "") return { screen: WITH_ID[word], id: known };
  if (word === OFFER && isKey(SOURCES, known) && decoded(key) !== "") return { screen: "offer", source: known, key: decoded(key) };
  return { screen: "today" };
}

export function writeHash(route: Route): string {
  if (route.screen === "offer") return `#/${OFFER}/${route.source}/${encodeURIComponent(route.key)}`;
  for (const [word, screen] of Object.entries({ ...ALONE, ...WITH_ID }))
    if (screen === route.screen) return "id" in route ? `#/${word}/${encodeURIComponent(route.id)}` : `#/${word}`;
  return "#/aujourdhui";
}

/** The entry of the rail under which a screen stands. */
export function sectionOf(screen: ScreenName): ScreenName {
  if (screen === "person" || screen === "doubles" || screen === "listed") return "people";
  if (screen === "referral") return "referrals";
  if (screen === "drafts") return "today";
  if (screen === "figure" || screen === "teams") return "figures";
  if (screen === "rights" || screen === "keeping" || screen === "accesses") return "security";
  if (screen === "consultation" || screen === "public_sheet") return "participation";
  return screen === "programme" || screen === "works_site" || screen === "offer" ? "programmes" : screen;
}
