// The list of people on its way into a table: who, which columns, where to, and the passphrase asked again.

import { call } from "../../api/call.ts";
import { choosePlace } from "../../api/files.ts";
import type { Calls } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m, today } from "../../words/index.ts";
import { Proof } from "../backup/proof.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

type Request = Calls["person.export"]["request"];
/** Everything but where to and the proof. */
export type Sheet = Omit<Request, "path" | "passphrase">;

export class SheetExport {
  path = $state("");
  readonly proof = new Proof();
  readonly asking = new Asking(["path"]);

  /** The file stays where the last one was written. */
  begin(): void {
    this.proof.forget();
    this.asking.clear();
  }

  /** The system's own dialog, where there is one; the path can be typed in any case. */
  async browse(): Promise<void> {
    try {
      const chosen = await choosePlace(m.sheet_title(), m.sheet_file({ day: today() }));
      if (chosen === null) return;
      this.path = /\.csv$/i.test(chosen) ? chosen : `${chosen}.csv`;
      this.asking.mend("path");
    } catch {
      this.asking.refuse("path", m.sheet_no_dialog());
    }
  }

  async send(sheet: Sheet): Promise<boolean> {
    this.asking.clear();
    const path = this.path.trim();
    if (path === "") this.asking.refuse("path", m.sheet_path_missing());
    if (!this.proof.ready() || path === "") return false;
    const done = await this.asking.run(async () => {
      const { people } = await call("person.export", { ...sheet, path, passphrase: this.proof.passphrase });
      said.say(m.sheet_done({ count: people, path }));
    });
    if (done) this.proof.forget();
    else if (this.asking.thrown !== null && this.proof.took(this.asking.thrown)) this.asking.thrown = null;
    // The desk names the field alone; what it has to be is said here.
    if (this.asking.under("path") !== null) this.asking.refuse("path", m.sheet_path_unusable());
    return done;
  }
}
