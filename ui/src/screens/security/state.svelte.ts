// The acts of the security screen: what each card asks for, answered or thrown.

import { call, problemOf } from "../../api/call.ts";
import type { Settings, VerifyReport } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { NewPassphrase } from "../../parts/passphrase/state.svelte.ts";
import { m } from "../../words/index.ts";

export class ChangePassphrase {
  current = $state("");
  currentError = $state<string | null>(null);
  fresh = new NewPassphrase();
  act = new Act();

  async send(): Promise<void> {
    this.currentError = this.current === "" ? m.unlock_passphrase_missing() : null;
    if (!this.fresh.ready() || this.currentError !== null) return;
    const done = await this.act.run(async () => {
      try {
        await call("session.change_passphrase", { current: this.current, passphrase: this.fresh.typed });
      } catch (thrown) {
        if (this.fresh.took(thrown)) return;
        if (problemOf(thrown).code !== "wrong_passphrase") throw thrown;
        this.currentError = m.words_problem_wrong_passphrase();
      }
    });
    if (!done || this.currentError !== null || this.fresh.error !== null) return;
    this.forget();
    said.say(m.security_passphrase_changed());
  }

  forget(): void {
    this.current = "";
    this.currentError = null;
    this.fresh.forget();
  }
}

export class NewKit {
  passphrase = $state("");
  passphraseError = $state<string | null>(null);
  code = $state<string | null>(null);
  act = new Act();

  async draw(): Promise<void> {
    this.passphraseError = this.passphrase === "" ? m.unlock_passphrase_missing() : null;
    if (this.passphraseError !== null) return;
    await this.act.run(async () => {
      try {
        this.code = (await call("session.renew_recovery_kit", { passphrase: this.passphrase })).recovery_code;
      } catch (thrown) {
        if (problemOf(thrown).code !== "wrong_passphrase") throw thrown;
        this.passphraseError = m.words_problem_wrong_passphrase();
      }
    });
    if (this.code !== null) this.passphrase = "";
  }

  forget(): void {
    this.passphrase = "";
    this.passphraseError = null;
    this.code = null;
  }
}

export class Preferences {
  act = new Act();

  async change(changed: Partial<Settings>): Promise<void> {
    const settings = session.state?.settings;
    if (!settings) return;
    await this.act.run(async () => {
      await call("settings.change", { settings: { ...settings, ...changed } });
      await session.refresh();
    });
  }
}

export class Verification {
  act = new Act();
  report = $state.raw<VerifyReport | null>(null);

  async run(): Promise<void> {
    this.report = null;
    await this.act.run(async () => {
      this.report = await call("vault.verify", {});
    });
  }
}

export class Demonstration {
  act = new Act();

  async fill(): Promise<void> {
    const done = await this.act.run(async () => {
      await call("demo.fill", { people: 200, seed: 1 });
      await session.refresh();
    });
    if (done) said.say(m.security_demo_filled());
  }

  async remove(): Promise<void> {
    const done = await this.act.run(async () => {
      await call("demo.remove", {});
      await session.refresh();
    });
    if (done) said.say(m.security_demo_removed());
  }
}
