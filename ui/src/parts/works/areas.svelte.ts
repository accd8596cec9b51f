// Names of priority neighbourhoods: found by what is typed, and said in place of a code where the list is here.

import { call } from "../../api/call.ts";
import type { QpvAnswer } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { m, qpvInWords } from "../../words/index.ts";

const named = ({ name, code }: QpvAnswer): string => m.residence_named({ name, code });

async function areas(text: string): Promise<readonly QpvAnswer[]> {
  try {
    return await call("residence.areas", { text });
  } catch {
    // Without the list a code is typed and shown as it is.
    return [];
  }
}

export class Areas {
  #found = $state.raw<readonly QpvAnswer[]>([]);
  #known = $state.raw<Readonly<Record<string, QpvAnswer>>>({});
  #asked: string[] = [];
  #turn = 0;

  /** What fits the typed text. */
  get choices(): Choice[] {
    return this.#found.map((area) => ({ value: area.code, label: named(area) }));
  }

  async look(text: string): Promise<void> {
    const turn = ++this.#turn;
    const typed = text.trim();
    const found = typed === "" ? [] : await areas(typed);
    if (turn !== this.#turn) return;
    this.#found = found;
    this.#know(found);
  }

  /** Asks for the names of codes that are shown, each once. */
  async learn(codes: readonly string[]): Promise<void> {
    const fresh = codes.filter((code, at) => code !== "" && !this.#asked.includes(code) && codes.indexOf(code) === at);
    this.#asked.push(...fresh);
    await Promise.all(fresh.map(async (code) => this.#know((await areas(code)).filter((area) => area.code === code))));
  }

  /** "Faubourg du Château, QN05910M" where the list is here; empty where no name is known. */
  named(code: string): string {
    const area = Object.hasOwn(this.#known, code) ? this.#known[code] : undefined;
    return area ? named(area) : "";
  }

  /** The neighbourhood in words, with its list where it has no name here. */
  words(code: string): string {
    return code === "" ? "" : this.named(code) || qpvInWords(code);
  }

  #know(found: readonly QpvAnswer[]): void {
    if (found.length > 0) this.#known = { ...this.#known, ...Object.fromEntries(found.map((area) => [area.code, area])) };
  }
}
