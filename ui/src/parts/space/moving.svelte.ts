// A file on its way into another team: where it can go, who has it then, and what it was refused for.

import { call, problemOf } from "../../api/call.ts";
import type { InTeam, PersonFile } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { memberName } from "./words.ts";

/** To a smaller team, or back to the home team. */
export type Direction = "smaller" | "back";

/** A team that the file can go to. */
export interface Target {
  space: string;
  team: string;
  home: boolean;
  /** Whose laptops are in it. */
  names: string;
}

function target(of: InTeam, home: boolean): Target {
  const inside = of.members.filter(({ role }) => role !== null);
  return { space: of.space, team: of.team, home, names: [...new Set(inside.map((member) => memberName(member, of.members)))].join(", ") };
}

export class Moving {
  readonly act = new Act();
  readonly reading = new Act();
  /** The team that the file leaves. */
  from = $state("");
  targets = $state.raw<readonly Target[]>([]);
  space = $state("");
  /** Why it cannot be moved, in a sentence of its own. */
  refused = $state<string | null>(null);

  readonly to = $derived(this.targets.find(({ space }) => space === this.space) ?? null);

  /** Reads where the file can go. */
  async start({ smaller: its }: PersonFile, direction: Direction): Promise<void> {
    this.act.thrown = null;
    this.refused = null;
    this.targets = [];
    await this.reading.run(async () => {
      const home = await call("team.read", {});
      if (home.stage !== "in") return;
      const smaller = home.smaller.filter((of) => of.stage === "in");
      const from = its === undefined ? home : smaller.find(({ space }) => space === its.space);
      this.from = from?.team ?? its?.name ?? "";
      const open = direction === "back" ? [target(home, true)] : smaller.filter(({ space, role }) => space !== its?.space && (role === "admin" || role === "member")).map((of) => target(of, false));
      if (from?.role !== "admin") this.refused = m.person_move_role({ team: this.from });
      else if (open.length === 0) this.refused = m.person_move_nowhere();
      else {
        this.targets = open;
        this.space = open[0]?.space ?? "";
      }
    });
  }

  /** Answers whether the file goes. */
  async send(person: string, name: string): Promise<boolean> {
    const to = this.to;
    if (to === null) return false;
    let whole = false;
    const done = await this.act.run(async () => {
      const { end, smaller } = await call("person.move", { person, ...(to.home ? {} : { to: to.space }) });
      whole = [end, ...smaller.map((of) => of.end)].every((of) => of.end === "done");
    });
    if (done) said.say(whole ? m.person_moved({ name, team: to.team }) : m.person_moved_later({ name, team: to.team }));
    else if (problemOf(this.act.thrown).code === "role_forbids") {
      this.act.thrown = null;
      this.refused = m.person_move_role({ team: this.from });
    }
    return done;
  }
}
