// What laptops said differently, one question after the other: settled, or left for later.

import { call, onTopics } from "../../api/call.ts";
import type { Disagreement, Keep } from "../../api/generated.ts";

const PAGE = 100;
const keyOf = ({ table, row, field }: Disagreement): string => `${table}/${row}/${field}`;

export class DisagreementList {
  /** Undefined while it is not known. */
  lines = $state.raw<readonly Disagreement[] | undefined>();
  open = $state(0);
  thrown = $state.raw<unknown>(null);
  busy = $state(false);
  #later = $state.raw<readonly string[]>([]);
  #asked = 0;

  readonly #questions = $derived(this.lines?.filter(({ waits }) => waits === null) ?? []);
  readonly waiting = $derived(this.lines?.filter(({ waits }) => waits !== null) ?? []);
  /** What is asked now; null when there is nothing, undefined while it is not known. */
  readonly question = $derived(this.lines === undefined ? undefined : (this.#questions.find((line) => !this.#later.includes(keyOf(line))) ?? null));
  /** How many were left for later. */
  readonly left = $derived(this.#questions.filter((line) => this.#later.includes(keyOf(line))).length);

  async read(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const page = await call("disagreement.list", { person: null, offset: 0, limit: PAGE });
      if (mine !== this.#asked) return;
      this.lines = page.lines;
      this.open = page.open;
      this.thrown = null;
    } catch (thrown) {
      if (mine === this.#asked) this.thrown = thrown;
    }
  }

  later(): void {
    if (this.question) this.#later = [...this.#later, keyOf(this.question)];
  }

  again(): void {
    this.#later = [];
  }

  /** Writes the choice; false when it could not be written. What stands by then is read again either way. */
  async settle(keep: Keep): Promise<boolean> {
    const question = this.question;
    if (!question || this.busy) return false;
    this.busy = true;
    const { table, row, field } = question;
    let refused: unknown = null;
    try {
      await call("disagreement.resolve", { table, row, field, shown: question.sides.flatMap(({ heads }) => heads), keep });
    } catch (thrown) {
      refused = thrown;
    } finally {
      this.busy = false;
    }
    await this.read();
    if (refused !== null) this.thrown = refused;
    return refused === null;
  }

  /** Reads now and whenever something was written; answers with the function that stops. */
  follow(): () => void {
    void this.read();
    return onTopics((topic) => {
      if (topic !== "settings" && !this.busy) void this.read();
    });
  }
}
