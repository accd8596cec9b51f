// One programme, its provider and the referrals to it; its status is changed as one act.

import { call, onTopics } from "../../api/call.ts";
import type { ProgrammeId, ProgrammeLine, ProgrammeStatus, ProviderLine, ReferralLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Act } from "../../parts/act/act.svelte.ts";
import { m } from "../../words/index.ts";

const PAGE = 100;

export class OneProgramme {
  line = $state.raw<ProgrammeLine | null>(null);
  provider = $state.raw<ProviderLine | null>(null);
  /** The referrals to it by their place, as far as they were fetched. */
  referrals = $state.raw<readonly (ReferralLine | undefined)[]>([]);
  thrown = $state.raw<unknown>(null);
  act = new Act();
  readonly #id: ProgrammeId;
  #questions = 0;
  /** Pages of the referrals that were asked for already. */
  #asked: number[] = [];

  constructor(id: ProgrammeId) {
    this.#id = id;
  }

  /** Rereads when something of it may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "catalogue" || topic === "referrals" || topic === "people") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const [line, providers, first] = await Promise.all([
        call("programme.open", { programme: this.#id }),
        call("provider.list", {}),
        this.#page(0),
      ]);
      if (question !== this.#questions) return;
      this.line = line;
      this.provider = providers.find(({ id }) => id === line.provider) ?? null;
      const places = new Array<ReferralLine | undefined>(first.total).fill(undefined);
      places.splice(0, first.lines.length, ...first.lines);
      this.#asked = [0];
      this.referrals = places;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }

  /** Fetches what of these places is missing. */
  async show(first: number, last: number): Promise<void> {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (this.#asked.includes(page)) continue;
      this.#asked.push(page);
      const question = this.#questions;
      try {
        const { lines } = await this.#page(page * PAGE);
        if (question !== this.#questions) return;
        const places = [...this.referrals];
        places.splice(page * PAGE, lines.length, ...lines);
        this.referrals = places;
      } catch (thrown) {
        this.#asked = this.#asked.filter((other) => other !== page);
        this.thrown = thrown;
      }
    }
  }

  /** `moved` is told after the change and after its undoing, so that the focus finds a place. */
  async setStatus(status: ProgrammeStatus, moved: () => void): Promise<void> {
    const line = this.line;
    if (line === null || line.what.status === status) return;
    const before = line.what.status;
    const done = await this.act.run(async () => {
      await call("programme.correct", { programme: line.id, what: { ...line.what, status } });
      await this.reread();
    });
    if (!done) return;
    moved();
    const sentences = { open: m.programme_reopened, blocked: m.programme_suspended, closed: m.programme_closed };
    said.say(sentences[status]({ name: line.what.name }), { label: m.programme_undo(), run: () => void this.setStatus(before, moved) });
  }

  #page(offset: number) {
    return call("referral.list", { filter: { state: null, late: false, open: false, programme: this.#id }, offset, limit: PAGE });
  }
}
