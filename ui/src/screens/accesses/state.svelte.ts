// The journal of accesses, page by page, narrowed by who and how.

import { call } from "../../api/call.ts";
import type { AccessKind, AccessLine, Colleague } from "../../api/generated.ts";

const PAGE = 100;

export class Accesses {
  workers = $state.raw<readonly Colleague[]>([]);
  worker = $state<string | null>(null);
  kind = $state<AccessKind | null>(null);
  lines = $state.raw<readonly AccessLine[] | null>(null);
  total = $state(0);
  busy = $state(false);
  thrown = $state.raw<unknown>(null);

  async begin(): Promise<void> {
    await this.#page([]);
    try {
      this.workers = await call("worker.list", {});
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  async narrow(by: { worker?: string | null; kind?: AccessKind | null }): Promise<void> {
    if (by.worker !== undefined) this.worker = by.worker;
    if (by.kind !== undefined) this.kind = by.kind;
    await this.#page([]);
  }

  async more(): Promise<void> {
    await this.#page(this.lines ?? []);
  }

  async #page(before: readonly AccessLine[]): Promise<void> {
    this.busy = true;
    try {
      const filter = { person: null, worker: this.worker, kind: this.kind };
      const { total, lines } = await call("access.list", { filter, offset: before.length, limit: PAGE });
      this.lines = [...before, ...lines];
      this.total = total;
      this.thrown = null;
    } catch (thrown) {
      this.thrown = thrown;
    } finally {
      this.busy = false;
    }
  }
}
