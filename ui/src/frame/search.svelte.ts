// What the one search field can find. Screens add their sources; the field knows none of them.

export interface Hit {
  id: string;
  kind: "person" | "programme" | "referral" | "action";
  label: string;
  note?: string;
  /** Invented for the demonstration. */
  demo?: boolean;
  /** Keys that do the same. */
  keys?: string;
  go: () => void;
}

/** Typed first, it asks for acts and for nothing else. */
const ONLY_ACTS = ">";

/** Answers for one typed text; an empty text asks for what is worth offering first. */
export type Source = (text: string) => Promise<readonly Hit[]> | readonly Hit[];

export class Search {
  text = $state("");
  hits = $state.raw<readonly Hit[]>([]);
  thrown = $state.raw<unknown>(null);
  #sources: Source[] = [];
  #acts: Source = () => [];
  #asked = 0;

  /** Adds a source; answers with the function that takes it away. */
  add(source: Source): () => void {
    this.#sources = [...this.#sources, source];
    return () => {
      this.#sources = this.#sources.filter((other) => other !== source);
    };
  }

  /** Where acts are found: after the rest, or alone. */
  actsAre(source: Source): void {
    this.#acts = source;
  }

  /** Asks every source; an answer that comes after a later question is dropped. */
  async ask(text: string): Promise<void> {
    this.text = text;
    const asked = ++this.#asked;
    try {
      const wanted = text.trim();
      const answers = await Promise.all(
        wanted.startsWith(ONLY_ACTS) ? [this.#acts(wanted.slice(ONLY_ACTS.length).trim())] : [...this.#sources, this.#acts].map((source) => source(wanted)),
      );
      if (asked !== this.#asked) return;
      this.hits = answers.flat();
      this.thrown = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.hits = [];
      this.thrown = thrown;
    }
  }

  clear(): void {
    this.#asked++;
    this.text = "";
    this.hits = [];
    this.thrown = null;
  }
}

export const search = new Search();
