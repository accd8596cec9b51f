// A meeting or an activity as it is typed: its fields, its draft, what was refused.

import { call } from "../../api/call.ts";
import type { ActivityKind, Slot } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { m, refusalSentence } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";
import { readTime } from "./when.ts";

interface Typed {
  kind: string;
  person: string | null;
  personName: string;
  what: string;
  day: string | null;
  time: string;
  minutes: string;
  place: string;
  withWhom: string;
}

export type Planned = "meeting" | ActivityKind;
const KINDS: readonly Planned[] = ["meeting", "workshop", "collective_info", "outing"];

const fits = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 5 && minutes <= 720;

/** The fields of a time, shared by planning and by moving. */
export class SlotFields {
  day = $state<string | null>(null);
  unreadable = $state(false);
  time = $state("");
  minutes = $state("45");
  readonly asking: Asking;

  constructor(asking: Asking) {
    this.asking = asking;
  }

  /** The time as far as it can be read, without a word about what cannot. */
  told(): Slot | null {
    const time = readTime(this.time);
    const minutes = this.minutes.trim() === "" ? null : Number(this.minutes);
    if (this.day === null || time === null || (minutes !== null && !fits(minutes))) return null;
    return { day: this.day, time, minutes };
  }

  /** Null where a field cannot be read; the sentence then stands under it. */
  read(): Slot | null {
    const time = readTime(this.time);
    const minutes = this.minutes.trim() === "" ? null : Number(this.minutes);
    if (this.day === null) this.asking.refuse("day", m.agenda_day_missing());
    if (time === null) this.asking.refuse("time", m.agenda_time_unreadable());
    const counted = minutes === null || fits(minutes);
    if (!counted) this.asking.refuse("minutes", m.agenda_minutes_unreadable());
    return this.day === null || time === null || !counted ? null : { day: this.day, time, minutes };
  }
}

export class NewAppointment {
  readonly #kept: Kept<Typed>;
  /** Where the person is given, as on their file. */
  readonly fixed: string | null;
  kind = $state<Planned>("meeting");
  person = $state<string | null>(null);
  personName = $state("");
  what = $state("");
  place = $state("");
  withWhom = $state("");
  asking = new Asking(["person", "what", "title", "day", "time", "minutes", "place", "with_whom"]);
  slot = new SlotFields(this.asking);

  constructor(person: string | null) {
    this.fixed = person;
    this.#kept = new Kept(`appointment/${person ?? "new"}`);
  }

  get activity(): boolean {
    return this.kind !== "meeting";
  }

  async begin(day: string | null): Promise<void> {
    this.#blank();
    this.slot.day = day;
    const draft = await this.#kept.read();
    if (draft === null || typeof draft.what !== "string" || this.held) return;
    this.kind = KINDS.find((kind) => kind === draft.kind) ?? "meeting";
    this.person = draft.person;
    this.personName = draft.personName;
    this.what = draft.what;
    this.slot.day = draft.day;
    this.slot.time = draft.time;
    this.slot.minutes = draft.minutes;
    this.place = draft.place;
    this.withWhom = draft.withWhom;
  }

  /** Something is typed that would be missed. */
  get held(): boolean {
    return this.what.trim() !== "" || this.place.trim() !== "" || this.withWhom.trim() !== "";
  }

  changed(field: string): void {
    this.asking.mend(field);
    const { kind, person, personName, what, place, withWhom, slot } = this;
    this.#kept.keep(this.held ? { kind, person, personName, what, place, withWhom, day: slot.day, time: slot.time, minutes: slot.minutes } : null);
  }

  choices(found: readonly Choice<string>[]): readonly Choice<string>[] {
    const chosen = this.person;
    if (chosen === null || found.some(({ value }) => value === chosen)) return found;
    return [{ value: chosen, label: this.personName }, ...found];
  }

  async drop(): Promise<void> {
    await this.#kept.forget();
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    const person = this.fixed ?? this.person;
    const empty = this.what.trim() === "";
    if (this.activity && empty) this.asking.refuse("title", refusalSentence({ refusal: "nothing" }));
    if (!this.activity && empty && person === null) this.asking.refuse("what", m.agenda_who_or_what());
    const slot = this.slot.read();
    if (slot === null || Object.keys(this.asking.errors).length > 0) return false;
    const { kind, what, place } = this;
    const sent = await this.asking.run(() =>
      kind === "meeting"
        ? call("appointment.add", { person, referral: null, what, slot, place, with_whom: this.withWhom })
        : call("activity.add", { kind, title: what, slot, place, note: "" }),
    );
    if (sent) await this.#kept.forget();
    return sent;
  }

  #blank(): void {
    this.kind = "meeting";
    this.person = null;
    this.personName = "";
    this.what = "";
    this.place = "";
    this.withWhom = "";
    this.slot.time = "";
    this.slot.minutes = "45";
    this.asking.clear();
  }
}
