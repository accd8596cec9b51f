// What a person does, as it is being written or corrected: which, since when, how it is known, what was refused.

import { call } from "../../api/call.ts";
import type { Occasion, Proof, SituationForm, SituationKind, SituationView } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { choicesOf, m, occasionWords } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";

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

export class SituationEntry extends KeptForm<Typed> {
  readonly #person: string;
  #id: string | null = null;
  unreadable = $state(false);
  correcting = $state(false);

  constructor(person: string) {
    super(["kind", "since_on", "occasion", "note"], { kind: null, since: null, occasion: "course", proof: "declared", note: "" });
    this.#person = person;
  }

  /** A new one on an occasion, or the correction of one. */
  async begin(chosen: SituationView | null, occasion: Occasion): Promise<void> {
    this.#id = chosen?.id ?? null;
    this.correcting = chosen !== null;
    await this.start(`situation/${chosen?.id ?? `${this.#person}/${occasion}`}`, {
      kind: chosen?.kind ?? null,
      since: chosen?.since_on ?? null,
      occasion: chosen?.occasion ?? occasion,
      proof: chosen?.proof ?? "declared",
      note: chosen?.note ?? "",
    });
  }

  async send(): Promise<boolean> {
    const { kind, since, occasion, proof, note } = this.typed;
    this.asking.clear();
    if (this.unreadable) this.asking.refuse("since_on", m.person_day_unreadable());
    if (kind === null) this.asking.refuse("kind", m.situation_what_missing());
    if (kind === null) return false;
    const situation: SituationForm = { kind, since_on: since, occasion, proof, note };
    const id = this.#id;
    return this.write(() =>
      id === null ? call("situation.record", { person: this.#person, situation }) : call("situation.correct", { id, situation }),
    );
  }

  async remove(): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    this.asking.clear();
    return this.write(() => call("situation.remove", { id }));
  }
}
