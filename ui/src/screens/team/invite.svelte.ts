// The invitation that is open on a coordinator's laptop: made, looked after, answered, admitted or taken back.

import { call } from "../../api/call.ts";
import type { OpenInvitation, TeamRole } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { spaceOf, type Within } from "../../parts/space/within.ts";
import { m } from "../../words/index.ts";

/** Why there is no invitation any more, where a person must be told. */
export type Ended = "expired" | "words_differ";

export class Inviting {
  readonly #within: Within;
  open = $state.raw<OpenInvitation | null>(null);
  /** Whether there is one was told once. */
  known = $state(false);
  role = $state<TeamRole>("member");
  ended = $state<Ended | null>(null);
  /** What the last look threw. */
  thrown = $state.raw<unknown>(null);
  readonly act = new Act();
  #acts = 0;

  constructor(within: Within) {
    this.#within = within;
  }

  /** Somebody may still answer. */
  readonly waits = $derived(this.open !== null && this.open.request === null);

  /** Throws nothing. What comes after a later act is left out. */
  async look(): Promise<void> {
    const acts = this.#acts;
    try {
      const open = await call("team.invitation", spaceOf(this.#within));
      if (acts !== this.#acts || this.act.busy) return;
      if (this.open !== null && open === null) this.ended = "expired";
      // Said at the foot too: whoever waits may be reading elsewhere on the screen.
      if (open?.request && !this.open?.request) said.say(m.space_request({ name: open.request.name }));
      this.open = open;
      this.known = true;
      this.thrown = null;
    } catch (thrown) {
      if (acts === this.#acts && !this.act.busy) this.thrown = thrown;
    }
  }

  async make(): Promise<boolean> {
    return this.#run(async () => {
      this.open = await call("team.invite", { role: this.role, ...spaceOf(this.#within) });
      this.ended = null;
    });
  }

  async cancel(): Promise<boolean> {
    const done = await this.#run(async () => {
      await call("team.cancel_invitation", spaceOf(this.#within));
      this.open = null;
    });
    if (done) said.say(m.space_invite_cancelled());
    return done;
  }

  /** The words are the same: whoever answered comes in. */
  async admit(): Promise<boolean> {
    const request = this.open?.request;
    if (!request) return false;
    const done = await this.#run(async () => {
      await call("team.admit", { words: request.words, ...spaceOf(this.#within) });
      this.open = null;
    });
    const { name } = request;
    if (done) said.say(this.#within === null ? m.space_admitted({ name }) : m.space_smaller_admitted({ name, team: this.#within.team }));
    return done;
  }

  /** The words are not the same: the code is worth nothing any more, and it is said why. */
  async deny(): Promise<boolean> {
    return this.#run(async () => {
      await call("team.cancel_invitation", spaceOf(this.#within));
      this.open = null;
      this.ended = "words_differ";
    });
  }

  async #run(act: () => Promise<void>): Promise<boolean> {
    this.#acts += 1;
    const done = await this.act.run(act);
    this.#acts += 1;
    if (done) this.thrown = null;
    return done;
  }
}
