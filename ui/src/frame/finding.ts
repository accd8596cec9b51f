// What the one search field finds in the vault: people and programmes, each with enough beside it to tell two apart.

import { call } from "../api/call.ts";
import { m } from "../words/index.ts";
import { place } from "./place.svelte.ts";
import type { Hit } from "./search.svelte.ts";

/** Below this the answer would be everybody. */
export const LETTERS = 2;

function beside(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

/** What stands beside the name of a person that was found: birth year and commune. */
export function besidePerson(hit: { birth: string; commune: string }): string {
  const year = hit.birth.slice(0, 4);
  return beside(year === "" ? "" : m.people_hit_birth({ year }), hit.commune);
}

export async function foundInVault(text: string): Promise<Hit[]> {
  if (text.length < LETTERS) return [];
  const hits = await call("search", { text });
  return hits.map((hit): Hit => {
    const common = { id: `${hit.found}-${hit.id}`, label: hit.name, demo: hit.demo };
    if (hit.found === "person") return { ...common, kind: "person", note: besidePerson(hit), go: () => place.go({ screen: "person", id: hit.id }) };
    return { ...common, kind: "programme", note: hit.provider, go: () => place.go({ screen: "programme", id: hit.id }) };
  });
}
