// The figures that are shown: counted anew when what is asked changes, or what was counted.

import { call, onTopics } from "../../api/call.ts";
import type { Against, FigureReport, ReportAsk } from "../../api/generated.ts";

export class ReportState {
  report = $state.raw<FigureReport | null>(null);
  /** What the shown figures were asked by. */
  asked = $state.raw<ReportAsk | null>(null);
  thrown = $state.raw<unknown>(null);
  #questions = 0;

  /** Counts, and again when something was written; answers with the function that stops. */
  follow(ask: ReportAsk | null, against: Against | null): () => void {
    if (ask === null) return () => undefined;
    void this.count(ask, against);
    return onTopics((topic) => {
      if (topic === "people" || topic === "referrals" || topic === "catalogue" || topic === "agenda") void this.count(ask, against);
    });
  }

  async count(ask: ReportAsk, against: Against | null): Promise<void> {
    const question = ++this.#questions;
    try {
      const report = await call("report.show", { ask, against });
      if (question !== this.#questions) return;
      this.report = report;
      this.asked = ask;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }
}
