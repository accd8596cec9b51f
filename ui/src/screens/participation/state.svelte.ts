// The consultations as the desk lists them: what is late first.

import { call, onTopics } from "../../api/call.ts";
import type { ConsultationLine } from "../../api/generated.ts";

export class Consultations {
  lines = $state.raw<readonly ConsultationLine[] | null>(null);
  thrown = $state.raw<unknown>(null);
  #questions = 0;

  /** Rereads when something of them may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "participation") void this.read();
    });
  }

  async read(): Promise<void> {
    const question = ++this.#questions;
    try {
      const lines = await call("consultation.list", {});
      if (question !== this.#questions) return;
      this.lines = lines;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }
}
