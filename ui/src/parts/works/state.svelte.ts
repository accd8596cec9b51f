// The works sites as the desk lists them: those that end soonest first, those that are over last.

import { call, onTopics } from "../../api/call.ts";
import type { WorksSiteLine } from "../../api/generated.ts";
import { today } from "../../words/index.ts";
import { Areas } from "./areas.svelte.ts";

export const isOver = ({ closes_on }: { closes_on: string | null }): boolean => closes_on !== null && closes_on < today();

export class WorksSites {
  lines = $state.raw<readonly WorksSiteLine[] | null>(null);
  thrown = $state.raw<unknown>(null);
  readonly areas = new Areas();
  #questions = 0;

  /** Rereads when something of them may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "catalogue") void this.read();
    });
  }

  async read(): Promise<void> {
    const question = ++this.#questions;
    try {
      const lines = await call("works_site.list", {});
      if (question !== this.#questions) return;
      this.lines = lines;
      this.thrown = null;
      void this.areas.learn(lines.map(({ qpv }) => qpv));
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }
}
