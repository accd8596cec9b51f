// The backups of both folders as the desk lists them, one made now, and the second folder.

import { call, problemOf } from "../../api/call.ts";
import type { BackupList } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { madeWords } from "./words.ts";

export class Backups {
  /** Null until the desk has answered once. */
  list = $state.raw<BackupList | null>(null);
  thrown = $state.raw<unknown>(null);
  making = new Act();
  /** The newest, all of which were verified when they were made. */
  readonly last = $derived(this.list?.backups[0] ?? null);

  async read(): Promise<void> {
    try {
      this.list = await call("backup.list", {});
      this.thrown = null;
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  async make(): Promise<void> {
    await this.making.run(async () => {
      const made = await call("backup.make", {});
      said.say(madeWords(made.second));
      await this.read();
    });
  }
}

export class SecondFolder {
  typed = $state("");
  error = $state<string | null>(null);
  act = new Act();

  async choose(): Promise<boolean> {
    this.error = this.typed.trim() === "" ? m.backup_folder_missing() : null;
    if (this.error !== null) return false;
    const sent = await this.act.run(async () => {
      try {
        await call("backup.choose_folder", { folder: this.typed.trim() });
      } catch (thrown) {
        if (problemOf(thrown).code !== "refused") throw thrown;
        this.error = m.backup_folder_refused();
      }
    });
    return sent && this.error === null;
  }

  async stop(): Promise<void> {
    const done = await this.act.run(async () => {
      await call("backup.choose_folder", { folder: null });
    });
    if (done) said.say(m.backup_second_stopped());
  }
}
