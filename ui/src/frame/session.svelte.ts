// What the desk says of the vault and its worker. Holds no key, no passphrase and no file.

import { call, onTopics } from "../api/call.ts";
import type { SessionState } from "../api/generated.ts";
import { said } from "../design/said.svelte.ts";
import { speak } from "../words/index.ts";
import { showTheme } from "./theme.ts";

class Session {
  /** Null until the desk has answered once. */
  state = $state.raw<SessionState | null>(null);
  /** What the last question to the desk threw. */
  thrown = $state.raw<unknown>(null);
  /** The first start is not finished: the vault may be open already while the recovery kit is shown. */
  starting = $state(false);
  /** It was locked before it was open: something may have been left half typed. */
  unlocked = false;
  /** The vault was closed so that what can be read of it is saved: the threshold shows that first. */
  saving = false;

  async refresh(): Promise<void> {
    try {
      const next = await call("session.state", {});
      this.thrown = null;
      if (next.vault === "locked") this.starting = false;
      if (next.vault !== "open") said.hush();
      this.unlocked = next.vault === "open" && (this.unlocked || this.state?.vault === "locked");
      // On the first start the language chosen on screen is not written anywhere yet.
      if (next.vault !== "absent" && !this.starting) {
        speak(next.settings.language);
        showTheme(next.settings.theme);
      }
      this.state = next;
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  /** Asks once, then again whenever the desk publishes a change; answers with the function that stops. */
  follow(): () => void {
    void this.refresh();
    return onTopics((topic) => {
      // In a team every change waits to be sent, and the rail says how many do.
      if (topic === "session" || topic === "settings" || (this.state?.link ?? null) !== null) void this.refresh();
    });
  }

  /** Leads to the way to save what can be read: it closes the vault, and what it answers is to be read on the threshold. */
  async saveWhatIsLeft(): Promise<void> {
    this.saving = true;
    await this.lock();
  }

  async lock(): Promise<void> {
    try {
      await call("session.lock", {});
    } finally {
      await this.refresh();
    }
  }
}

export const session = new Session();
