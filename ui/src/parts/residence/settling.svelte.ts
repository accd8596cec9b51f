// Whether somebody lives in a priority neighbourhood, being settled: what the address says, and what a worker answers.

import { call } from "../../api/call.ts";
import type { Located, QpvAnswer, ResidenceAnswer, ResidenceDraft, ResidenceWay } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Asking } from "../person/asking.svelte.ts";

/** The address as it stands in the file or in the form. */
export interface Where {
  address_line: string;
  postal_code: string;
  insee: string;
}

/** `QN05901M`, or `QP` and six digits of the list before. */
const CODE = /^(QN\d{5}[A-Z]|QP\d{6})$/;

export class Settling {
  located = $state.raw<Located | null>(null);
  looking = $state(false);
  /** What the search threw. */
  unread = $state.raw<unknown>(null);
  /** The question is answered here, with or without a search. */
  open = $state(false);
  answer = $state<ResidenceAnswer | null>(null);
  qpv = $state("");
  note = $state("");
  areas = $state.raw<readonly QpvAnswer[]>([]);
  asking = new Asking(["qpv", "note"]);
  #asked = 0;
  #sought = 0;

  reset(): void {
    this.#asked += 1;
    this.located = null;
    this.looking = false;
    this.unread = null;
    this.open = false;
    this.answer = null;
    this.qpv = "";
    this.note = "";
    this.asking.clear();
  }

  /** Settles by hand, from what was answered before. */
  begin(answer: ResidenceAnswer | null, qpv: string): void {
    this.open = true;
    this.answer = answer;
    this.qpv = qpv;
    void this.find(qpv);
  }

  /** Asks what the address says; where it is sure, that is the answer until somebody says otherwise. */
  async look({ address_line, postal_code, insee }: Where): Promise<void> {
    const asked = ++this.#asked;
    this.looking = true;
    this.unread = null;
    this.located = null;
    try {
      const located = await call("residence.locate", { address_line, postal_code, insee });
      if (asked !== this.#asked) return;
      this.located = located;
      if (!this.open) this.begin(null, "");
      if (located.inside) this.take(located.inside);
      else if (located.outside) this.answer = "out";
      if (located.near.length > 0) this.areas = located.near;
    } catch (thrown) {
      if (asked === this.#asked) this.unread = thrown;
    } finally {
      if (asked === this.#asked) this.looking = false;
    }
  }

  /** This neighbourhood it is. */
  take(area: QpvAnswer): void {
    this.open = true;
    this.answer = "in";
    this.qpv = area.code;
    if (!this.areas.some(({ code }) => code === area.code)) this.areas = [area, ...this.areas];
    this.asking.clear();
  }

  /** Neighbourhoods with these letters; a whole code can be taken as it is typed, where no list is here. */
  async find(text: string): Promise<void> {
    const sought = ++this.#sought;
    const code = text.replace(/\s/g, "").toUpperCase();
    let found: QpvAnswer[] = [];
    try {
      found = await call("residence.areas", { text: text.trim() });
    } catch {
      // Without the list a code can still be typed.
    }
    if (sought !== this.#sought) return;
    if (CODE.test(code) && !found.some((area) => area.code === code)) found = [{ code, name: "", metres: 0 }, ...found];
    // What is chosen keeps its name, whatever is typed after.
    const chosen = this.areas.find((area) => area.code === this.qpv && found.every((other) => other.code !== area.code));
    this.areas = chosen ? [...found, chosen] : found;
  }

  /** By the address only where it says just that. */
  get way(): ResidenceWay {
    const located = this.located;
    if (located === null) return "hand";
    if (this.answer === "in") return located.inside?.code === this.qpv ? "address" : "hand";
    return (this.answer === "out" ? located.outside : located.why !== null) ? "address" : "hand";
  }

  get decision(): ResidenceDraft | null {
    if (this.answer === null || (this.answer === "in" && this.qpv === "")) return null;
    return { answer: this.answer, way: this.way, qpv: this.answer === "in" ? this.qpv : "", note: this.note.trim() };
  }

  /** Says under its field what is missing. */
  complains(): boolean {
    this.asking.clear();
    if (this.answer === null) this.asking.refuse("answer", m.residence_answer_missing());
    else if (this.decision === null) this.asking.refuse("qpv", m.residence_area_missing());
    return this.decision === null;
  }

  /** Answers whether it is kept. */
  async send(person: string): Promise<boolean> {
    if (this.complains()) return false;
    const decision = this.decision;
    return decision !== null && (await this.asking.run(() => call("person.decide_residence", { person, decision })));
  }
}
