// The first start, step by step, until a file is open. What each step needs, never how it looks.

import { call } from "../../api/call.ts";
import type { Settings } from "../../api/generated.ts";
import { place } from "../../frame/place.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { tour } from "../../frame/tour.svelte.ts";
import { NewPassphrase } from "../../parts/passphrase/state.svelte.ts";
import { language, m } from "../../words/index.ts";

export type Step = "who" | "passphrase" | "kit" | "contents";
export const STEPS: readonly Step[] = ["who", "passphrase", "kit", "contents"];
export type Contents = "empty" | "demo" | "team";

const DEMO = { people: 200, seed: 1 };

export class FirstStart {
  step = $state<Step>("who");
  worker = $state("");
  workerError = $state<string | null>(null);
  passphrase = new NewPassphrase();
  contents = $state<Contents>("empty");
  busy = $state(false);
  thrown = $state.raw<unknown>(null);
  /** Only while the kit is on screen. */
  code = $state<string | null>(null);
  /** No keyring: the passphrase protects the file alone, and the worker is told. */
  alone = $state(false);

  nameGiven(): void {
    this.workerError = this.worker.trim() === "" ? m.start_worker_missing() : null;
    if (this.workerError === null) this.step = "passphrase";
  }

  async passphraseGiven(): Promise<void> {
    if (!this.passphrase.ready()) return;
    await this.#trying(async () => {
      session.starting = true;
      try {
        const created = await call("session.create", { passphrase: this.passphrase.typed, worker: this.worker.trim() });
        this.code = created.recovery_code;
        this.alone = created.protection === "passphrase_alone";
      } catch (thrown) {
        session.starting = false;
        if (this.passphrase.took(thrown)) return;
        throw thrown;
      }
      this.passphrase.forget();
      this.step = "kit";
    });
  }

  kitKept(): void {
    this.code = null;
    this.step = "contents";
  }

  async finish(): Promise<void> {
    await this.#trying(async () => {
      const given = session.state?.settings;
      const settings: Settings = { theme: "system", idle_minutes: 5, ...given, language: language() };
      await call("settings.change", { settings });
      if (this.contents === "demo") await call("demo.fill", DEMO);
      // Joining needs an open vault: its screen is where this leads.
      if (this.contents === "team") place.go({ screen: "team" });
      tour.awaited();
      session.starting = false;
      await session.refresh();
    });
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.thrown = null;
    try {
      await act();
    } catch (thrown) {
      this.thrown = thrown;
    } finally {
      this.busy = false;
    }
  }
}
