// The questionnaire of a participation as it is typed: read from the desk, kept as a draft, written back whole.

import { call, problemOf } from "../../api/call.ts";
import type { FundParticipationDraft, FundParticipationId, FundParticipationView } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

const FIELDS = ["entered_on", "left_on", "birth", "unemployed_since", "exit_on", "later_on"];

/** An answer of two as a choice among radios, and back. */
export type YesNo = "yes" | "no";
export const yesNo = (answer: boolean | null): YesNo | null => (answer === null ? null : answer ? "yes" : "no");

/** A draft as far as it has what the questionnaire asks now. */
function put(draft: Partial<FundParticipationDraft>, stored: FundParticipationDraft): FundParticipationDraft {
  const { entry, exit, later, ...rest } = draft;
  return { ...stored, ...rest, entry: { ...stored.entry, ...entry }, exit: { ...stored.exit, ...exit }, later: { ...stored.later, ...later } };
}

export class Answers {
  view = $state.raw<FundParticipationView | null>(null);
  typed = $state<FundParticipationDraft | null>(null);
  /** Something typed earlier was found and put back. */
  restored = $state(false);
  /** A reason is asked before it opens: a colleague follows the person, or the use of their file is limited. */
  why = $state.raw<{ person: string; limited: boolean } | null>(null);
  readonly asking = new Asking(FIELDS);
  #kept: Kept<FundParticipationDraft> | null = null;
  #before = "";

  async begin(id: FundParticipationId): Promise<void> {
    const kept = new Kept<FundParticipationDraft>(`participation/${id}`);
    this.#kept = kept;
    this.asking.clear();
    this.view = null;
    this.typed = null;
    this.why = null;
    this.restored = false;
    await this.asking.run(async () => {
      const view = await this.#open(id);
      if (view === null || this.#kept !== kept) return;
      this.view = view;
      this.typed = structuredClone(view.what);
      this.#before = JSON.stringify(view.what);
      const draft = view.limited ? null : await kept.read();
      if (draft === null || this.changed || this.#kept !== kept) return;
      this.typed = put(draft, view.what);
      this.restored = this.changed;
    });
  }

  get changed(): boolean {
    return this.typed !== null && JSON.stringify(this.typed) !== this.#before;
  }

  /** Something may have been typed: keeps it, so that a lock takes nothing. */
  keep(): void {
    if (this.typed === null || this.view === null || this.view.limited) return;
    this.#kept?.keep(this.changed ? ($state.snapshot(this.typed) as FundParticipationDraft) : null);
  }

  async drop(): Promise<void> {
    await this.#kept?.forget();
  }

  async send(): Promise<boolean> {
    const { view, typed } = this;
    if (view === null || typed === null) return false;
    this.asking.clear();
    const what = $state.snapshot(typed) as FundParticipationDraft;
    const remind = { four_weeks: m.fund_remind_4w(), six_months: m.fund_remind_6m() };
    const done = await this.asking.run(async () => {
      await call("participation.answer", { participation: view.id, what, remind });
    });
    if (done) await this.drop();
    return done;
  }

  async #open(id: FundParticipationId): Promise<FundParticipationView | null> {
    try {
      return await call("participation.open", { participation: id });
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== "refused" || problem.refusal.refusal !== "why_missing") throw thrown;
      this.why = problem.refusal;
      return null;
    }
  }
}
