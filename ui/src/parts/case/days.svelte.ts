// How a case began and the days from which the law counts, as they are being corrected.

import { call } from "../../api/call.ts";
import type { CaseForm, CaseView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

const DAYS = ["origin_on", "summoned_on", "cej_started_on"] as const;
export type CaseDay = (typeof DAYS)[number];

export function formOf({ origin, origin_detail, clocks }: CaseView): CaseForm {
  const { origin_on, summoned_on, cej_started_on, cej_extended } = clocks;
  return { origin, origin_detail, origin_on, summoned_on, cej_started_on, cej_extended };
}

export class CaseDays {
  readonly #person: string;
  readonly #kept: Kept<Partial<CaseForm>>;
  #base = "";
  form = $state<CaseForm>({ origin: null, origin_detail: "", origin_on: null, summoned_on: null, cej_started_on: null, cej_extended: "" });
  unreadable = $state<Record<CaseDay, boolean>>({ origin_on: false, summoned_on: false, cej_started_on: false });
  asking = new Asking(["origin_detail", "cej_extended", ...DAYS]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`case/${person}`);
  }

  async begin(present: CaseView): Promise<void> {
    this.form = formOf(present);
    this.#base = JSON.stringify(this.form);
    this.asking.clear();
    const draft = await this.#kept.read();
    if (draft !== null && typeof draft === "object" && !this.changed) this.form = { ...this.form, ...draft };
  }

  get changed(): boolean {
    return JSON.stringify(this.form) !== this.#base;
  }

  keep(field: string): void {
    this.asking.mend(field);
    this.#kept.keep(this.changed ? { ...this.form } : null);
  }

  async drop(): Promise<void> {
    await this.#kept.forget();
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    for (const day of DAYS) if (this.unreadable[day]) this.asking.refuse(day, m.person_day_unreadable());
    if (Object.keys(this.asking.errors).length > 0) return false;
    const remind = { summons: m.situation_case_remind_summons(), cej: m.situation_case_remind_cej() };
    const done = await this.asking.run(() => call("case.correct", { person: this.#person, case: { ...this.form }, remind }));
    if (done) await this.#kept.forget();
    return done;
  }
}
