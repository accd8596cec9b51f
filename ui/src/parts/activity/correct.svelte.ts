// An activity as it is being corrected: its fields beside what is kept, what was refused.

import { call } from "../../api/call.ts";
import type { ActivityKind, ActivityLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m, refusalSentence } from "../../words/index.ts";
import { SlotFields } from "../appointment/form.svelte.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";
import { undoLast } from "../undo/undo.ts";

interface Typed {
  kind: ActivityKind;
  title: string;
  place: string;
  note: string;
  day: string | null;
  time: string;
  minutes: string;
}

const typedOf = (line: ActivityLine): Typed => ({
  kind: line.kind ?? "workshop",
  title: line.title,
  place: line.place,
  note: line.note,
  day: line.slot.day,
  time: line.slot.time,
  minutes: line.slot.minutes === null ? "" : String(line.slot.minutes),
});

export class ActivityCorrection {
  #line: ActivityLine | null = null;
  #kept: Kept<Typed> | null = null;
  kind = $state<ActivityKind>("workshop");
  title = $state("");
  place = $state("");
  note = $state("");
  readonly asking = new Asking(["title", "day", "time", "minutes", "place", "note"]);
  readonly slot = new SlotFields(this.asking);

  async begin(line: ActivityLine): Promise<void> {
    this.#line = line;
    this.#kept = new Kept(`activity/${line.id}`);
    this.#fill(typedOf(line));
    this.asking.clear();
    const draft = await this.#kept.read();
    if (draft !== null && typeof draft.title === "string" && this.#line === line && !this.changed) this.#fill({ ...typedOf(line), ...draft });
  }

  get changed(): boolean {
    return this.#line !== null && JSON.stringify(this.#typed()) !== JSON.stringify(typedOf(this.#line));
  }

  touch(field: string): void {
    this.asking.mend(field);
    this.#kept?.keep(this.changed ? this.#typed() : null);
  }

  async drop(): Promise<void> {
    await this.#kept?.forget();
  }

  async send(): Promise<boolean> {
    const line = this.#line;
    this.asking.clear();
    if (this.title.trim() === "") this.asking.refuse("title", refusalSentence({ refusal: "nothing" }));
    const slot = this.slot.read();
    if (line === null || slot === null || Object.keys(this.asking.errors).length > 0) return false;
    const { kind, title, place, note } = this;
    const sent = await this.asking.run(() => call("activity.correct", { activity: line.id, kind, title, slot, place, note }));
    if (!sent) return false;
    await this.drop();
    said.say(m.agenda_activity_corrected({ title }), { label: m.agenda_undo(), run: undoLast });
    return true;
  }

  #typed(): Typed {
    const { kind, title, place, note, slot } = this;
    return { kind, title, place, note, day: slot.day, time: slot.time, minutes: slot.minutes };
  }

  #fill(typed: Typed): void {
    this.kind = typed.kind;
    this.title = typed.title;
    this.place = typed.place;
    this.note = typed.note;
    this.slot.day = typed.day;
    this.slot.time = typed.time;
    this.slot.minutes = typed.minutes;
  }
}
