// What is asked once more before it is done: another role, a removal, new keys, leaving.

import { call, problemOf } from "../../api/call.ts";
import type { TeamMember, TeamRole } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { spaceOf, type Within } from "../../parts/space/within.ts";
import { roleWords } from "../../parts/space/words.ts";
import { m } from "../../words/index.ts";

export type Decision =
  | { of: "role"; within: Within; member: TeamMember; name: string }
  /** `smaller`: the teams within the one that it is about, which are left or told of apart. */
  | { of: "remove"; within: Within; member: TeamMember; name: string; smaller: readonly string[] }
  /** The lease of a laptop that did not meet the team in time. */
  | { of: "renew"; within: Within; member: TeamMember; name: string }
  | { of: "keys"; within: Within }
  /** `removed`: the team has taken this laptop out already. */
  | { of: "leave"; within: Within; team: string; unsent: number; removed: boolean; smaller: readonly string[] };

export class Deciding {
  asked = $state.raw<Decision | null>(null);
  role = $state<TeamRole>("member");
  /** No hub answered: leaving can be done without telling the team. */
  unheard = $state(false);
  readonly act = new Act();

  ask(decision: Decision): void {
    this.act.thrown = null;
    this.unheard = false;
    if (decision.of === "role") this.role = decision.member.role ?? "member";
    this.asked = decision;
  }

  /** Does it, where it is about leaving also `unheard`: without telling the team; answers whether it went through. */
  async send(unheard = false): Promise<boolean> {
    const decision = this.asked;
    if (decision === null) return false;
    let told = "";
    const done = await this.act.run(async () => {
      told = await this.#does(decision, unheard);
    });
    if (done) said.say(told);
    else if (decision.of === "leave" && problemOf(this.act.thrown).code === "hub_away") {
      this.unheard = true;
      // The sentence about going without telling says it too.
      this.act.thrown = null;
    }
    return done;
  }

  async #does(decision: Decision, unheard: boolean): Promise<string> {
    const { within } = decision;
    const space = spaceOf(within);
    switch (decision.of) {
      case "role":
        await call("team.set_role", { device: decision.member.device, role: this.role, ...space });
        return m.space_role_changed({ name: decision.name, role: roleWords[this.role]() });
      case "remove":
        await call("team.remove_member", { device: decision.member.device, ...space });
        return within === null ? m.space_removed({ name: decision.name }) : m.space_smaller_out({ name: decision.name, team: within.team });
      case "renew":
        await call("team.renew_lease", { device: decision.member.device });
        return m.space_lease_renewed_of({ name: decision.name });
      case "keys":
        await call("team.renew_keys", space);
        return within === null ? m.space_keys_changed() : m.space_smaller_keys_changed({ team: within.team });
      case "leave":
        await call("team.leave", { ...(unheard ? { unheard } : {}), ...space });
        return within === null ? m.space_left({ team: decision.team }) : m.space_smaller_left({ team: within.team });
    }
  }
}
