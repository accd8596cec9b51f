// Figures and the lists behind them on their way out of the encryption.

import { call } from "../../api/call.ts";
import type { Calls, ExportLines, Figure, ReportAsk } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Outside } from "../../parts/outside/outside.svelte.ts";
import { m } from "../../words/index.ts";

type Request = Omit<Calls["report.export"]["request"], "path" | "passphrase">;

export class FigureExport extends Outside {
  async send(request: Request): Promise<boolean> {
    this.asking.clear();
    return this.write(async (path, passphrase) => {
      await call("report.export", { ...request, path, passphrase });
      said.say(m.figures_export_done({ path }));
    });
  }
}

/** How often it is asked how far the writing has come. */
const EVERY_MS = 250;

export class ListExport extends Outside {
  /** How far the writing has come; null while nothing is written. */
  progress = $state.raw<ExportLines | null>(null);

  constructor() {
    super("xlsx");
  }

  async send(ask: ReportAsk, figure: Figure): Promise<boolean> {
    this.asking.clear();
    const watch = setInterval(() => void this.#look(), EVERY_MS);
    try {
      return await this.write(async (path, passphrase) => {
        const { lines } = await call("report.export_people", { ask, figure, path, passphrase });
        said.say(m.figures_list_done({ count: lines, path }));
      });
    } finally {
      clearInterval(watch);
      this.progress = null;
    }
  }

  async #look(): Promise<void> {
    try {
      const { writing } = await call("report.progress", {});
      if (this.asking.busy) this.progress = writing;
    } catch {
      // The writing itself says what went wrong.
    }
  }

  stop(): void {
    void call("report.stop", {});
  }
}
