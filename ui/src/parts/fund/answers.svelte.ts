// The questionnaire of a participation as it is typed: read from the desk, written back whole.

import { call } from "../../api/call.ts";
import type { FundParticipationDraft, FundParticipationId, FundParticipationView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Asking } from "../person/asking.svelte.ts";

const FIELDS = ["entered_on", "left_on", "birth", "unemployed_since", "exit_on", "later_on"];

/** An answer of two as a choice among radios, and back. */
export type YesNo = "yes" | "no";
export const yesNo = (answer: boolean | null): YesNo | null => (answer === null ? null : answer ? "yes" : "no");

export class Answers {
  view = $state.raw<FundParticipationView | null>(null);
  typed = $state<FundParticipationDraft | null>(null);
  readonly asking = new Asking(FIELDS);
  #before = "";

  async begin(id: FundParticipationId): Promise<void> {
    this.asking.clear();
    this.view = null;
    this.typed = null;
    await this.asking.run(async () => {
      const view = await call("participation.open", { participation: id });
      this.view = view;
      this.typed = structuredClone(view.what);
      this.#before = JSON.stringify(view.what);
    });
  }

  get changed(): boolean {
    return this.typed !== null && JSON.stringify(this.typed) !== this.#before;
  }

  async send(): Promise<boolean> {
    const { view, typed } = this;
    if (view === null || typed === null) return false;
    this.asking.clear();
    const what = $state.snapshot(typed) as FundParticipationDraft;
    const remind = { four_weeks: m.fund_remind_4w(), six_months: m.fund_remind_6m() };
    return this.asking.run(async () => {
      await call("participation.answer", { participation: view.id, what, remind });
    });
  }
}
