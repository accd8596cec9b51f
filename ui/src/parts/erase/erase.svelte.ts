// A person's file on its way out for good: the passphrase asked again, and what it was refused for.

import { call, problemOf } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { place } from "../../frame/place.svelte.ts";
import { recent } from "../../frame/recent.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { Proof } from "../backup/proof.svelte.ts";

export class Erasing {
  readonly proof = new Proof();
  readonly act = new Act();
  /** Why a team has not erased it, where the usual sentence would not say enough. */
  refused = $state<string | null>(null);

  start(): void {
    this.proof.forget();
    this.act.thrown = null;
    this.refused = null;
  }

  /** Answers whether it went through; the list of people is shown then. */
  async send(person: string, name: string): Promise<boolean> {
    this.refused = null;
    if (!this.proof.ready()) return false;
    const shared = session.state?.link?.member === true;
    const done = await this.act.run(async () => {
      await call("person.erase", { person, passphrase: this.proof.passphrase });
    });
    if (!done) {
      this.#explain();
      return false;
    }
    this.proof.forget();
    recent.drop(person);
    place.go({ screen: "people" });
    said.say(shared ? m.person_erased_team({ name }) : m.person_erased({ name }));
    return true;
  }

  #explain(): void {
    const thrown = this.act.thrown;
    const { code } = problemOf(thrown);
    if (code === "role_forbids") this.refused = m.person_erase_role();
    else if (code === "hub_away") this.refused = m.person_erase_away();
    else if (!this.proof.took(thrown)) return;
    this.act.thrown = null;
  }
}
