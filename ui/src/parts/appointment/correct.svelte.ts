// A meeting as it is being corrected: its fields beside what is kept, its draft, what was refused.

import { call } from "../../api/call.ts";
import type { AppointmentLine } from "../../api/generated.ts";
import { said, type Choice } from "../../design/index.ts";
import { fullDay, m } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";
import { undoLast } from "../undo/undo.ts";
import { SlotFields } from "./form.svelte.ts";
import { whoOrWhat } from "./settle.ts";

interface Typed {
  person: string | null;
  personName: string;
  what: string;
  place: string;
  withWhom: string;
  day: string | null;
  time: string;
  minutes: string;
}

const typedOf = (line: AppointmentLine): Typed => ({
  person: line.person,
  personName: line.person_name,
  what: line.what,
  place: line.place,
  withWhom: line.with_whom,
  day: line.slot.day,
  time: line.slot.time,
  minutes: line.slot.minutes === null ? "" : String(line.slot.minutes),
});

export class Correction {
  #line: AppointmentLine | null = null;
  #kept: Kept<Typed> | null = null;
  person = $state<string | null>(null);
  personName = $state("");
  what = $state("");
  place = $state("");
  withWhom = $state("");
  readonly asking = new Asking(["person", "what", "day", "time", "minutes", "place", "with_whom"]);
  readonly slot = new SlotFields(this.asking);

  async begin(line: AppointmentLine): Promise<void> {
    this.#line = line;
    this.#kept = new Kept(`meeting/${line.id}`);
    this.#fill(typedOf(line));
    this.asking.clear();
    const draft = await this.#kept.read();
    if (draft !== null && typeof draft.what === "string" && this.#line === line && !this.changed) this.#fill({ ...typedOf(line), ...draft });
  }

  get changed(): boolean {
    return this.#line !== null && JSON.stringify(this.#typed()) !== JSON.stringify(typedOf(this.#line));
  }

  touch(field: string): void {
    this.asking.mend(field);
    this.#kept?.keep(this.changed ? this.#typed() : null);
  }

  choices(found: readonly Choice<string>[]): readonly Choice<string>[] {
    const chosen = this.person;
    if (chosen === null || found.some(({ value }) => value === chosen)) return found;
    return [{ value: chosen, label: this.personName }, ...found];
  }

  async drop(): Promise<void> {
    await this.#kept?.forget();
  }

  async send(): Promise<boolean> {
    const line = this.#line;
    this.asking.clear();
    const { person, what, place } = this;
    if (what.trim() === "" && person === null) this.asking.refuse("what", m.agenda_who_or_what());
    const slot = this.slot.read();
    if (line === null || slot === null || Object.keys(this.asking.errors).length > 0) return false;
    const sent = await this.asking.run(() => call("appointment.correct", { appointment: line.id, person, what, slot, place, with_whom: this.withWhom }));
    if (!sent) return false;
    await this.drop();
    const who = whoOrWhat({ ...line, person_name: person === null ? "" : this.personName, what });
    said.say(m.agenda_corrected({ who, day: fullDay(slot.day) }), { label: m.agenda_undo(), run: undoLast });
    return true;
  }

  #typed(): Typed {
    const { person, personName, what, place, withWhom, slot } = this;
    return { person, personName, what, place, withWhom, day: slot.day, time: slot.time, minutes: slot.minutes };
  }

  #fill(typed: Typed): void {
    this.person = typed.person;
    this.personName = typed.personName;
    this.what = typed.what;
    this.place = typed.place;
    this.withWhom = typed.withWhom;
    this.slot.day = typed.day;
    this.slot.time = typed.time;
    this.slot.minutes = typed.minutes;
  }
}
