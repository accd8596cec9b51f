// A file of others on its way into the catalogue: chosen, looked at, taken in, perhaps stopped or taken back.

import { call, problemOf } from "../../api/call.ts";
import { chooseFile, fileName } from "../../api/files.ts";
import type { CatalogueBytes, CatalogueReading, CatalogueTaken } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";

/** Milliseconds between two questions of how far it has come. */
const ASK_EVERY = 250;

export class Intake {
  path = $state<string | null>(null);
  reading = $state.raw<CatalogueReading | null>(null);
  whole = $state(false);
  taken = $state.raw<CatalogueTaken | null>(null);
  /** What is under way, or null. */
  busy = $state<"reading" | "importing" | "undoing" | null>(null);
  bytes = $state.raw<CatalogueBytes | null>(null);
  stopping = $state(false);
  /** What was stopped last, said in a sentence; null otherwise. */
  stopped = $state<string | null>(null);
  thrown = $state.raw<unknown>(null);
  readonly file = $derived(this.path === null ? null : fileName(this.path));
  /** Whether a file is being read: then only a stop ends it. */
  readonly running = $derived(this.busy === "reading" || this.busy === "importing");
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watching = false;

  begin(): void {
    this.path = null;
    this.#empty();
  }

  #empty(): void {
    this.reading = null;
    this.whole = false;
    this.taken = null;
    this.stopped = null;
    this.thrown = null;
  }

  /** The component is gone: nobody asks any more how far it is. */
  leave(): void {
    this.#watching = false;
    clearTimeout(this.#timer);
  }

  async choose(): Promise<void> {
    let path: string | null;
    try {
      path = await chooseFile(m.catalogue_import(), [
        { name: m.catalogue_filter(), extensions: ["json", "xml", "csv", "geojson", "jsonl", "txt"] },
        { name: m.catalogue_filter_all(), extensions: ["*"] },
      ]);
    } catch (thrown) {
      this.thrown = thrown;
      return;
    }
    if (path !== null) await this.look(path);
  }

  /** Looks at the file of a path that was chosen or typed. */
  async look(path: string): Promise<void> {
    this.path = path;
    this.#empty();
    await this.#run("reading", async () => {
      this.reading = await call("catalogue.read", { path });
    });
  }

  async take(): Promise<void> {
    const { path, reading, whole } = this;
    if (path === null || reading === null) return;
    this.stopped = null;
    const done = await this.#run("importing", async () => {
      this.taken = await call("catalogue.import", { path, format: reading.format, whole });
    });
    if (done) said.say(m.catalogue_said({ file: fileName(path) }));
  }

  async undo(): Promise<void> {
    const { taken, file } = this;
    if (taken === null || file === null) return;
    await this.#run("undoing", async () => {
      await call("catalogue.undo_import", { import: taken.changes.import });
      this.taken = null;
      said.say(m.catalogue_undone({ file }));
    });
  }

  async stop(): Promise<void> {
    if (!this.running || this.stopping) return;
    this.stopping = true;
    try {
      await call("catalogue.stop", {});
    } catch (thrown) {
      this.stopping = false;
      this.thrown = thrown;
    }
  }

  async #run(what: NonNullable<Intake["busy"]>, work: () => Promise<void>): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = what;
    this.thrown = null;
    if (what !== "undoing") this.#watch();
    try {
      await work();
      return true;
    } catch (thrown) {
      const problem = problemOf(thrown);
      const stopped = problem.code === "file_refused" && problem.refusal.refusal === "stopped";
      if (stopped) this.stopped = what === "reading" ? m.catalogue_read_stopped() : m.catalogue_stopped();
      else this.thrown = thrown;
      return false;
    } finally {
      this.leave();
      this.busy = null;
      this.bytes = null;
      this.stopping = false;
    }
  }

  #watch(): void {
    this.#watching = true;
    const ask = async (): Promise<void> => {
      try {
        const { reading } = await call("catalogue.progress", {});
        if (this.#watching && reading !== null) this.bytes = reading;
      } catch {
        // The reading itself says what is wrong; without this there is only no bar.
      }
      if (this.#watching) this.#timer = setTimeout(() => void ask(), ASK_EVERY);
    };
    this.#timer = setTimeout(() => void ask(), ASK_EVERY);
  }
}
