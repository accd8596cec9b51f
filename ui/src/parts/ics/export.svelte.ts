// The agenda on its way into a file: which days, where to, how much of it, and the passphrase asked again.

import { call } from "../../api/call.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Proof } from "../backup/proof.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

export class AgendaExport {
  from = $state<string | null>(null);
  to = $state<string | null>(null);
  path = $state("");
  names = $state(false);
  readonly proof = new Proof();
  readonly asking = new Asking(["from", "to", "path"]);

  /** The days that are shown are offered; the file stays where the last one was written. */
  begin(from: string, to: string): void {
    this.from = from;
    this.to = to;
    this.names = false;
    this.proof.forget();
    this.asking.clear();
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    const { from, to, names } = this;
    const path = this.path.trim();
    if (from === null) this.asking.refuse("from", m.agenda_export_day_missing());
    if (to === null) this.asking.refuse("to", m.agenda_export_day_missing());
    if (path === "") this.asking.refuse("path", m.agenda_export_path_missing());
    const ready = this.proof.ready();
    if (from === null || to === null || path === "" || !ready) return false;
    const done = await this.asking.run(async () => {
      const { entries } = await call("agenda.export", { from, to, path, names, passphrase: this.proof.passphrase });
      said.say(m.agenda_exported({ count: entries, path }));
    });
    if (done) this.proof.forget();
    else if (this.asking.thrown !== null && this.proof.took(this.asking.thrown)) this.asking.thrown = null;
    // The desk names the field alone; what it has to be is said here.
    if (this.asking.under("path") !== null) this.asking.refuse("path", m.agenda_export_path_unusable());
    return done;
  }
}
