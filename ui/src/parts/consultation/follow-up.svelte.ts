// A line of what follows a consultation, as it is written down or corrected.

import { call } from "../../api/call.ts";
import type { ConsultationId, FollowUpDraft, FollowUpId, FollowUpLine, ProposalId } from "../../api/generated.ts";
import { m, today } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";

interface Typed {
  what: string;
  on: string | null;
  done: boolean;
  proposal: ProposalId | null;
}

export class FollowUpForm extends KeptForm<Typed> {
  readonly #consultation: ConsultationId;
  #id: FollowUpId | null = null;
  unreadable = $state(false);

  constructor(consultation: ConsultationId) {
    super(["what", "on"], { what: "", on: null, done: false, proposal: null });
    this.#consultation = consultation;
  }

  async begin(known: FollowUpLine | null): Promise<void> {
    this.#id = known?.id ?? null;
    await this.start(`follow_up/${this.#consultation}/${known?.id ?? "new"}`, known ? { ...known.what } : { what: "", on: today(), done: false, proposal: null });
  }

  async send(): Promise<boolean> {
    const { on, ...rest } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (rest.what.trim() === "") this.asking.refuse("what", m.participation_follow_up_missing());
    if (on === null) this.asking.refuse("on", this.unreadable ? m.participation_day_unreadable() : m.participation_follow_up_on_missing());
    if (on === null) return false;
    const follow_up: FollowUpDraft = { ...rest, on };
    const id = this.#id;
    return this.write(() =>
      id === null ? call("follow_up.add", { consultation: this.#consultation, follow_up }) : call("follow_up.correct", { id, follow_up }),
    );
  }

  async remove(): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    this.asking.clear();
    return this.write(() => call("follow_up.remove", { id }));
  }
}
