// What a person does, as it is being written or corrected: which, since when, how it is known, what was refused.

import { call } from "../../api/call.ts";
import type { Occasion, Proof, SituationForm, SituationKind, SituationView } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { choicesOf, m, occasionWords } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

interface Typed {
  kind: SituationKind | null;
  since: string | null;
  occasion: Occasion;
  proof: Proof;
  note: string;
}

/** After an exit it is asked again; before one it is not. */
export function occasions(left: boolean): Choice<Occasion>[] {
  return choicesOf(occasionWords).map((choice) => ({ ...choice, disabled: choice.value.startsWith("exit") && !left }));
}

export class SituationEntry {
  readonly #person: string;
  #id: string | null = null;
  #kept: Kept<Typed>;
  #base = "";
  typed = $state<Typed>({ kind: null, since: null, occasion: "course", proof: "declared", note: "" });
  unreadable = $state(false);
  correcting = $state(false);
  asking = new Asking(["kind", "since_on", "occasion", "note"]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`situation/${person}`);
  }

  /** A new one on an occasion, or the correction of one. */
  async begin(chosen: SituationView | null, occasion: Occasion): Promise<void> {
    this.#id = chosen?.id ?? null;
    this.correcting = chosen !== null;
    this.#kept = new Kept(`situation/${chosen?.id ?? `${this.#person}/${occasion}`}`);
    this.typed = {
      kind: chosen?.kind ?? null,
      since: chosen?.since_on ?? null,
      occasion: chosen?.occasion ?? occasion,
      proof: chosen?.proof ?? "declared",
      note: chosen?.note ?? "",
    };
    this.#base = JSON.stringify(this.typed);
    this.asking.clear();
    const draft = await this.#kept.read();
    if (typeof draft?.note === "string" && !this.changed) this.typed = { ...this.typed, ...draft };
  }

  get changed(): boolean {
    return JSON.stringify(this.typed) !== this.#base;
  }

  keep(field: string): void {
    this.asking.mend(field);
    this.#kept.keep(this.changed ? { ...this.typed } : null);
  }

  async drop(): Promise<void> {
    await this.#kept.forget();
  }

  async send(): Promise<boolean> {
    const { kind, since, occasion, proof, note } = this.typed;
    this.asking.clear();
    if (kind === null) this.asking.refuse("kind", m.situation_what_missing());
    if (this.unreadable) this.asking.refuse("since_on", m.person_day_unreadable());
    if (kind === null || Object.keys(this.asking.errors).length > 0) return false;
    const situation: SituationForm = { kind, since_on: since, occasion, proof, note };
    const id = this.#id;
    const done = await this.asking.run(() =>
      id === null ? call("situation.record", { person: this.#person, situation }) : call("situation.correct", { id, situation }),
    );
    if (done) await this.#kept.forget();
    return done;
  }

  async remove(): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    const done = await this.asking.run(() => call("situation.remove", { id }));
    if (done) await this.#kept.forget();
    return done;
  }
}
