// A note from anywhere: whose it is, what it says, and its draft, one for each person.

import { call, problemOf } from "../../api/call.ts";
import type { EncounterKind, EncounterResult, Hit, Initiative, PersonFile } from "../../api/generated.ts";
import { LETTERS } from "../../frame/finding.ts";
import { ageInWords, refusalSentence, refusedField, today } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";

export interface Whose {
  id: string;
  name: string;
  demo?: boolean | undefined;
}

export type Found = Extract<Hit, { found: "person" }>;

/** What a draft holds. */
export interface TypedNote {
  note: string;
  kind: EncounterKind;
  initiative: Initiative;
  result: EncounterResult;
  place: string;
}

/** Apart from the note that is written on the file itself: two fields must not keep one draft. */
export function keptNote(person: string): Kept<TypedNote> {
  return new Kept<TypedNote>(`quick_note/${person}`);
}

/** Whose note was typed last and on which day, so that it can be offered again. */
export type LastNote = Whose & { on?: string };

export function lastNote(): Kept<LastNote> {
  return new Kept<LastNote>("last_note");
}

const PLACED: ReadonlySet<EncounterKind> = new Set(["street", "visit", "interview"]);
const FIELDS: ReadonlySet<string> = new Set(["note", "on", "place"]);

/** Leaves something for the note on this person, after what is already waiting there. */
export async function leaveForNote(person: string, left: TypedNote): Promise<void> {
  const kept = keptNote(person);
  const before = await kept.read();
  await kept.flush(before?.note ? { ...before, note: `${before.note}\n\n${left.note}` } : left);
}

function inShort({ age, who }: PersonFile): string {
  return [age ? ageInWords(age.at_least, age.at_most) : "", who.commune].filter((part) => part !== "").join(", ");
}

export class QuickNote {
  person = $state.raw<Whose | null>(null);
  /** Age and commune of that person: of two of one name, which one was chosen. */
  about = $state("");
  // Looking for the person
  text = $state("");
  found = $state.raw<readonly Found[]>([]);
  /** The text that `found` answers to. */
  answered = $state("");
  at = $state(0);
  // The note
  note = $state("");
  kind = $state<EncounterKind>("note");
  initiative = $state<Initiative>("worker");
  result = $state<EncounterResult>("reached");
  on = $state<string | null>(today());
  place = $state("");
  unreadable = $state(false);
  resumed = $state(false);
  errors = $state.raw<Readonly<Record<string, string>>>({});
  thrown = $state.raw<unknown>(null);
  busy = $state(false);
  #kept: Kept<TypedNote> | null = null;
  #last = lastNote();
  #asked: Promise<void> = Promise.resolve();
  #turn = 0;
  #done = false;

  get placed(): boolean {
    return PLACED.has(this.kind);
  }

  /** A plain note has no answer and nobody who began. */
  get exchanged(): boolean {
    return this.kind !== "note";
  }

  look(text: string): void {
    this.text = text;
    this.at = 0;
    this.#asked = this.#look(text.trim());
  }

  async #look(text: string): Promise<void> {
    const turn = ++this.#turn;
    if (text.length < LETTERS) {
      this.found = [];
      this.answered = "";
      return;
    }
    try {
      const hits = await call("search", { text });
      if (turn !== this.#turn) return;
      this.found = hits.filter((hit) => hit.found === "person");
      this.answered = text;
      this.thrown = null;
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    }
  }

  /** The one that is marked, once the answer is there: Enter may come before it. Answers whether there is one. */
  async take(): Promise<boolean> {
    await this.#asked;
    const hit = this.found[Math.min(this.at, this.found.length - 1)];
    if (hit === undefined) return false;
    await this.write({ id: hit.id, name: hit.name, demo: hit.demo });
    return true;
  }

  /** Starts the note on this person. What is typed already comes along; otherwise what was kept comes back. */
  async write(person: Whose): Promise<void> {
    this.person = person;
    void this.#tell(person);
    this.text = "";
    this.found = [];
    this.answered = "";
    this.#kept = keptNote(person.id);
    const before = await this.#kept.read();
    if (this.person !== person) return;
    if (this.note.trim() !== "") {
      if (before?.note) this.note = `${before.note}\n\n${this.note}`;
      this.changed();
      return;
    }
    if (before === null) return;
    this.note = before.note;
    this.kind = before.kind;
    this.initiative = before.initiative;
    this.result = before.result;
    this.place = before.place;
    this.resumed = this.note.trim() !== "";
  }

  async #tell(person: Whose): Promise<void> {
    this.about = "";
    try {
      const about = inShort(await call("person.open", { person: person.id }));
      if (this.person === person) this.about = about;
    } catch {
      // The name stands there already, and saving says what is wrong.
    }
  }

  /** The address knows whose file is open, not yet the name. */
  async writeOn(id: string): Promise<void> {
    try {
      const { who, demo } = await call("person.open", { person: id });
      if (this.person === null) await this.write({ id, name: `${who.given_name} ${who.family_name}`.trim(), demo });
    } catch {
      // No such file: the note asks whose it is.
    }
  }

  /** It was somebody else: the note goes with them, and leaves nothing on this one. */
  another(): void {
    void this.#kept?.forget();
    void this.#last.forget();
    this.#kept = null;
    this.person = null;
    this.resumed = false;
  }

  changed(field?: string): void {
    if (field !== undefined && this.errors[field] !== undefined) this.errors = { ...this.errors, [field]: "" };
    const typed = this.#typed();
    this.#kept?.keep(typed);
    this.#last.keep(typed === null ? null : this.#lately());
  }

  /** Whether something would wait in the draft of this person. */
  get waiting(): boolean {
    return this.person !== null && this.note.trim() !== "";
  }

  /** The form goes, whichever way: what was not saved is kept at once. */
  leave(): void {
    if (!this.#done && this.#kept !== null) {
      const typed = this.#typed();
      void this.#kept.flush(typed);
      if (typed !== null) void this.#last.flush(this.#lately());
    }
    this.#done = true;
  }

  #lately(): LastNote | null {
    return this.person && { ...this.person, on: today() };
  }

  #typed(): TypedNote | null {
    const { note, kind, initiative, result, place } = this;
    return note.trim() === "" && place.trim() === "" ? null : { note, kind, initiative, result, place };
  }

  /** Answers whether it was saved; what is wrong stands in `errors` or `thrown`. */
  async save(): Promise<boolean> {
    if (this.busy || this.person === null) return false;
    this.errors = {};
    this.thrown = null;
    if (this.on === null) {
      if (!this.unreadable) this.errors = { on: refusalSentence({ refusal: "unreadable", field: "on" }) };
      return false;
    }
    this.busy = true;
    try {
      await call("encounter.record", {
        person: this.person.id,
        kind: this.kind,
        initiative: this.exchanged ? this.initiative : "worker",
        result: this.exchanged ? this.result : "reached",
        on: this.on,
        place: this.placed ? this.place : "",
        note: this.note,
      });
      this.#done = true;
      await this.#kept?.forget();
      await this.#last.forget();
      return true;
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === "refused") {
        const field = refusedField(problem.refusal) ?? (problem.refusal.refusal === "nothing" ? "note" : "");
        if (FIELDS.has(field)) this.errors = { [field]: refusalSentence(problem.refusal) };
        else this.thrown = thrown;
      } else this.thrown = thrown;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
