// A meeting with the team asked for by someone, from any screen; it keeps nothing of what it brought.

import { call, problemOf } from "../../api/call.ts";
import { said } from "../../design/said.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { m, problemSentence } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { meetingWords } from "./words.ts";

class Meet {
  readonly act = new Act();

  async run(): Promise<void> {
    if (this.act.busy) return;
    const done = await this.act.run(async () => {
      said.say(meetingWords(await call("team.synchronise", {})));
    });
    // The screen of the team shows it in its place.
    if (!done && place.route.screen !== "team")
      said.say(problemSentence(problemOf(this.act.thrown)), { label: m.space_see(), run: () => place.go({ screen: "team" }) });
  }
}

export const meet = new Meet();
