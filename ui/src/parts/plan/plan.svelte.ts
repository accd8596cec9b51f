// The plan as it is being written beside what is kept: the words, the days, what was refused.

import { call } from "../../api/call.ts";
import type { PlanDraft } from "../../api/generated.ts";
import { m, today } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";

const DAYS = ["decided_on", "agreed_on", "review_on"] as const;
export type PlanDay = (typeof DAYS)[number];

export class PlanForm extends KeptForm<PlanDraft> {
  readonly #person: string;
  unreadable = $state<Record<PlanDay, boolean>>({ decided_on: false, agreed_on: false, review_on: false });

  constructor(person: string) {
    super(["words", ...DAYS], { words: "", decided_on: null, agreed_on: null, review_on: null });
    this.#person = person;
  }

  /** `stored` is the plan of the case, or null: one decided today is begun. */
  async begin(stored: PlanDraft | null): Promise<void> {
    await this.start(`plan/${this.#person}`, stored ?? { words: "", decided_on: today(), agreed_on: null, review_on: null });
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    if (this.typed.words.trim() === "") this.asking.refuse("words", m.plan_words_missing());
    for (const day of DAYS) if (this.unreadable[day]) this.asking.refuse(day, m.person_day_unreadable());
    return this.write(() => call("plan.write", { person: this.#person, plan: { ...this.typed } }));
  }
}
