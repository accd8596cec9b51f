// The two ways out of a damaged vault: a backup in its place, or what can be read into a new one.

import { call, problemOf } from "../../api/call.ts";
import type { PlacedBackup, RecoverReport } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { Proof } from "./proof.svelte.ts";
import { momentWords } from "./words.ts";

export class Restoring {
  proof = new Proof();
  act = new Act();

  /** Answers whether the backup now stands in the place of the vault, which is open. */
  async send({ place, backup }: PlacedBackup): Promise<boolean> {
    if (!this.proof.ready()) return false;
    const sent = await this.act.run(async () => {
      try {
        const { aside, made_ms } = await call("backup.restore", { place, backup: backup.id, ...this.proof.given });
        const when = momentWords(made_ms);
        this.proof.forget();
        await session.refresh();
        said.say(aside === null ? m.backup_restored_whole({ when }) : m.backup_restored({ when, aside }));
      } catch (thrown) {
        if (!this.proof.took(thrown)) throw thrown;
      }
    });
    return sent && this.proof.error === null;
  }
}

export class Saving {
  to = $state("");
  toError = $state<string | null>(null);
  proof = new Proof();
  act = new Act();
  report = $state.raw<RecoverReport | null>(null);
  readonly lost = $derived(this.report?.tables.reduce((sum, { lost }) => sum + lost, 0) ?? 0);

  async send(): Promise<boolean> {
    this.toError = this.to.trim() === "" ? m.backup_folder_missing() : null;
    if (!this.proof.ready() || this.toError !== null) return false;
    const sent = await this.act.run(async () => {
      try {
        this.report = await call("vault.recover", { to: this.to.trim(), ...this.proof.given });
        this.proof.forget();
      } catch (thrown) {
        const { code } = problemOf(thrown);
        if (code === "refused") this.toError = m.backup_save_to_refused();
        else if (code === "vault_exists") this.toError = m.backup_save_to_taken();
        else if (!this.proof.took(thrown)) throw thrown;
      }
    });
    return sent && this.report !== null;
  }
}
