// What is said of a line of a list, in one sentence.

import type { FilePlace, ListLine } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { nameOf } from "../../parts/newperson/state.svelte.ts";
import type { Chosen, Fate } from "./state.svelte.ts";

/** The number by which a person finds a line again in the file. */
export function lineNumber(place: FilePlace): number {
  if (place.place === "line") return place.line;
  if (place.place === "row") return place.row;
  return place.place === "record" ? place.number : 0;
}

export type Tone = "good" | "warn" | "info" | "quiet";

/** What becomes of a line, and how it is marked. */
export function fateWords(line: ListLine, fate: Fate, chosen: Chosen | undefined): { tone: Tone; label: string } {
  const [candidate] = line.people;
  const [other] = line.lines;
  const name = candidate ? nameOf(candidate.person) : "";
  if (fate === "skip") return { tone: "quiet", label: m.listed_is_skipped() };
  if (fate === "same") return { tone: "info", label: m.listed_is_same({ name: chosen?.name ?? "" }) };
  if (fate === "already") {
    if (line.already) return { tone: "quiet", label: m.listed_is_already({ name: nameOf(line.already) }) };
    return { tone: "quiet", label: m.listed_is_twice({ line: other ? lineNumber(other.place) : 0 }) };
  }
  if (fate === "undecided") {
    if (candidate) return { tone: "warn", label: m.listed_is_alike({ name }) };
    return { tone: "warn", label: m.listed_is_alike_line({ line: other ? lineNumber(other.place) : 0 }) };
  }
  if (chosen) return { tone: "good", label: m.listed_is_another() };
  return { tone: "good", label: candidate ? m.listed_is_slightly({ name }) : m.listed_is_new() };
}
