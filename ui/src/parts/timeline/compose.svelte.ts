// The note being written about a person: its words and what kind of exchange it was, kept until it is saved.

import { call } from "../../api/call.ts";
import type { EncounterKind, EncounterResult, Initiative } from "../../api/generated.ts";
import { initiativeWords, m, problemSentence, resultWords, wayWords } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

interface Written {
  note: string;
  kind: EncounterKind;
  result: EncounterResult;
  initiative: Initiative;
  on: string | null;
  place: string;
}

const BLANK: Written = { note: "", kind: "note", result: "reached", initiative: "worker", on: null, place: "" };

const among = <C extends string>(words: Readonly<Record<C, unknown>>, value: unknown, usual: C): C =>
  typeof value === "string" && Object.hasOwn(words, value) ? (value as C) : usual;

export class Composing {
  readonly #person: string;
  readonly #kept: Kept<Written>;
  written = $state<Written>({ ...BLANK });
  unreadable = $state(false);
  asking = new Asking(["note", "on", "place"]);
  blank = $derived(this.written.note === "" && this.written.place === "" && this.written.kind === BLANK.kind && this.written.on === null);
  #read = $state(false);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`note/${person}`);
  }

  async begin(): Promise<void> {
    const draft = await this.#kept.read();
    this.#read = true;
    if (draft === null || !this.blank) return;
    this.written = {
      note: typeof draft.note === "string" ? draft.note : "",
      kind: among(wayWords, draft.kind, BLANK.kind),
      result: among(resultWords, draft.result, BLANK.result),
      initiative: among(initiativeWords, draft.initiative, BLANK.initiative),
      on: typeof draft.on === "string" ? draft.on : null,
      place: typeof draft.place === "string" ? draft.place : "",
    };
  }

  /** Keeps what is written; the body of an effect. */
  keep(): void {
    const written = this.blank ? null : $state.snapshot(this.written);
    if (this.#read) this.#kept.keep(written);
  }

  async leave(): Promise<void> {
    if (this.#read) await this.#kept.flush(this.blank ? null : $state.snapshot(this.written));
  }

  /** Answers whether it is kept for good. */
  async send(): Promise<boolean> {
    const { note, kind, result, initiative, on, place } = $state.snapshot(this.written);
    if (this.asking.busy) return false;
    this.asking.clear();
    if (kind === "note" && note.trim() === "") this.asking.refuse("note", problemSentence({ code: "refused", refusal: { refusal: "nothing" } }));
    if (this.unreadable) this.asking.refuse("on", m.person_day_unreadable());
    if (Object.keys(this.asking.errors).length > 0) return false;
    // A plain note is nobody's answer: what was chosen before for an exchange says nothing about it.
    const plain = kind === "note";
    const done = await this.asking.run(() =>
      call("encounter.record", {
        person: this.#person,
        kind,
        initiative: plain ? BLANK.initiative : initiative,
        result: plain ? BLANK.result : result,
        on,
        place: plain ? "" : place,
        note,
      }),
    );
    if (!done) return false;
    // What was typed meanwhile belongs to the next note.
    if (this.written.note === note) this.written = { ...BLANK };
    await this.#kept.forget();
    return true;
  }
}
