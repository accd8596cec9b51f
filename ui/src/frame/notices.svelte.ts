// What the window says at its top after an opening, until it was read: a loss, a vault brought up to date, the backup of
// the day that was not made. Also asks for that backup, once for each opening.

import { call } from "../api/call.ts";
import { Act } from "../parts/act/act.svelte.ts";
import { session } from "./session.svelte.ts";

export class Notices {
  reading = new Act();
  daily = new Act();
  /** The second folder could not take the backup of the day; one that is not plugged in is no news. */
  secondFailed = $state(false);
  #readBackup = $state<string | null>(null);

  readonly loss = $derived(session.state?.loss ?? null);
  readonly upgraded = $derived.by(() => {
    const kept = session.state?.upgraded_from ?? null;
    return kept?.id === this.#readBackup ? null : kept;
  });

  async backUp(): Promise<void> {
    await this.daily.run(async () => {
      const made = await call("backup.daily", {});
      this.secondFailed = made?.second === "full" || made?.second === "failed";
    });
  }

  async lossRead(): Promise<void> {
    await this.reading.run(async () => {
      await call("vault.acknowledge_loss", {});
      await session.refresh();
    });
  }

  /** Kept by the window only: the desk says it for this opening alone. */
  upgradeRead(): void {
    this.#readBackup = this.upgraded?.id ?? null;
  }

  dailyRead(): void {
    this.daily.thrown = null;
    this.secondFailed = false;
  }
}
