// One operation as the desk has it, and the list that is open beside its figures.

import { call, onTopics, problemOf } from "../../api/call.ts";
import type { FundList, FundOperation, FundOperationId, FundPage } from "../../api/generated.ts";
import { Act } from "../../parts/act/act.svelte.ts";

/** Lines that a list shows at once. */
export const SHOWN = 200;

export class OneFund {
  file = $state.raw<FundOperation | null>(null);
  gone = $state(false);
  thrown = $state.raw<unknown>(null);
  of = $state.raw<FundList>({ list: "incomplete" });
  people = $state.raw<FundPage | null>(null);
  act = new Act();
  readonly #id: FundOperationId;
  #questions = 0;

  constructor(id: FundOperationId) {
    this.#id = id;
  }

  /** Rereads when something of it may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "fund" || topic === "people") void this.read();
    });
  }

  async read(): Promise<void> {
    const question = ++this.#questions;
    try {
      const [file, people] = await Promise.all([
        call("fund.open", { operation: this.#id }),
        call("fund.people", { operation: this.#id, of: this.of, offset: 0, limit: SHOWN }),
      ]);
      if (question !== this.#questions) return;
      [this.file, this.people, this.gone, this.thrown] = [file, people, false, null];
    } catch (thrown) {
      if (question !== this.#questions) return;
      this.gone = problemOf(thrown).code === "not_found";
      this.file = null;
      this.thrown = this.gone ? null : thrown;
    }
  }

  /** Opens the list behind a figure. */
  async show(of: FundList): Promise<void> {
    this.of = of;
    await this.read();
  }

  remove(): Promise<boolean> {
    return this.act.run(async () => {
      await call("fund.remove", { operation: this.#id });
    });
  }
}
