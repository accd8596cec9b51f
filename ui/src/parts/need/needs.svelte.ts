// The ten themes and their answers: shown at once as chosen, stored one after the other.

import { call } from "../../api/call.ts";
import type { Answer, NeedSituation, NeedView, Theme } from "../../api/generated.ts";
import { Asking } from "../person/asking.svelte.ts";

interface Given {
  answer: Answer;
  note: string;
  situations: NeedSituation[];
}

function same(given: Given | undefined, need: NeedView): boolean {
  return (
    given?.answer === need.answer &&
    given.note === need.note &&
    given.situations.length === need.situations.length &&
    given.situations.every((situation) => need.situations.includes(situation))
  );
}

export class Needs {
  readonly #person: string;
  /** What was just chosen, until the desk tells the same. */
  #chosen = $state<Partial<Record<Theme, Given>>>({});
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

  /** Answers whether it was stored. Any answer but yes leaves no situation standing, as the desk has it. */
  choose(need: NeedView, answer: Answer): Promise<boolean> {
    const { note, situations } = this.seen(need);
    return this.#give(need.theme, { answer, note, situations: answer === "yes" ? situations : [] });
  }

  /** Ticks a situation, which says yes to its theme, or takes it back. Answers whether it was stored. */
  tick(need: NeedView, situation: NeedSituation, ticked: boolean): Promise<boolean> {
    const { answer, note, situations } = this.seen(need);
    const others = situations.filter((other) => other !== situation);
    return this.#give(need.theme, ticked ? { answer: "yes", note, situations: [...others, situation] } : { answer, note, situations: others });
  }

  /** Answers of quick keys go out in their order. */
  #give(theme: Theme, given: Given): Promise<boolean> {
    this.#chosen = { ...this.#chosen, [theme]: given };
    const sent = this.#queue.then(async () => {
      try {
        await call("need.answer", { person: this.#person, theme, ...given });
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
    const given: Given = { answer, note, situations };
    const done = await this.asking.run(() => call("need.answer", { person: this.#person, theme: need.theme, ...given }));
    if (!done) return false;
    this.#chosen = { ...this.#chosen, [need.theme]: given };
    this.writing = null;
    return true;
  }

  /** The desk told everything anew: nothing needs to be laid over it any more. */
  told(needs: readonly NeedView[]): void {
    for (const need of needs) if (same(this.#chosen[need.theme], need)) this.#forget(need.theme);
  }

  #forget(theme: Theme): void {
    this.#chosen = Object.fromEntries(Object.entries(this.#chosen).filter(([of]) => of !== theme));
  }
}
