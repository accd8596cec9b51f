// The two ways into a team: what is typed, what it was refused for and under which field.

import { call, problemOf } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { Asking } from "../../parts/person/asking.svelte.ts";
import { m, problemSentence } from "../../words/index.ts";

/** Problems that speak of one field. */
const FIELDS: Readonly<Record<string, string>> = {
  hub_address: "hub",
  not_a_hub: "hub",
  permit_needed: "permit",
  invitation_typo: "code",
  invitation_unknown: "code",
  invitation_used: "code",
};

/** Sends once nothing is missing; answers whether it went through. */
async function send(asking: Asking, missing: Readonly<Record<string, string | null>>, act: () => Promise<unknown>): Promise<boolean> {
  if (asking.busy) return false;
  asking.clear();
  for (const [field, sentence] of Object.entries(missing)) if (sentence !== null) asking.refuse(field, sentence);
  if (Object.keys(asking.errors).length > 0) return false;
  const done = await asking.run(async () => {
    try {
      await act();
    } catch (thrown) {
      const problem = problemOf(thrown);
      const field = FIELDS[problem.code];
      if (field === undefined) throw thrown;
      asking.refuse(field, problemSentence(problem));
    }
  });
  return done && Object.keys(asking.errors).length === 0;
}

const missing = (text: string, sentence: string): string | null => (text.trim() === "" ? sentence : null);

export class Founding {
  readonly #smaller: boolean;
  hub = $state("");
  name = $state("");
  permit = $state("");
  readonly asking = new Asking(["name"]);

  /** `smaller`: a team within the home team. */
  constructor(smaller = false) {
    this.#smaller = smaller;
  }

  async send(): Promise<boolean> {
    const [hub, name, permit] = [this.hub.trim(), this.name.trim(), this.permit.trim()];
    const done = await send(this.asking, { hub: missing(hub, m.space_hub_missing()), name: missing(name, this.#smaller ? m.space_smaller_name_missing() : m.space_name_missing()) }, () =>
      call("team.found", { hub, name, ...(permit === "" ? {} : { permit }), ...(this.#smaller ? { smaller: true } : {}) }),
    );
    if (done) said.say(this.#smaller ? m.space_smaller_founded({ team: name }) : m.space_founded({ team: name }));
    return done;
  }
}

export class JoinForm {
  hub = $state("");
  code = $state("");
  readonly asking = new Asking();

  async send(): Promise<boolean> {
    const [hub, code] = [this.hub.trim(), this.code.trim()];
    return send(this.asking, { hub: missing(hub, m.space_hub_missing()), code: missing(code, m.space_code_missing()) }, () => call("team.join", { hub, code }));
  }
}
