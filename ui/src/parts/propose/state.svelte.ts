// A referral being proposed: for whom, to what, why, and the agreement given on the spot.

import { call } from "../../api/call.ts";
import type { AgreementState, GivenBy, PersonFile, ProgrammeLine, ReferralLine } from "../../api/generated.ts";
import { said } from "../../design/said.svelte.ts";
import { capital, fullDay, m, statusWords, today } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { agreementWith, toAskFor } from "../referral/agreement.ts";
import { errorsOf, type Errors } from "../referral/refused.ts";
import { ofPerson } from "../referral/sentence.ts";
import { ranked } from "./fit.ts";
import { OffersFor } from "./offers.svelte.ts";

export interface Named {
  id: string;
  name: string;
}

export interface Given {
  person?: Named | undefined;
  programme?: Named | undefined;
  /** A referral whose "et maintenant ?" this one answers. */
  settles?: string | undefined;
}

interface Typed {
  programme: string;
  wish: string;
  start: string | null;
  end: string | null;
}

export class Proposal {
  person = $state.raw<PersonFile | null>(null);
  /** People found by the typed name. */
  people = $state.raw<readonly { value: string; label: string; note: string }[]>([]);
  programmes = $state.raw<readonly ProgrammeLine[] | null>(null);
  /** Offers of the catalogues for the person. */
  readonly offers = new OffersFor();
  /** Which of the two is looked through. */
  view = $state<"catalogue" | "team">("catalogue");
  /** What is typed to find a programme. */
  text = $state("");
  programme = $state.raw<ProgrammeLine | null>(null);
  wish = $state("");
  start = $state<string | null>(null);
  end = $state<string | null>(null);
  startUnreadable = $state(false);
  endUnreadable = $state(false);
  given = $state<GivenBy | null>(null);
  personError = $state<string | null>(null);
  programmeError = $state<string | null>(null);
  errors = $state.raw<Errors>({});
  thrown = $state.raw<unknown>(null);
  /** Which of the two ways to finish is under way. */
  busy = $state<"keep" | "send" | null>(null);
  restored = $state(false);
  /** The draft that exists already, when only its sending was refused. */
  referral = $state<string | null>(null);
  #settles: string | undefined;
  #kept: Kept<Typed> | null = null;
  #asked = 0;

  /** The team's programmes, those that fit first. */
  get ranked(): ProgrammeLine[] {
    return ranked(this.programmes ?? [], this.person?.age ?? null);
  }

  get agreement(): AgreementState {
    return this.person && this.programme ? agreementWith(this.person.agreements, this.programme.provider) : "none";
  }

  get asks(): boolean {
    return toAskFor(this.agreement, this.person?.minor ?? null).length > 0;
  }

  /** A referral of this person to a programme that was made before. */
  before(programme: string): ReferralLine | null {
    return this.person?.referrals.find((line) => line.programme === programme) ?? null;
  }

  async open(given: Given): Promise<void> {
    this.#settles = given.settles;
    await Promise.all([this.find(""), given.person ? this.choosePerson(given.person.id) : this.findPeople("")]);
    if (given.programme) this.choose(this.programmes?.find((line) => line.id === given.programme?.id) ?? null);
  }

  async findPeople(text: string): Promise<void> {
    try {
      const filter = { text, stage: null, commune: "", in_qpv: false, mine: false, referent: null, unassigned: false, min_age: null, max_age: null, quiet_days: null, watched: false, aside: false, custom: null };
      const page = await call("person.list", { filter, sort: "name", descending: false, offset: 0, limit: 30 });
      this.people = page.lines.map((line) => ({
        value: line.id,
        label: `${line.given_name} ${line.family_name}`.trim(),
        note: [line.birth, line.commune, line.demo ? m.people_invented() : ""].filter(Boolean).join(", "),
      }));
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  async choosePerson(person: string): Promise<void> {
    this.personError = null;
    this.given = null;
    this.#kept = new Kept<Typed>(`propose/${person}`);
    try {
      const [file, kept] = await Promise.all([call("person.open", { person }), this.#kept.read(), this.offers.begin(person)]);
      this.person = file;
      if (kept) await this.#restore(kept);
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  async #restore(kept: Typed): Promise<void> {
    if (this.programmes === null) await this.find("");
    if (this.programme === null) this.choose(this.programmes?.find((line) => line.id === kept.programme) ?? null);
    if (this.wish === "") this.wish = kept.wish ?? "";
    if (this.programme?.id === kept.programme) [this.start, this.end] = [kept.start ?? null, kept.end ?? null];
    this.restored = true;
  }

  changePerson(): void {
    this.person = null;
    this.given = null;
    this.restored = false;
    this.offers.forget();
    void this.findPeople("");
  }

  async find(text: string): Promise<void> {
    this.text = text;
    const asked = ++this.#asked;
    try {
      const programmes = await call("programme.list", { text: text.trim() });
      if (asked === this.#asked) this.programmes = programmes;
    } catch (thrown) {
      if (asked === this.#asked) this.thrown = thrown;
    }
  }

  choose(programme: ProgrammeLine | null): void {
    this.programme = programme;
    this.programmeError = null;
    this.given = null;
    const next = programme?.what.next_start ?? null;
    this.start = next !== null && next >= today() ? next : null;
    this.end = null;
    this.typed();
  }

  typed(): void {
    const { programme, wish, start, end } = this;
    this.#kept?.keep(programme === null && wish === "" ? null : { programme: programme?.id ?? "", wish, start, end });
  }

  #missing(way: "keep" | "send"): boolean {
    this.personError = this.person === null ? m.referral_propose_person_missing() : null;
    this.programmeError = this.programme === null ? m.referral_propose_programme_missing() : null;
    this.errors = {
      ...(this.startUnreadable ? { session_start: m.referral_day_unreadable() } : {}),
      ...(this.endUnreadable ? { session_end: m.referral_day_unreadable() } : {}),
      ...(way === "send" ? this.#notToSend() : {}),
    };
    return this.personError !== null || this.programmeError !== null || Object.keys(this.errors).length > 0;
  }

  /** What the desk would refuse to send, asked before there is a draft: a draft cannot be corrected. */
  #notToSend(): Errors {
    const { programme, start, given } = this;
    if (programme === null) return {};
    const provider = programme.provider_name;
    // Without a day the desk takes the programme's next start.
    const session = start ?? programme.what.next_start;
    return {
      ...(this.referral === null && session !== null && session < today() ? { session_start: m.referral_session_past({ day: fullDay(session) }) } : {}),
      ...(this.asks && given === null ? { agreement: this.person?.minor ? m.words_refusal_representative_missing({ provider }) : m.words_refusal_agreement_missing({ provider }) } : {}),
    };
  }

  /** Answers the referral that was made and needs no more here, or null. */
  async finish(way: "keep" | "send"): Promise<string | null> {
    if (this.busy !== null || this.#missing(way)) return null;
    const { person, programme } = this;
    if (person === null || programme === null) return null;
    this.busy = way;
    this.thrown = null;
    try {
      const referral = await this.#propose(person, programme);
      if (way === "send") await call("referral.send", { referral, on: null, note: "", agreement: this.given });
      await this.#done(way, person, programme);
      return referral;
    } catch (thrown) {
      const errors = errorsOf(thrown, this.referral === null ? ["wish", "session_start", "session_end", "agreement"] : ["agreement"]);
      if (errors) this.errors = errors;
      else this.thrown = thrown;
      return null;
    } finally {
      this.busy = null;
    }
  }

  async #propose(person: PersonFile, programme: ProgrammeLine): Promise<string> {
    // Only its sending was refused: the draft stands, and a second one would be a double.
    if (this.referral !== null) return this.referral;
    const { referral } = await call("referral.propose", {
      person: person.id,
      programme: programme.id,
      wish: this.wish,
      session_start: this.start,
      session_end: this.end,
    });
    this.referral = referral;
    // What was typed stands in the vault now: bringing it back would make a double.
    await this.#kept?.forget();
    return referral;
  }

  async #done(way: "keep" | "send", person: PersonFile, programme: ProgrammeLine): Promise<void> {
    if (this.#settles !== undefined) await call("referral.settle_and_now", { referral: this.#settles }).catch(() => null);
    const of = ofPerson(`${person.who.given_name} ${person.who.family_name}`.trim());
    said.say(way === "send" ? m.referral_said_sent({ of, provider: programme.provider_name }) : m.referral_said_draft({ of, programme: programme.what.name }));
  }
}

/** "Suspendue" beside a programme that is not open. */
export function closedWords(programme: ProgrammeLine): string | null {
  return programme.what.status === "open" ? null : capital(statusWords[programme.what.status]());
}
