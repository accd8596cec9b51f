// Figures and the lists behind them on their way out of the encryption.

import { call } from "../../api/call.ts";
import type { Calls, ExportLines, Figure, Period, ReportAsk } from "../../api/generated.ts";
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

export class TeamGift extends Outside {
  team = $state("");

  constructor() {
    super("json", ["team"]);
  }

  /** The team is called as its letters call it, until somebody calls it otherwise. */
  async name(): Promise<void> {
    if (this.team !== "") return;
    try {
      const { letterhead } = await call("letterhead.show", {});
      if (this.team === "") this.team = letterhead.name;
    } catch {
      // The name can be typed.
    }
  }

  async send(period: Period): Promise<boolean> {
    this.asking.clear();
    if (this.team.trim() === "") this.asking.refuse("team", m.teams_name_missing());
    return this.write(async (path, passphrase) => {
      await call("report.give_team", { period, team: this.team, path, passphrase });
      said.say(m.teams_given({ path }));
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
