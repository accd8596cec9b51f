// Finds people by what is typed, as the choices of a field.

import { call } from "../../api/call.ts";
import type { Choice } from "../../design/index.ts";
import { besidePerson, LETTERS } from "../../frame/finding.ts";

export class PeopleChoice {
  choices = $state.raw<readonly Choice<string>[]>([]);
  thrown = $state.raw<unknown>(null);
  #turn = 0;

  async look(text: string): Promise<void> {
    const turn = ++this.#turn;
    if (text.trim().length < LETTERS) return;
    try {
      const hits = await call("search", { text });
      if (turn !== this.#turn) return;
      this.choices = hits
        .filter((hit) => hit.found === "person")
        .map((hit) => ({ value: hit.id, label: hit.name, note: besidePerson(hit) }));
      this.thrown = null;
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    }
  }

  name(id: string | null): string {
    return this.choices.find(({ value }) => value === id)?.label ?? "";
  }
}
