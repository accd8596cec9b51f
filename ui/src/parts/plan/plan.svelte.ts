// The plan as it is being written beside what is kept: the words, the days, what was refused.

import { call } from "../../api/call.ts";
import type { PlanDraft } from "../../api/generated.ts";
import { m, today } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

const DAYS = ["decided_on", "agreed_on", "review_on"] as const;
export type PlanDay = (typeof DAYS)[number];

export class PlanForm {
  readonly #person: string;
  readonly #kept: Kept<PlanDraft>;
  #base = "";
  plan = $state<PlanDraft>({ words: "", decided_on: null, agreed_on: null, review_on: null });
  unreadable = $state<Record<PlanDay, boolean>>({ decided_on: false, agreed_on: false, review_on: false });
  /** Something typed earlier was found and put back. */
  restored = $state(false);
  asking = new Asking(["words", ...DAYS]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`plan/${person}`);
  }

  /** `stored` is the plan of the case, or null: one decided today is begun. */
  async begin(stored: PlanDraft | null): Promise<void> {
    const base = stored ?? { words: "", decided_on: today(), agreed_on: null, review_on: null };
    this.#base = JSON.stringify(base);
    this.plan = { ...base };
    this.restored = false;
    this.asking.clear();
    const draft = await this.#kept.read();
    if (typeof draft?.words !== "string" || JSON.stringify(this.plan) !== this.#base) return;
    this.plan = { ...base, ...draft };
    this.restored = true;
  }

  get changed(): boolean {
    return JSON.stringify(this.plan) !== this.#base;
  }

  typed(field: "words" | PlanDay): void {
    this.asking.mend(field);
    this.#kept.keep(this.changed ? { ...this.plan } : null);
  }

  async drop(): Promise<void> {
    await this.#kept.forget();
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    if (this.plan.words.trim() === "") this.asking.refuse("words", m.plan_words_missing());
    for (const day of DAYS) if (this.unreadable[day]) this.asking.refuse(day, m.person_day_unreadable());
    if (Object.keys(this.asking.errors).length > 0) return false;
    const done = await this.asking.run(() => call("plan.write", { person: this.#person, plan: { ...this.plan } }));
    if (done) await this.#kept.forget();
    return done;
  }
}
