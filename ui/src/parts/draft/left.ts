// What was left half typed, to be offered again: by the frame after an unlock, by Aujourd'hui as long as it waits.

import { call } from "../../api/call.ts";
import type { Overlay } from "../../frame/overlay.svelte.ts";
import { dayInWords, m } from "../../words/index.ts";
import { lastNote, keptNote, type LastNote } from "../quicknote/state.svelte.ts";
import { Kept } from "./kept.svelte.ts";

export interface Left {
  /** Where it is kept. */
  place: string;
  sentence: string;
  overlay: Overlay;
}

async function leftNote(): Promise<Left | null> {
  const person: Partial<LastNote> | null = await lastNote().read();
  if (typeof person?.id !== "string" || typeof person.name !== "string") return null;
  // The note may have been saved or thrown away on the way.
  if ((await keptNote(person.id).read()) === null) return null;
  const { id, name, demo, on } = person;
  const sentence = typeof on === "string" ? m.frame_left_note_since({ name, day: dayInWords(on) }) : m.frame_left_note({ name });
  return { place: `quick_note/${id}`, sentence, overlay: { name: "quick_note", person: { id, name, demo } } };
}

/** A note before a new person, since its person is waiting; null when nothing was left. */
export async function leftBehind(): Promise<Left | null> {
  const note = await leftNote();
  if (note !== null) return note;
  const person = await new Kept("new_person").read();
  return person === null ? null : { place: "new_person", sentence: m.frame_left_person(), overlay: { name: "new_person" } };
}

/** How many drafts wait beside the one that is offered already; none where they cannot be had. */
export async function othersLeft(offered: Left | null): Promise<number> {
  try {
    const drafts = await call("draft.list", {});
    return drafts.filter(({ place }) => place !== offered?.place).length;
  } catch {
    return 0;
  }
}
