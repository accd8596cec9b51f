// The ten themes and their answers: shown at once as chosen, stored one after the other.

import { call } from "../../api/call.ts";
import type { Answer, NeedSituation, NeedView, Theme } from "../../api/generated.ts";
import { Asking } from "../person/asking.svelte.ts";

function sameSet<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((element) => other.includes(element));
}

export class Needs {
  readonly #person: string;
  /** What was just chosen, until the desk tells the same. */
  #chosen = $state<Partial<Record<Theme, Omit<NeedView, "theme">>>>({});
  /** The theme whose note is being written, and its words. */
  writing = $state<{ theme: Theme; note: string } | null>(null);
  asking = new Asking(["note"]);
  thrown = $state.raw<unknown>(null);
  #queue: Promise<unknown> = Promise.resolve();

  constructor(person: string) {
    this.#person = person;
  }

  /** As kept, with what was just chosen laid over it. */
  seen(need: NeedView): NeedView {
    return { ...need, ...this.#chosen[need.theme] };
  }

  /** Answers whether it was stored. Answers of quick keys go out in their order. */
  choose(need: NeedView, answer: Answer): Promise<boolean> {
    const { note, situations } = this.seen(need);
    this.#chosen = { ...this.#chosen, [need.theme]: { answer, note, situations: answer === "yes" ? situations : [] } };
    return this.#send(need.theme, () => call("need.answer", { person: this.#person, theme: need.theme, answer, note }));
  }

  /** Answers whether it was stored. A tick answers its theme with yes. */
  tick(need: NeedView, situation: NeedSituation, ticked: boolean): Promise<boolean> {
    const { answer, note, situations } = this.seen(need);
    const others = situations.filter((other) => other !== situation);
    const after = ticked ? { answer: "yes" as const, note, situations: [...others, situation] } : { answer, note, situations: others };
    this.#chosen = { ...this.#chosen, [need.theme]: after };
    return this.#send(need.theme, () => call("need.tick", { person: this.#person, situation, ticked }));
  }

  #send(theme: Theme, act: () => Promise<unknown>): Promise<boolean> {
    const sent = this.#queue.then(async () => {
      try {
        await act();
        this.thrown = null;
        return true;
      } catch (thrown) {
        // What is shown must be what is kept.
        this.#forget(theme);
        this.thrown = thrown;
        return false;
      }
    });
    this.#queue = sent;
    return sent;
  }

  write(need: NeedView): void {
    this.asking.clear();
    this.writing = { theme: need.theme, note: this.seen(need).note };
  }

  async save(need: NeedView): Promise<boolean> {
    const note = this.writing?.note ?? "";
    const { answer, situations } = this.seen(need);
    const done = await this.asking.run(() => call("need.answer", { person: this.#person, theme: need.theme, answer, note }));
    if (!done) return false;
    this.#chosen = { ...this.#chosen, [need.theme]: { answer, note, situations } };
    this.writing = null;
    return true;
  }

  /** The desk told everything anew: nothing needs to be laid over it any more. */
  told(needs: readonly NeedView[]): void {
    for (const need of needs) {
      const chosen = this.#chosen[need.theme];
      if (chosen && chosen.answer === need.answer && chosen.note === need.note && sameSet(chosen.situations, need.situations)) this.#forget(need.theme);
    }
  }

  #forget(theme: Theme): void {
    this.#chosen = Object.fromEntries(Object.entries(this.#chosen).filter(([of]) => of !== theme));
  }
}
