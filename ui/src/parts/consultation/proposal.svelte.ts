// A proposal of residents as it is written down or corrected.

import { call } from "../../api/call.ts";
import type { ConsultationId, ProposalDraft, ProposalId, ProposalLine, ProposalTheme } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";
import { readCount, typedCount } from "./counts.ts";

interface Typed {
  what: string;
  theme: ProposalTheme | null;
  in_favour: string;
  against: string;
  no_opinion: string;
}

export class ProposalForm extends KeptForm<Typed> {
  readonly #consultation: ConsultationId;
  #id: ProposalId | null = null;

  constructor(consultation: ConsultationId) {
    super(["what"], { what: "", theme: null, in_favour: "", against: "", no_opinion: "" });
    this.#consultation = consultation;
  }

  async begin(known: ProposalLine | null): Promise<void> {
    this.#id = known?.id ?? null;
    const opinions = known?.what.opinions;
    await this.start(`proposal/${this.#consultation}/${known?.id ?? "new"}`, {
      what: known?.what.what ?? "",
      theme: known?.what.theme ?? null,
      in_favour: typedCount(opinions?.in_favour ?? null),
      against: typedCount(opinions?.against ?? null),
      no_opinion: typedCount(opinions?.no_opinion ?? null),
    });
  }

  async send(): Promise<boolean> {
    const { what, theme, ...typed } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (what.trim() === "") this.asking.refuse("what", m.participation_proposal_missing());
    const opinions = { in_favour: readCount(typed.in_favour), against: readCount(typed.against), no_opinion: readCount(typed.no_opinion) };
    for (const [name, count] of Object.entries(opinions)) if (Number.isNaN(count)) this.asking.refuse(name, m.participation_count_unreadable());
    const proposal: ProposalDraft = { what, theme, opinions };
    const id = this.#id;
    return this.write(() =>
      id === null ? call("proposal.add", { consultation: this.#consultation, proposal }) : call("proposal.correct", { id, proposal }),
    );
  }

  async remove(): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    this.asking.clear();
    return this.write(() => call("proposal.remove", { id }));
  }
}
