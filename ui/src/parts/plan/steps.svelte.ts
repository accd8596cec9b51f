// One step as it is being written or given up, and the ticks of the list.

import { call } from "../../api/call.ts";
import type { StepBy, StepView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

interface Typed {
  what: string;
  by: StepBy;
  due: string | null;
}

/** A new step, or the correction of one. */
export class StepForm {
  readonly #person: string;
  #step: string | null = null;
  #kept: Kept<Typed>;
  #base = "";
  typed = $state<Typed>({ what: "", by: "person", due: null });
  unreadable = $state(false);
  asking = new Asking(["what", "due_on"]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`step/${person}`);
  }

  async begin(step: StepView | null): Promise<void> {
    this.#step = step?.id ?? null;
    this.#kept = new Kept(`step/${step?.id ?? this.#person}`);
    this.typed = { what: step?.what ?? "", by: step?.by ?? "person", due: step?.due_on ?? null };
    this.#base = JSON.stringify(this.typed);
    this.asking.clear();
    const draft = await this.#kept.read();
    if (typeof draft?.what === "string" && !this.changed) this.typed = { ...this.typed, ...draft };
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
    const { what, by, due } = this.typed;
    this.asking.clear();
    if (what.trim() === "") this.asking.refuse("what", m.plan_step_missing());
    if (this.unreadable) this.asking.refuse("due_on", m.person_day_unreadable());
    if (Object.keys(this.asking.errors).length > 0) return false;
    const step = this.#step;
    const words = { what, by, due_on: due };
    const done = await this.asking.run(() =>
      step === null ? call("step.add", { person: this.#person, ...words }) : call("step.correct", { step, ...words }),
    );
    if (done) await this.#kept.forget();
    return done;
  }
}

/** A step that is given up, with the reason. */
export class GiveUp {
  why = $state("");
  asking = new Asking(["why"]);

  begin(): void {
    this.why = "";
    this.asking.clear();
  }

  async send(step: string): Promise<boolean> {
    this.asking.clear();
    if (this.why.trim() === "") this.asking.refuse("why", m.plan_why_missing());
    if (this.asking.under("why") !== null) return false;
    return this.asking.run(() => call("step.drop", { step, why: this.why }));
  }
}
