// The colleagues of this vault as the desk last told them.

import { call, onTopics } from "../../api/call.ts";
import type { Colleague } from "../../api/generated.ts";

export class Team {
  /** Null until the desk has answered. */
  all = $state.raw<readonly Colleague[] | null>(null);
  thrown = $state.raw<unknown>(null);
  others = $derived(this.all?.filter(({ me }) => !me) ?? []);

  async read(): Promise<void> {
    try {
      this.all = await call("worker.list", {});
      this.thrown = null;
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  /** Reads now and whenever someone came, went or was handed over; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "settings" || topic === "people") void this.read();
    });
  }
}
