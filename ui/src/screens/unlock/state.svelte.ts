// Opening a locked vault: by passphrase, or by the recovery kit with a new passphrase. Keeps the desk's delay, sets none.

import { call, problemOf } from "../../api/call.ts";
import { said } from "../../design/said.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { NewPassphrase } from "../../parts/passphrase/state.svelte.ts";
import { m } from "../../words/index.ts";

export type UnlockWay = "passphrase" | "kit" | "backup" | "save";

export class Unlocking {
  way = $state<UnlockWay>("passphrase");
  /** The key was proven and the file could not be read. */
  damaged = $state(false);
  passphrase = $state("");
  passphraseError = $state<string | null>(null);
  code = $state("");
  codeError = $state<string | null>(null);
  fresh = new NewPassphrase();
  busy = $state(false);
  thrown = $state.raw<unknown>(null);
  /** Seconds left before the desk listens again. */
  wait = $state(0);
  #until = 0;
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Starts the delay that the desk asks for, in whole seconds. */
  hold(seconds: number): void {
    this.#until = this.#clock() + seconds * 1000;
    this.tick();
  }

  /** Reads the clock again; called about once a second while the delay runs. */
  tick(): void {
    this.wait = Math.max(0, Math.ceil((this.#until - this.#clock()) / 1000));
  }

  async open(): Promise<void> {
    this.passphraseError = this.passphrase === "" ? m.unlock_passphrase_missing() : null;
    if (this.passphraseError !== null || this.wait > 0) return;
    await this.#trying(async () => {
      await call("session.unlock", { passphrase: this.passphrase });
    });
  }

  async recover(): Promise<void> {
    this.codeError = this.code.trim() === "" ? m.unlock_code_missing() : null;
    const ready = this.fresh.ready();
    if (this.codeError !== null || !ready || this.wait > 0) return;
    const before = session.state?.protection;
    await this.#trying(async () => {
      await call("session.recover", { recovery_code: this.code.trim(), passphrase: this.fresh.typed });
    });
    const { vault, protection } = session.state ?? {};
    if (vault === "open" && before === "passphrase_and_device" && protection === "passphrase_alone")
      said.say(m.unlock_alone(), { label: m.unlock_to_security(), run: () => place.go({ screen: "security" }) });
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.thrown = null;
    this.damaged = false;
    try {
      await act();
      this.passphrase = "";
      this.code = "";
      this.fresh.forget();
      await session.refresh();
    } catch (thrown) {
      this.#refused(thrown);
    } finally {
      this.busy = false;
    }
  }

  #refused(thrown: unknown): void {
    const problem = problemOf(thrown);
    if ("retry_after_s" in problem && typeof problem.retry_after_s === "number") this.hold(problem.retry_after_s);
    if (problem.code === "wrong_passphrase") this.passphraseError = m.words_problem_wrong_passphrase();
    else if (problem.code === "wrong_recovery_code") this.codeError = m.words_problem_wrong_recovery_code();
    else if (problem.code === "damaged") this.damaged = true;
    // The delay says it itself, with the seconds that are left.
    else if (problem.code !== "wait" && !this.fresh.took(thrown)) this.thrown = thrown;
  }
}
