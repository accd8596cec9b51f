// What young people say of a programme: what is shown, and an answer as it is given.

import { call, onTopics } from "../../api/call.ts";
import type { FeedbackShown, FeedbackWords, Helped, ProgrammeId, Recommend } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Act } from "../act/act.svelte.ts";
import { KeptForm } from "../draft/form.svelte.ts";

export class Feedback {
  shown = $state.raw<FeedbackShown | null>(null);
  thrown = $state.raw<unknown>(null);
  act = new Act();
  readonly #programme: ProgrammeId;

  constructor(programme: ProgrammeId) {
    this.#programme = programme;
  }

  /** Rereads when answers left their box; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "participation") void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      this.shown = await call("feedback.show", { programme: this.#programme });
      this.thrown = null;
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  removeWords({ id }: FeedbackWords): Promise<boolean> {
    return this.act.run(async () => {
      await call("feedback.remove_words", { id });
      await this.read();
    });
  }

  removeAll(): Promise<boolean> {
    return this.act.run(async () => {
      await call("feedback.remove_all", { programme: this.#programme });
      await this.read();
    });
  }
}

interface Typed {
  helped: Helped | null;
  recommend: Recommend | null;
  words: string;
}

export class FeedbackForm extends KeptForm<Typed> {
  readonly #programme: ProgrammeId;

  constructor(programme: ProgrammeId) {
    super(["helped", "recommend", "words"], { helped: null, recommend: null, words: "" });
    this.#programme = programme;
  }

  async begin(): Promise<void> {
    await this.start(`feedback/${this.#programme}`, { helped: null, recommend: null, words: "" });
  }

  async send(): Promise<boolean> {
    const { helped, recommend, words } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    if (helped === null) this.asking.refuse("helped", m.participation_feedback_helped_missing());
    if (recommend === null) this.asking.refuse("recommend", m.participation_feedback_helped_missing());
    if (helped === null || recommend === null) return false;
    return this.write(() => call("feedback.give", { programme: this.#programme, answer: { helped, recommend, words } }));
  }
}
