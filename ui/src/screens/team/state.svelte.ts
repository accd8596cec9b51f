// The team of this laptop as the desk tells it, and what is asked of it that needs no form: looking, acknowledging, giving up.

import { call, onTopics } from "../../api/call.ts";
import type { Team, TeamAlarm } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { spaceOf, type Within } from "../../parts/space/within.ts";
import { m } from "../../words/index.ts";

/** The smaller teams that have not let this laptop in yet. */
function entering(team: Team): string[] {
  return team.stage === "in" ? team.smaller.flatMap((of) => (of.stage === "joining" ? [of.space] : [])) : [];
}

export class TeamRoom {
  /** Null until the desk has answered. */
  team = $state.raw<Team | null>(null);
  thrown = $state.raw<unknown>(null);
  readonly act = new Act();
  /** What the last look whether this laptop was let in threw. */
  lookThrown = $state.raw<unknown>(null);
  /** No hub answered the last look. */
  away = $state(false);
  #asked = 0;

  readonly stage = $derived(this.team?.stage ?? null);
  /** Waits to be let in, by the home team or by a smaller one. */
  readonly waits = $derived(this.stage === "joining" || (this.team !== null && entering(this.team).length > 0));

  async read(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const team = await call("team.read", {});
      if (mine !== this.#asked) return;
      if (this.team?.stage === "joining" && team.stage === "in") said.say(m.space_joined({ team: team.team }));
      const before = this.team === null ? [] : entering(this.team);
      for (const of of team.stage === "in" ? team.smaller : [])
        if (of.stage === "in" && before.includes(of.space)) said.say(m.space_smaller_joined({ team: of.team }));
      this.team = team;
      this.thrown = null;
    } catch (thrown) {
      if (mine === this.#asked) this.thrown = thrown;
    }
  }

  /** Looks whether this laptop was let in; throws nothing. The desk publishes what came of it. */
  async look(): Promise<void> {
    try {
      const { end, smaller } = await call("team.synchronise", {});
      this.away = [end, ...smaller.map((of) => of.end)].some((of) => of.end === "cut");
      this.lookThrown = null;
    } catch (thrown) {
      // Given up meanwhile: nothing is being waited for.
      if (this.waits) this.lookThrown = thrown;
    }
  }

  async giveUp(within: Within): Promise<void> {
    const done = await this.act.run(async () => {
      await call("team.cancel_join", spaceOf(within));
      await this.read();
    });
    if (!done) return;
    this.lookThrown = null;
    said.say(m.space_gave_up());
  }

  async acknowledge({ id }: TeamAlarm): Promise<boolean> {
    return this.act.run(async () => {
      await call("team.acknowledge_alarm", { alarm: id });
      await this.read();
    });
  }

  /** Reads now and whenever the team changes; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "team") void this.read();
    });
  }
}
