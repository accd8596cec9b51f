// A works site as it is written down or corrected: what is typed, what was refused under which field.

import { call } from "../../api/call.ts";
import type { ClauseWorks, ProgrammeId, ProgrammeLine, WorksSiteDraft, WorksSiteFile, WorksSiteId } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { m } from "../../words/index.ts";
import { KeptForm } from "../draft/form.svelte.ts";
import { readWhole } from "./typed.ts";

interface Typed {
  name: string;
  works: ClauseWorks;
  total_hours: string;
  percent: string;
  owner: string;
  contract: string;
  qpv: string;
  commune: string;
  opens_on: string | null;
  closes_on: string | null;
  programme: ProgrammeId | null;
  note: string;
}

const FIELDS: readonly (keyof Typed)[] = ["name", "total_hours", "percent", "owner", "contract", "qpv", "commune", "opens_on", "closes_on", "programme", "note"];

const blank = (): Typed => ({
  name: "", works: "operation", total_hours: "", percent: "", owner: "", contract: "", qpv: "", commune: "", opens_on: null, closes_on: null, programme: null, note: "",
});

export class SiteForm extends KeptForm<Typed> {
  #known: WorksSiteFile | null = null;
  opensUnreadable = $state(false);
  closesUnreadable = $state(false);
  programmes = $state.raw<readonly ProgrammeLine[]>([]);

  constructor() {
    super(FIELDS, blank());
  }

  async begin(known: WorksSiteFile | null): Promise<void> {
    this.#known = known;
    void this.#offers();
    const what = known?.what;
    const stored = what ? { ...what, total_hours: String(what.total_hours), percent: what.percent === null ? "" : String(what.percent) } : blank();
    await this.start(`works_site/${known?.id ?? "new"}`, stored);
  }

  /** The offers by which one can be referred there, social clauses first. */
  get offers(): Choice[] {
    const last = ({ what }: ProgrammeLine): number => (what.kind === "social_clause" ? 0 : 1);
    const sorted = [...this.programmes].sort((one, other) => last(one) - last(other));
    const choices = sorted.map(({ id, what, provider_name }) => ({ value: id, label: m.works_programme_of({ name: what.name, provider: provider_name }) }));
    const known = this.#known;
    const kept = known?.what.programme ?? null;
    // Until the list is here, or where it has this one no more.
    if (known === null || kept === null || choices.some(({ value }) => value === kept)) return choices;
    return [{ value: kept, label: known.programme_name }, ...choices];
  }

  /** Writes it; answers with the site, or null where something is to be corrected. */
  async send(): Promise<WorksSiteId | null> {
    const what = this.#read();
    if (what === null) return null;
    const known = this.#known;
    let written: WorksSiteId | null = null;
    await this.write(async () => {
      if (known === null) written = (await call("works_site.add", { what })).site;
      else {
        await call("works_site.correct", { site: known.id, what });
        written = known.id;
      }
    });
    return written;
  }

  async #offers(): Promise<void> {
    try {
      this.programmes = await call("programme.list", { text: "" });
    } catch {
      // The site can be written down without its offer.
      this.programmes = [];
    }
  }

  #read(): WorksSiteDraft | null {
    const { total_hours, percent, ...rest } = $state.snapshot(this.typed) as Typed;
    this.asking.clear();
    const hours = readWhole(total_hours, Number.MAX_SAFE_INTEGER);
    const share = readWhole(percent, 100);
    if (rest.name.trim() === "") this.asking.refuse("name", m.works_name_missing());
    if (hours === null || Number.isNaN(hours)) this.asking.refuse("total_hours", hours === null ? m.works_total_hours_missing() : m.works_total_hours_unreadable());
    if (Number.isNaN(share)) this.asking.refuse("percent", m.works_percent_unreadable());
    if (this.opensUnreadable) this.asking.refuse("opens_on", m.works_day_unreadable());
    if (this.closesUnreadable) this.asking.refuse("closes_on", m.works_day_unreadable());
    if (hours === null || Object.keys(this.asking.errors).length > 0) return null;
    return { ...rest, total_hours: hours, percent: share };
  }
}
