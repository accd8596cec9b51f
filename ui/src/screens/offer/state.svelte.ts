// One offer of a catalogue: what it says, whether it is still there, and the programme that the team made of it.

import { call, onTopics, problemOf } from "../../api/call.ts";
import type { OfferSource, OfferView } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { m } from "../../words/index.ts";

export class OneOffer {
  view = $state.raw<OfferView | null>(null);
  thrown = $state.raw<unknown>(null);
  /** The catalogue of this laptop does not have it, whatever a programme or an old address says. */
  missing = $state(false);
  act = new Act();
  readonly source: OfferSource;
  readonly key: string;
  #questions = 0;

  constructor(source: OfferSource, key: string) {
    this.source = source;
    this.key = key;
  }

  /** Rereads when something of it may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "catalogue" || topic === "referrals") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const view = await call("offer.open", { source: this.source, key: this.key });
      if (question !== this.#questions) return;
      this.view = view;
      this.missing = false;
      this.thrown = null;
    } catch (thrown) {
      if (question !== this.#questions) return;
      this.missing = problemOf(thrown).code === "not_found";
      if (this.missing) this.view = null;
      this.thrown = this.missing ? null : thrown;
    }
  }

  keep(): Promise<boolean> {
    return this.act.run(async () => {
      const kept = await call("offer.keep", { source: this.source, key: this.key });
      said.say(kept.new ? m.offer_kept() : m.offer_kept_before());
      await this.reread();
    });
  }
}
