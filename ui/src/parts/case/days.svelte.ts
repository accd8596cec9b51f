// How a case began and the days from which the law counts, as they are being corrected.

import { call } from "../../api/call.ts";
import type { CaseForm, CaseView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";

const DAYS = ["origin_on", "summoned_on", "cej_started_on"] as const;
export type CaseDay = (typeof DAYS)[number];

export function formOf({ origin, origin_detail, clocks }: CaseView): CaseForm {
  const { origin_on, summoned_on, cej_started_on, cej_extended } = clocks;
  return { origin, origin_detail, origin_on, summoned_on, cej_started_on, cej_extended };
}

const BLANK: CaseForm = { origin: null, origin_detail: "", origin_on: null, summoned_on: null, cej_started_on: null, cej_extended: "" };

export class CaseDays extends KeptForm<CaseForm> {
  readonly #person: string;
  unreadable = $state<Record<CaseDay, boolean>>({ origin_on: false, summoned_on: false, cej_started_on: false });

  constructor(person: string) {
    super(["origin_detail", "cej_extended", ...DAYS], BLANK);
    this.#person = person;
  }

  async begin(present: CaseView): Promise<void> {
    await this.start(`case/${this.#person}`, formOf(present));
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    for (const day of DAYS) if (this.unreadable[day]) this.asking.refuse(day, m.person_day_unreadable());
    const remind = { summons: m.situation_case_remind_summons(), cej: m.situation_case_remind_cej() };
    return this.write(() => call("case.correct", { person: this.#person, case: { ...this.typed }, remind }));
  }
}
