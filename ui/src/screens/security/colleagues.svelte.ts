// The team being written down: a name being typed, what it was refused for, who was taken out and the way back.

import { call, problemOf } from "../../api/call.ts";
import type { Colleague } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { Team } from "../../parts/team/team.svelte.ts";
import { undoLast } from "../../parts/undo/undo.ts";
import { m, refusalSentence } from "../../words/index.ts";

export class Colleagues {
  readonly team = new Team();
  /** The name being typed, with who gets it; null for a new one. */
  naming = $state<{ of: Colleague | null; name: string } | null>(null);
  nameError = $state<string | null>(null);
  readonly act = new Act();

  name(of: Colleague | null): void {
    this.nameError = null;
    this.act.thrown = null;
    this.naming = { of, name: of?.name ?? "" };
  }

  /** Answers whether the name was kept. */
  async keep(): Promise<boolean> {
    if (this.naming === null) return false;
    const { of } = this.naming;
    const name = this.naming.name.trim();
    this.nameError = name === "" ? m.team_name_missing() : null;
    if (this.nameError !== null) return false;
    let kept = false;
    await this.act.run(async () => {
      try {
        if (of) await call("worker.rename", { worker: of.id, name });
        else await call("worker.add", { name });
        kept = true;
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (problem.code !== "refused") throw thrown;
        this.nameError = refusalSentence(problem.refusal);
      }
    });
    if (!kept) return false;
    this.naming = null;
    said.say(of ? m.team_renamed({ name }) : m.team_added({ name }), { label: m.undo_undo(), run: undoLast });
    await this.team.read();
    return true;
  }

  async remove({ id, name }: Colleague): Promise<void> {
    const done = await this.act.run(async () => {
      await call("worker.remove", { worker: id });
      await this.team.read();
    });
    if (done) said.say(m.team_removed({ name }), { label: m.undo_undo(), run: undoLast });
  }
}
