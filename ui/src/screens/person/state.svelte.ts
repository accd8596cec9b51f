// One person's file as the desk last told it, and whether there is such a person.

import { call, onTopics, problemOf } from "../../api/call.ts";
import type { PersonFile, Topic } from "../../api/generated.ts";
import { fullName } from "../../parts/person/name.ts";

const ELSEWHERE: readonly Topic[] = ["session", "settings"];

export class Dossier {
  readonly id: string;
  file = $state.raw<PersonFile | null>(null);
  /** Nobody has this id, or no longer. */
  gone = $state(false);
  thrown = $state.raw<unknown>(null);
  /** A reason is asked before it opens: a colleague follows the person, or the use of the file is limited. */
  why = $state.raw<{ limited: boolean } | null>(null);
  name = $derived(this.file ? fullName(this.file.who) : "");
  #asked = 0;
  #soon = false;

  constructor(id: string) {
    this.id = id;
  }

  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const file = await call("person.open", { person: this.id });
      // An older answer that comes late must not cover a newer one.
      if (asked !== this.#asked) return;
      this.file = file;
      this.gone = false;
      this.why = null;
      this.thrown = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      const problem = problemOf(thrown);
      this.gone = problem.code === "not_found" || problem.code === "bad_request";
      this.why = problem.code === "refused" && problem.refusal.refusal === "why_missing" ? problem.refusal : null;
      if (this.why !== null) this.file = null;
      this.thrown = this.gone || this.why !== null ? null : thrown;
    }
  }

  /** Reads now and whenever something of it may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (ELSEWHERE.includes(topic) || this.#soon) return;
      // One act publishes several topics at once: one reading does for all.
      this.#soon = true;
      queueMicrotask(() => {
        this.#soon = false;
        void this.read();
      });
    });
  }
}
