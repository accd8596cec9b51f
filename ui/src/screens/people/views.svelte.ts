// The views of the caseload that were given a name: read, written anew, taken away, and put back.

import { onTopics, problemOf } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { m, refusalSentence } from "../../words/index.ts";
import { listViews, removeView, saveView, type View } from "./desk-views.ts";

export class SavedViews {
  all = $state.raw<readonly View[]>([]);
  /** The name being typed, with the view that gets it; null for a new one. */
  naming = $state<{ of: View | null; name: string } | null>(null);
  nameError = $state<string | null>(null);
  readonly act = new Act();

  /** Reads now and whenever settings changed elsewhere; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic === "settings") void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      this.all = await listViews();
    } catch (thrown) {
      this.act.thrown = thrown;
    }
  }

  name(of: View | null): void {
    this.nameError = null;
    this.naming = { of, name: of?.name ?? "" };
  }

  /** Gives what is shown, or the view that is renamed, the typed name. Answers whether it was kept. */
  async keep(shown: string): Promise<boolean> {
    if (this.naming === null) return false;
    const { of } = this.naming;
    const name = this.naming.name.trim();
    this.nameError = name === "" ? m.people_view_name_missing() : null;
    if (this.nameError !== null) return false;
    let kept = false;
    await this.act.run(async () => {
      try {
        await saveView({ id: of?.id ?? null, name, body: of?.body ?? shown });
        kept = true;
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (problem.code !== "refused") throw thrown;
        this.nameError = refusalSentence(problem.refusal);
      }
    });
    if (!kept) return false;
    this.naming = null;
    said.say(m.people_view_kept({ name }));
    await this.read();
    return true;
  }

  /** The view shows from now on what is shown. */
  async replace({ id, name }: View, shown: string): Promise<void> {
    const done = await this.act.run(async () => {
      await saveView({ id, name, body: shown });
      await this.read();
    });
    if (done) said.say(m.people_view_kept({ name }));
  }

  async remove({ id, name, body }: View): Promise<void> {
    const done = await this.act.run(async () => {
      await removeView(id);
      await this.read();
    });
    if (!done) return;
    const back = (): void =>
      void this.act.run(async () => {
        await saveView({ id: null, name, body });
        await this.read();
      });
    said.say(m.people_view_removed({ name }), { label: m.people_view_back(), run: back });
  }
}
