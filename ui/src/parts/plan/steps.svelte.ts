// One step as it is being written or given up, and the ticks of the list.

import { call } from "../../api/call.ts";
import type { StepBy, StepView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

interface Typed {
  what: string;
  by: StepBy;
  due: string | null;
}

/** A new step, or the correction of one. */
export class StepForm extends KeptForm<Typed> {
  readonly #person: string;
  #step: string | null = null;
  unreadable = $state(false);

  constructor(person: string) {
    super(["what", "due_on"], { what: "", by: "person", due: null });
    this.#person = person;
  }

  async begin(step: StepView | null): Promise<void> {
    this.#step = step?.id ?? null;
    const stored: Typed = { what: step?.what ?? "", by: step?.by ?? "person", due: step?.due_on ?? null };
    await this.start(`step/${step?.id ?? this.#person}`, stored);
  }

  async send(): Promise<boolean> {
    const { what, by, due } = this.typed;
    this.asking.clear();
    if (what.trim() === "") this.asking.refuse("what", m.plan_step_missing());
    if (this.unreadable) this.asking.refuse("due_on", m.person_day_unreadable());
    const step = this.#step;
    const words = { what, by, due_on: due };
    return this.write(() => (step === null ? call("step.add", { person: this.#person, ...words }) : call("step.correct", { step, ...words })));
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
