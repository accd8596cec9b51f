// What the institution answered to a proposal, as it is written down.

import { call } from "../../api/call.ts";
import type { AnswerKind, ConsultationId, ProposalLine } from "../../api/generated.ts";
import { m, today } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";

interface Typed {
  kind: AnswerKind;
  by: string;
  on: string | null;
  reason: string;
  follows: string;
  due_on: string | null;
}

const blank = (): Typed => ({ kind: "accepted", by: "", on: null, reason: "", follows: "", due_on: null });

export class AnswerForm extends KeptForm<Typed> {
  readonly #consultation: ConsultationId;
  #id = "";
  onUnreadable = $state(false);
  dueUnreadable = $state(false);

  constructor(consultation: ConsultationId) {
    super(["by", "on", "reason", "follows", "due_on"], blank());
    this.#consultation = consultation;
  }

  /** The answer of one proposal; a new one begins from who answered before. */
  async begin(proposal: ProposalLine): Promise<void> {
    this.#id = proposal.id;
    await this.start(`answer/${this.#consultation}/${proposal.id}`, { ...blank(), by: proposal.answer?.by ?? "", on: today() });
  }

  async send(): Promise<boolean> {
    const { on, ...rest } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (rest.by.trim() === "") this.asking.refuse("by", m.participation_answer_by_missing());
    if (on === null) this.asking.refuse("on", this.onUnreadable ? m.participation_day_unreadable() : m.participation_answer_on_missing());
    if (this.dueUnreadable) this.asking.refuse("due_on", m.participation_day_unreadable());
    if (rest.kind === "refused" && rest.reason.trim() === "") this.asking.refuse("reason", m.participation_answer_reason_missing());
    if (on === null) return false;
    return this.write(() => call("proposal.answer", { id: this.#id, answer: { ...rest, on } }));
  }
}
