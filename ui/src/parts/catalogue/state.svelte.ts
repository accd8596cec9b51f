// What the catalogue of this laptop holds and from which files; the last import of a format can be taken back.

import { call, onTopics } from "../../api/call.ts";
import type { CatalogueImport, CatalogueState } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";

export class Imports {
  /** Null until the desk has answered. */
  state = $state.raw<CatalogueState | null>(null);
  thrown = $state.raw<unknown>(null);
  act = new Act();
  #questions = 0;

  /** Whether it is known what there is, or that it cannot be known. */
  get settled(): boolean {
    return this.state !== null || this.thrown !== null;
  }

  /** Rereads when something was taken in or back; answers with the function that stops. */
  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "catalogue") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const state = await call("catalogue.state", {});
      if (question !== this.#questions) return;
      this.state = state;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }

  undo({ changes, file }: Pick<CatalogueImport, "changes" | "file">): Promise<boolean> {
    return this.act.run(async () => {
      await call("catalogue.undo_import", { import: changes.import });
      said.say(m.catalogue_undone({ file }));
      await this.reread();
    });
  }
}
