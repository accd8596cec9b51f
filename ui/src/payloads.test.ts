// Every payload of `tests/fixtures/payloads.json` on the screens that show what people typed: it stands there as a text, and
// nothing of it becomes an element, a handler or an address.

import { cleanup, render, waitFor } from "@testing-library/svelte";
import type { Component } from "svelte";
import { beforeEach, expect, it, vi } from "vitest";
import payloads from "../../tests/fixtures/payloads.json";
import { fakeDesk } from "./api/fake.test-env.ts";
import type { ActivityLine, AppointmentLine, ConsultationFile, PersonDraft, PersonLine, ProviderDraft, TaskLine, TimelineItem } from "./api/generated.ts";
import { said } from "./design/index.ts";
import { overlays } from "./frame/overlay.svelte.ts";
import HistoryDialog from "./parts/history/HistoryDialog.svelte";
import { day, file, line, programme } from "./parts/referral/sample.test-env.ts";
import { draft, hours, site } from "./parts/works/sample.test-env.ts";
import Agenda from "./screens/agenda/Agenda.svelte";
import Consultation from "./screens/consultation/Consultation.svelte";
import { council } from "./screens/consultation/sample.test-env.ts";
import Doubles from "./screens/doubles/Doubles.svelte";
import Drafts from "./screens/drafts/Drafts.svelte";
import People from "./screens/people/People.svelte";
import { needs, personFile, who as someone } from "./screens/person/file.test-env.ts";
import Person from "./screens/person/Person.svelte";
import Programme from "./screens/programme/Programme.svelte";
import Programmes from "./screens/programmes/Programmes.svelte";
import Referral from "./screens/referral/Referral.svelte";
import Referrals from "./screens/referrals/Referrals.svelte";
import { looked } from "./screens/referrals/state.svelte.ts";
import Team from "./screens/team/Team.svelte";
import Today from "./screens/today/Today.svelte";
import WorksSite from "./screens/works/WorksSite.svelte";
import { today } from "./words/index.ts";

/** So many at a time: each list of a screen then has one line for each of them. */
const BATCH = 24;

/** The next text; with `true` one that the screen has to show. */
type Say = (shown?: boolean) => string;
type Answers = Parameters<typeof fakeDesk>[0];
/** What a screen is given, in the texts of `say`, and how often: once for each of them in its lists. */
type Shown = (say: Say, each: number[]) => { of: Component<Record<string, unknown>>; props?: Record<string, unknown>; answers: Answers };

const component = (of: unknown): Component<Record<string, unknown>> => of as Component<Record<string, unknown>>;

function who(say: Say, name: boolean): PersonDraft {
  return someone({
    given_name: say(name), family_name: say(), phone: say(), email: say(), address_line: say(), postal_code: say(), commune: say(),
    qpv: say(), school_name: say(), guardian_name: say(), guardian_phone: say(), guardian_email: say(), summary: say(name), guardian_relation: "mother",
  });
}

function provider(say: Say): ProviderDraft {
  return {
    name: say(true), siret: "", uai: "", phone: say(), email: say(), address_line: say(), postal_code: say(), commune: say(), insee: "",
    contact: say(), note: say(),
  };
}

function personLine(say: Say, n: number): PersonLine {
  return {
    id: `p${String(n)}`, given_name: say(true), family_name: say(true), birth: "", age: null, phone: say(), commune: say(true), qpv: "", stage: "following",
    referent: say(), last_contact: day(-40), last_attempt: null, demo: false,
  };
}

const task = (say: Say, n: number): TaskLine => ({
  id: `t${String(n)}`, person: "p1", person_name: say(), what: say(true), due_on: today(), done_on: null, urgent: false, demo: false, every: "",
});

const meeting = (say: Say, n: number): AppointmentLine => ({
  id: `m${String(n)}`, person: "p1", person_name: say(true), referral: null, what: say(true), slot: { day: today(), time: "10:00", minutes: 30 },
  place: say(), with_whom: say(), outcome: "planned", moved_to: null, demo: false,
});

const activity = (say: Say, n: number): ActivityLine => ({
  id: `a${String(n)}`, kind: "workshop", title: say(true), slot: { day: today(), time: "", minutes: null }, place: say(), note: say(), invited: 1, present: 0,
  demo: false,
});

/** One event, of each kind in turn. */
function event(say: Say, n: number): TimelineItem {
  const of = (kind: string, what: TimelineItem["what"]): TimelineItem => ({ id: `${kind}${String(n)}`, on: day(-n), author: say(), what });
  const kinds: (() => TimelineItem)[] = [
    () => of("e", { kind: "encounter", encounter: `e${String(n)}`, way: "street", initiative: "worker", result: "reached", place: say(true), note: say(true) }),
    () => of("c", { kind: "case_move", from: "assessing", to: "left", reason: say(true), exit: "job" }),
    () => of("t", { kind: "transition", referral: "r1", programme: say(true), from: "draft", to: "refused", reason: "other", note: say(true) }),
    () => of("k", { kind: "check", referral: "r1", programme: say(true), check: "chase", present: "unknown", note: say(true) }),
    () => of("m", { kind: "meeting", what: say(true), place: say(true), with_whom: say(true), outcome: "present", activity: null, answer: null }),
    () => of("h", { kind: "handover", from: say(true), to: say(true), note: say(true) }),
    () => of("d", { kind: "document", document: "d1", name: say(true), document_kind: "other" }),
  ];
  const kind = kinds[n % kinds.length];
  if (!kind) throw new Error("no kind of event");
  return kind();
}

const screens: Record<string, Shown> = {
  "a file": (say, each) => ({
    of: component(Person),
    props: { id: "p1" },
    answers: {
      "person.open": () =>
        personFile({
          who: who(say, true),
          merged: [{ id: "p2", who: who(say, false) }],
          cases: [
            {
              id: "c1", origin: "school", origin_detail: say(true), opened_on: day(-90), referent: say(true), referent_id: "w1", stage: "following",
              since: day(-9), clocks: { origin_on: null, summoned_on: null, summons_until: null, cej_started_on: day(-90), cej_extended: say(), cej_until: null, left_on: null },
            },
          ],
          needs: needs(["housing", "health"]).map((need) => ({ ...need, note: say(need.answer === "yes") })),
          situations: each.map((n) => ({ id: `s${String(n)}`, kind: "school", since_on: day(-n), occasion: "entry", proof: "none", note: say(), author: say() })),
          plan: {
            id: "l1",
            draft: { words: say(true), decided_on: null, agreed_on: null, review_on: null },
            closed_on: null,
            steps: each.map((n) => ({ id: `x${String(n)}`, what: say(true), by: "person", due_on: null, done_on: null, dropped_on: null, note: say() })),
          },
          timeline: each.map((n) => event(say, n)),
          referrals: each.map((n) => line({ id: `r${String(n)}`, programme_name: say(true), provider_name: say(true) })),
          tasks: each.map((n) => task(say, n)),
          agreements: each.map((n) => ({ id: `g${String(n)}`, provider: "o1", provider_name: say(true), given_on: day(-n), given_by: "person", text_version: "", withdrawn_on: null })),
          notices: [{ id: "n1", told_on: day(-3), told_to: "person", way: "oral", text_version: "", author: say() }],
          signals: [{ signal: "unanswered", programme: say(true), days: 12 }],
          appointments: each.map((n) => meeting(say, n)),
          documents: each.map((n) => ({ id: `d${String(n)}`, name: say(true), kind: "other", media: "png", size: 9, added_on: day(-n), author: say(), here: n % 2 === 0 })),
          custom: each.map((n) => ({ field: `f${String(n)}`, label: say(true), kind: "text", choices: [], value: say(true) })),
        }),
    },
  }),
  "the list of people": (say, each) => {
    const lines = each.map((n) => personLine(say, n));
    return {
      of: component(People),
      answers: {
        "person.list": () => ({ total: lines.length, lines }),
        "person.communes": () => each.map(() => say()),
        "view.list": () => each.map((n) => ({ id: `v${String(n)}`, name: say(), body: say() })),
        "letterhead.show": () => ({ letterhead: { name: say(), address: say(), foot: say() }, logo: "" }),
        "field.list": () => each.map((n) => ({ id: `f${String(n)}`, label: say(), kind: "choice", choices: [say()], rank: n, retired: false })),
        "worker.list": () => each.map((n) => ({ id: `w${String(n)}`, name: say(), me: n === 0, cases: 1 })),
      },
    };
  },
  "the agenda": (say, each) => ({
    of: component(Agenda),
    answers: {
      "agenda.week": ({ from }) => ({
        from, days: 7, appointments: each.map((n) => meeting(say, n)), activities: each.map((n) => activity(say, n)), tasks: each.map((n) => task(say, n)),
        referrals: [], steps: each.map((n) => ({ id: `x${String(n)}`, person: "p1", person_name: say(), what: say(true), due_on: today(), demo: false, by: "person" })),
      }),
    },
  }),
  "the day": (say, each) => ({
    of: component(Today),
    answers: {
      "today.show": () => ({
        day: today(), appointments: each.map((n) => meeting(say, n)), activities: each.map((n) => activity(say, n)), tasks: each.map((n) => task(say, n)),
        steps: each.map((n) => ({ id: `x${String(n)}`, person: "p1", person_name: say(true), what: say(true), due_on: today(), demo: false, by: "person" })),
        referrals: each.map((n) => line({ id: `r${String(n)}`, person_name: say(true), programme_name: say(true), provider_name: say() })),
        and_now: [], quiet: each.map((n) => ({ ...personLine(() => say(), n), given_name: say(true) })), quiet_total: each.length, more: { meetings: false, tasks: false, steps: false, referrals: false, and_now: false },
        people: each.length,
      }),
      "provider.list": () => [],
    },
  }),
  "a referral": (say, each) => ({
    of: component(Referral),
    props: { id: "r1" },
    answers: {
      "referral.open": () =>
        file({
          line: line({ person_name: say(true), programme_name: say(true), provider_name: say(true) }),
          wish: say(true),
          transitions: each.map((n) => ({ id: `t${String(n)}`, on: day(-n), at: n, from: "draft", to: "sent", reason: null, note: say(true) })),
          checks: each.map((n) => ({ id: `k${String(n)}`, kind: "chase", on: day(-n), at: n, present: "unknown", note: say(true) })),
        }),
    },
  }),
  "the board of referrals": (say, each) => {
    const lines = each.map((n) => line({ id: `r${String(n)}`, person_name: say(true), programme_name: say(true), provider_name: say(true) }));
    const of = (state: string | null) => (state === null || state === "sent" ? lines : []);
    return { of: component(Referrals), answers: { "referral.list": ({ filter, limit }) => ({ total: of(filter.state).length, lines: of(filter.state).slice(0, limit) }) } };
  },
  "the catalogue": (say, each) => {
    const of = each.map((n) => programme({ id: `g${String(n)}`, provider_name: say(true), commune: say(true) }, { name: say(true), summary: say() }));
    return { of: component(Programmes), answers: { "programme.list": () => of, "provider.list": () => each.map((n) => ({ id: `o${String(n)}`, demo: false, who: provider(() => say()) })) } };
  },
  "an offer": (say, each) => {
    const of = programme({ provider_name: say(true) }, { name: say(true), summary: say(true) });
    const lines = each.map((n) => line({ id: `r${String(n)}`, person_name: say(true) }));
    const structure = { id: "o1", demo: false, who: provider(say) };
    return {
      of: component(Programme),
      props: { id: "g1" },
      answers: {
        "programme.open": () => of,
        "works_site.list": () => [],
        "provider.list": () => [structure],
        "referral.list": ({ offset }) => ({ total: lines.length, lines: lines.slice(offset) }),
        "feedback.show": () => ({
          answers: 5, helped: 5, helped_partly: 0, helped_not: 0, would_recommend: 5, since: "2026-03", until: "2026-03",
          words: each.map((n) => ({ id: `w${String(n)}`, words: say(true) })),
        }),
      },
    };
  },
  "a consultation": (say, each) => {
    const { what, ...rest } = council();
    const answer = { kind: "partly" as const, by: say(true), on: "2026-04-20", reason: say(true), follows: say(true), due_on: null };
    const [{ public_opinions, what: { opinions } }] = rest.proposals as [ConsultationFile["proposals"][number]];
    const proposals = each.map((n) => ({ id: `q${String(n)}`, what: { what: say(true), theme: null, opinions }, public_opinions, answer, owed: null }));
    const follow_ups = each.map((n) => ({ id: `f${String(n)}`, what: { proposal: null, on: "2026-04-20", what: say(true), done: true }, owed: null }));
    const of = { ...rest, what: { ...what, question: say(true), place: say(true), note: say(true) }, proposals, follow_ups };
    return { of: component(Consultation), props: { id: "c1" }, answers: { "consultation.open": () => of } };
  },
  "a works site": (say, each) => {
    const what = draft({ name: say(true), owner: say(true), contract: say(true), qpv: say(true), commune: say(true), note: say(true), programme: "g1" });
    const employers = each.map((n) => ({ employer: say(true), minutes: 600 + n }));
    const lines = each.map((n) => hours(`h${String(n)}`, { employer: say(true), person: `p${String(n)}` }, say(true)));
    const of = site({ what, programme_name: say(true), employers, hours: lines });
    return { of: component(WorksSite), props: { id: "s1" }, answers: { "works_site.open": () => of } };
  },
  drafts: (say, each) => ({
    of: component(Drafts),
    answers: {
      "draft.list": () =>
        each.map((n) => ({ place: `quick_note/p${String(n)}`, words: say(true), person: `p${String(n)}`, person_name: say(true), demo: false, referral: null, programme: null, name: say() })),
    },
  }),
  "likely doubles": (say) => {
    const twin = (id: string) => ({ id, demo: false, who: who(say, true), last_contact: null });
    return {
      of: component(Doubles),
      answers: { "likeness.pairs": () => ({ pairs: [{ one: twin("p1"), other: twin("p2"), likeness: { strength: "likely", reasons: ["same_sound"] } }], next: null }) },
    };
  },
  "the team": (say, each) => {
    const name = say(true);
    return {
      of: component(Team),
      answers: {
        "team.read": () => ({
          stage: "in", space: "s1", team: name, hub: "https://hub.example.org", role: "member", kit: false, to_send: 0, waiting: 0, link: { team: name, member: true, done_ms: null, end: null, alarms: 1, about: null, smaller: [], lease: { lease: "runs" }, coming: null },
          members: each.map((n) => ({ device: `d${String(n).padStart(4, "0")}`, name: say(true), role: "member", me: n === 0, last_sign_ms: null, lease: "runs" })),
          alarms: [{ id: 1, team: name, at_ms: Date.now(), kind: "forged", about: "batch", number: 3, name, why: null }],
          smaller: [],
        }),
      },
    };
  },
  "the team, with somebody at the door": (say, each) => {
    const [name, asks] = [say(true), say(true)];
    const words = "séva kija kanbou biché goman roifu";
    const hub = "https://hub.example.org";
    return {
      of: component(Team),
      answers: {
        "team.read": () => ({
          stage: "in", space: "s1", team: name, hub, role: "admin", kit: false, to_send: 0, waiting: 0, link: { team: name, member: true, done_ms: null, end: null, alarms: 0, about: null, smaller: [], lease: { lease: "runs" }, coming: null },
          members: each.map((n) => ({ device: `d${String(n).padStart(4, "0")}`, name: say(true), role: "admin", me: n === 0, last_sign_ms: null, lease: "runs" })),
          alarms: [],
          smaller: [],
        }),
        "team.invitation": () => ({ code: "K7QM-2XNB-4TRD-9HWC-P3VY", hub, role: "member", until_ms: Date.now() + 86_400_000, request: { name: asks, words } }),
      },
    };
  },
  "the history": (say, each) => ({
    of: component(HistoryDialog),
    props: { open: true, person: "p1" },
    answers: {
      "history.of": () => ({
        total: each.length,
        lines: each.map((n) => ({
          act: "person.correct", undo: false, at: n, by: say(true),
          changes: [{ table: "custom_value", row: `f${String(n)}`, field: "value", label: say(true), before: [say(true)], beside: [[say(true)]], after: [say(true)] }],
        })),
      }),
    },
  }),
};

const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** All that can be read on the page or by a screen reader, in texts and in the attributes that hold words. */
function read(): string {
  const worded = [...document.querySelectorAll("[aria-label], [title], input, textarea, [alt]")].flatMap((each) => [
    each.getAttribute("aria-label"), each.getAttribute("title"), each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement ? each.value : null,
  ]);
  return flat([document.body.textContent, ...worded].join(" "));
}

/** What the page is built of: each kind of element with the names of its attributes. */
function built(): Set<string> {
  return new Set([...document.querySelectorAll("html, html *")].map((each) => `${each.tagName} ${each.getAttributeNames().sort().join(" ")}`));
}

async function shown(screen: Shown, texts: string[]) {
  const due: string[] = [];
  let next = 0;
  const say: Say = (must = false) => {
    const text = texts[next++ % texts.length] ?? "";
    if (must) due.push(text);
    return text;
  };
  const { of, props, answers } = screen(say, texts.map((_, n) => n));
  fakeDesk({ "draft.read": () => ({ body: "" }), "draft.keep": () => null, "draft.list": () => [], "worker.list": () => [], ...answers });
  render(of, props ?? {});
  // Texts are drawn from a circle: where a screen says one of them, it has come; what it still asks for would be missing.
  await waitFor(() => {
    const page = read();
    expect(document.querySelector("[role=status][aria-busy]")).toBeNull();
    expect(texts.filter((text) => page.includes(flat(text))).length).toBeGreaterThan(texts.length / 2);
  });
  return [...new Set(due)];
}

beforeEach(() => {
  // jsdom measures nothing: a window so high that every row is drawn.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(9_000);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1_000);
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  said.hush();
  overlays.open = null;
  Object.assign(looked, { mode: "board", late: false, open: true, state: null });
});

const all = payloads.map(({ text }) => text).filter((text) => flat(text) !== "");
const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH));

it.each(Object.entries(screens))("%s shows every payload as a text, and is built of nothing else", async (_, screen) => {
  await shown(screen, Array.from({ length: BATCH }, (_, n) => `Mot ${String(n)}`));
  const innocent = built();
  const title = document.title;
  cleanup();
  for (const batch of batches) {
    const due = await shown(screen, batch);
    const page = read();
    expect(due.filter((text) => !page.includes(flat(text)))).toEqual([]);
    expect([...built()].filter((each) => !innocent.has(each))).toEqual([]);
    for (const each of document.querySelectorAll("[href], [src], [action], [formaction], [srcset], [style*=url]")) {
      expect(each.getAttribute("href") ?? "").toMatch(/^#\//);
      expect(each.matches("[src], [action], [formaction], [srcset], [style*=url]")).toBe(false);
    }
    expect("__ran" in window, "none ran").toBe(false);
    expect(document.title).toBe(title);
    cleanup();
  }
});
