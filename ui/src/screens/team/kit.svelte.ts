// The code on paper with which a colleague leads the team on: making it, taking it out of use, using it.

import { call, problemOf } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { spaceOf, type Within } from "../../parts/space/within.ts";
import { m, problemSentence } from "../../words/index.ts";

export class MakingKit {
  readonly act = new Act();
  readonly withdrawing = new Act();
  /** What is to be printed; null before, and once it was kept. */
  code = $state<string | null>(null);

  async make(within: Within): Promise<void> {
    await this.act.run(async () => {
      this.code = (await call("team.make_kit", spaceOf(within))).code;
    });
  }

  forget(): void {
    this.code = null;
    this.act.thrown = null;
  }

  async withdraw(within: Within): Promise<void> {
    const done = await this.withdrawing.run(async () => {
      await call("team.withdraw_kit", spaceOf(within));
    });
    if (done) said.say(m.space_kit_withdrawn());
  }
}

export class UsingKit {
  readonly act = new Act();
  code = $state("");
  error = $state<string | null>(null);

  begin(): void {
    this.code = "";
    this.error = null;
    this.act.thrown = null;
  }

  /** Answers whether this laptop leads now; what is wrong with the code stands under it. */
  async use(within: Within): Promise<boolean> {
    this.error = this.code.trim() === "" ? m.space_kit_code_missing() : null;
    if (this.error !== null) return false;
    const done = await this.act.run(async () => {
      await call("team.use_kit", { code: this.code, ...spaceOf(within) });
    });
    if (done) {
      this.code = "";
      said.say(m.space_kit_used());
      return true;
    }
    const problem = problemOf(this.act.thrown);
    if (problem.code === "kit_typo" || problem.code === "kit_unknown") {
      this.error = problemSentence(problem);
      this.act.thrown = null;
    }
    return false;
  }
}
