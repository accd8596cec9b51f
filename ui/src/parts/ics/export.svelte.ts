// The agenda on its way into a file: which days, and how much of it.

import { call } from "../../api/call.ts";
import type { AppointmentId } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { Outside } from "../outside/outside.svelte.ts";

export class AgendaExport extends Outside {
  from = $state<string | null>(null);
  to = $state<string | null>(null);
  names = $state(false);
  /** One meeting alone; the whole days otherwise. */
  #appointment: AppointmentId | null = null;

  constructor() {
    super("ics", ["from", "to"]);
  }

  /** The days that are shown are offered. */
  begin(from: string, to: string, appointment: AppointmentId | null): void {
    this.#appointment = appointment;
    this.from = from;
    this.to = to;
    this.names = false;
    this.start();
  }

  async send(): Promise<boolean> {
    this.asking.clear();
    const { from, to, names } = this;
    if (from === null) this.asking.refuse("from", m.agenda_export_day_missing());
    if (to === null) this.asking.refuse("to", m.agenda_export_day_missing());
    return this.write(async (path, passphrase) => {
      if (from === null || to === null) return;
      const { entries } = await call("agenda.export", { from, to, appointment: this.#appointment, path, names, passphrase });
      said.say(m.agenda_exported({ count: entries, path }));
    });
  }
}
