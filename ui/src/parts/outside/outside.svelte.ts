// A file on its way out of the encryption: where to, and the passphrase asked again.

import { choosePlace } from "../../api/files.ts";
import { m } from "../../words/index.ts";
import { Proof } from "../backup/proof.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

export class Outside {
  readonly ending: string;
  path = $state("");
  readonly proof = new Proof();
  readonly asking: Asking;
  readonly #proven: boolean;

  /** `ending` is that of its name, without the dot; `fields` are those of the form beside the path; `proven`: the passphrase is asked again. */
  constructor(ending: string, fields: readonly string[] = [], proven = true) {
    this.#proven = proven;
    this.ending = ending;
    this.asking = new Asking(["path", ...fields]);
  }

  /** The file stays where the last one was written. */
  start(): void {
    this.proof.forget();
    this.asking.clear();
  }

  /** The system's own dialog, where there is one; the path can be typed in any case. `name` is proposed. */
  async browse(title: string, name: string): Promise<void> {
    try {
      const chosen = await choosePlace(title, name);
      if (chosen === null) return;
      const end = `.${this.ending}`;
      this.path = chosen.toLowerCase().endsWith(end) ? chosen : `${chosen}${end}`;
      this.asking.mend("path");
    } catch {
      this.asking.refuse("path", m.outside_no_dialog());
    }
  }

  /** Writes it, once path and passphrase are there and nothing else was refused; answers whether it went through. */
  async write(act: (path: string, passphrase: string) => Promise<void>): Promise<boolean> {
    const path = this.path.trim();
    if (path === "") this.asking.refuse("path", m.outside_path_missing());
    if ((this.#proven && !this.proof.ready()) || Object.keys(this.asking.errors).length > 0) return false;
    const done = await this.asking.run(() => act(path, this.proof.passphrase));
    if (done) this.proof.forget();
    else if (this.asking.thrown !== null && this.proof.took(this.asking.thrown)) this.asking.thrown = null;
    // The desk names the field alone; what it has to be is said here.
    if (this.asking.under("path") !== null) this.asking.refuse("path", m.outside_path_unusable({ ending: this.ending }));
    return done;
  }
}
