// Files of several teams, and what they add up to.

import { call } from "../../api/call.ts";
import { chooseFiles } from "../../api/files.ts";
import type { TeamSum } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Outside } from "../../parts/outside/outside.svelte.ts";
import { Asking } from "../../parts/person/asking.svelte.ts";
import { m } from "../../words/index.ts";

export class TeamFiles {
  paths = $state.raw<readonly string[]>([]);
  /** What is typed into the field of a path. */
  typed = $state("");
  sum = $state.raw<TeamSum | null>(null);
  readonly asking = new Asking(["paths"]);
  #questions = 0;

  /** Adds files that are not there yet, and counts anew. */
  async add(paths: readonly string[]): Promise<void> {
    const all = [...this.paths, ...paths.map((path) => path.trim())];
    const fresh = all.filter((path, at) => path !== "" && all.indexOf(path) === at);
    if (fresh.length > this.paths.length) await this.#count(fresh);
  }

  async addTyped(): Promise<void> {
    const before = this.paths.length;
    await this.add([this.typed]);
    if (this.paths.length > before) this.typed = "";
  }

  async browse(): Promise<void> {
    try {
      await this.add(await chooseFiles(m.teams_choose(), [{ name: m.teams_kind(), extensions: ["json"] }]));
    } catch {
      this.asking.refuse("paths", m.outside_no_dialog());
    }
  }

  async drop(at: number): Promise<void> {
    await this.#count(this.paths.filter((_, place) => place !== at));
  }

  async #count(paths: readonly string[]): Promise<void> {
    const question = ++this.#questions;
    this.asking.clear();
    if (paths.length === 0) {
      this.paths = [];
      this.sum = null;
      return;
    }
    await this.asking.run(async () => {
      const sum = await call("report.add_teams_up", { paths: [...paths] });
      if (question !== this.#questions) return;
      this.paths = paths;
      this.sum = sum;
    });
    if (this.asking.under("paths") !== null) this.asking.refuse("paths", m.teams_path_unusable());
  }
}

export class SumExport extends Outside {
  readonly #format: "xlsx" | "csv";

  constructor(format: "xlsx" | "csv") {
    super(format, [], false);
    this.#format = format;
  }

  async send(paths: readonly string[]): Promise<boolean> {
    this.asking.clear();
    return this.write(async (path) => {
      const { teams } = await call("report.export_team_sum", { paths: [...paths], format: this.#format, path });
      said.say(m.teams_sum_written({ count: teams, path }));
    });
  }
}
