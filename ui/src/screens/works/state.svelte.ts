// One works site as the desk has it.

import { call, onTopics, problemOf } from "../../api/call.ts";
import type { WorksSiteFile, WorksSiteId } from "../../api/generated.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { Areas } from "../../parts/works/areas.svelte.ts";

export class OneSite {
  file = $state.raw<WorksSiteFile | null>(null);
  gone = $state(false);
  thrown = $state.raw<unknown>(null);
  act = new Act();
  readonly areas = new Areas();
  readonly #id: WorksSiteId;
  #questions = 0;

  constructor(id: WorksSiteId) {
    this.#id = id;
  }

  /** Rereads when something of it may have changed, a name in its lines too; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "catalogue" || topic === "people") void this.read();
    });
  }

  async read(): Promise<void> {
    const question = ++this.#questions;
    try {
      const file = await call("works_site.open", { site: this.#id });
      if (question !== this.#questions) return;
      this.file = file;
      this.gone = false;
      this.thrown = null;
      void this.areas.learn([file.what.qpv]);
    } catch (thrown) {
      if (question !== this.#questions) return;
      this.gone = problemOf(thrown).code === "not_found";
      this.file = null;
      this.thrown = this.gone ? null : thrown;
    }
  }

  remove(): Promise<boolean> {
    return this.act.run(async () => {
      await call("works_site.remove", { site: this.#id });
    });
  }
}
