// One consultation as the desk has it, and the acts that need no form.

import { call, onTopics, problemOf } from "../../api/call.ts";
import type { ConsultationFile, ConsultationId, FollowUpLine } from "../../api/generated.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { today } from "../../words/index.ts";

export class OneConsultation {
  file = $state.raw<ConsultationFile | null>(null);
  gone = $state(false);
  thrown = $state.raw<unknown>(null);
  act = new Act();
  readonly #id: ConsultationId;
  #questions = 0;

  constructor(id: ConsultationId) {
    this.#id = id;
  }

  /** Rereads when something of it may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "participation") void this.read();
    });
  }

  async read(): Promise<void> {
    const question = ++this.#questions;
    try {
      const file = await call("consultation.open", { consultation: this.#id });
      if (question !== this.#questions) return;
      this.file = file;
      this.gone = false;
      this.thrown = null;
    } catch (thrown) {
      if (question !== this.#questions) return;
      this.gone = problemOf(thrown).code === "not_found";
      this.file = null;
      this.thrown = this.gone ? null : thrown;
    }
  }

  /** Something planned was done today. */
  done({ id, what }: FollowUpLine): Promise<boolean> {
    return this.act.run(async () => {
      await call("follow_up.correct", { id, follow_up: { ...what, on: today(), done: true } });
      await this.read();
    });
  }

  remove(): Promise<boolean> {
    return this.act.run(async () => {
      await call("consultation.remove", { consultation: this.#id });
    });
  }
}
