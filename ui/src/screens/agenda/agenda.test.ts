import { configure, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { ActivityLine, AppointmentLine, Calls, Week } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { shortcuts } from "../../frame/shortcuts.svelte.ts";
import { addDays, fullDay, today } from "../../words/index.ts";
import Agenda from "./Agenda.svelte";
import { byDays, mondayOf } from "./state.svelte.ts";

vi.setConfig({ testTimeout: 20_000 });
configure({ asyncUtilTimeout: 5_000 });

const DAY = today();

function meeting(id: string, more: Partial<AppointmentLine> = {}): AppointmentLine {
  return {
    id, person: "awa", person_name: "Awa Benali", referral: null, what: "Entretien", slot: { day: DAY, time: "10:00", minutes: 45 }, place: "Lens",
    with_whom: "", outcome: "planned", moved_to: null, demo: false, ...more,
  };
}

function workshop(more: Partial<ActivityLine> = {}): ActivityLine {
  return { id: "a1", kind: "workshop", title: "Atelier CV", slot: { day: DAY, time: "09:00", minutes: null }, place: "", note: "", invited: 2, present: 0, demo: false, ...more };
}

let appointments: AppointmentLine[];
let sent: [string, unknown][];

function week(from: string): Week {
  return { from, days: 7, appointments, activities: [workshop()], tasks: [], referrals: [], steps: [] };
}

beforeEach(() => {
  appointments = [meeting("m1")];
  sent = [];
  said.hush();
});

function desk(answers: Parameters<typeof fakeDesk>[0] = {}): void {
  const keep = (name: keyof Calls) => (request: unknown) => {
    sent.push([name, request]);
    return null;
  };
  fakeDesk({
    "agenda.week": ({ from }) => week(from),
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    "appointment.settle": keep("appointment.settle") as () => null,
    "appointment.move": (request) => {
      sent.push(["appointment.move", request]);
      return { appointment: "m9" };
    },
    "appointment.add": (request) => {
      sent.push(["appointment.add", request]);
      return { appointment: "m9" };
    },
    "activity.open": () => ({
      line: workshop(),
      people: [
        { person: "awa", person_name: "Awa Benali", answer: "invited", demo: false },
        { person: "noe", person_name: "Noé Fontaine", answer: "invited", demo: false },
      ],
    }),
    "activity.attend": keep("activity.attend") as () => null,
    ...answers,
  });
}

async function shown() {
  desk();
  const user = userEvent.setup();
  render(Agenda);
  await screen.findByRole("button", { name: /Awa Benali/ });
  return user;
}

describe("the days of a week", () => {
  it("begin on a Monday, across months and years", () => {
    expect(mondayOf("2026-11-24")).toBe("2026-11-23");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    expect(mondayOf("2027-01-03")).toBe("2026-12-28");
    expect(mondayOf("2023-12-31")).toBe("2023-12-25");
  });

  it("are all there, the empty ones too", () => {
    const days = byDays(week(mondayOf(DAY)));
    expect(days.map(({ day }) => day)).toHaveLength(7);
    expect(days.find(({ day }) => day === DAY)?.appointments).toHaveLength(1);
  });
});

describe("the agenda", () => {
  it("shows seven days, what is earlier first", async () => {
    await shown();
    expect(screen.getAllByRole("region")).toHaveLength(7);
    const lines = within(screen.getByRole("region", { name: fullDay(DAY) })).getAllByRole("listitem");
    expect(lines.map((line) => line.textContent)).toEqual([expect.stringContaining("Atelier CV"), expect.stringContaining("Awa Benali")]);
  });

  it("settles a meeting in two keys", async () => {
    const user = await shown();
    screen.getByRole("button", { name: /Awa Benali/ }).focus();
    await user.keyboard("{Enter}");
    const present = await screen.findByRole("button", { name: "Présent" });
    await waitFor(() => expect(present).toHaveFocus());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(sent).toEqual([["appointment.settle", { appointment: "m1", outcome: "present" }]]));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("moves a meeting to a day and a time, and says what cannot be read", async () => {
    const user = await shown();
    await user.click(screen.getByRole("button", { name: /Awa Benali/ }));
    const time = await screen.findByRole("textbox", { name: /Heure/ });
    await user.clear(time);
    await user.type(time, "midi{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/Écrivez une heure/)).toBeInTheDocument();
    await user.clear(time);
    await user.type(time, "14h30{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent).toEqual([["appointment.move", { appointment: "m1", slot: { day: DAY, time: "14:30", minutes: 45 } }]]));
  });

  it("nobody is present ahead of time", async () => {
    appointments = [meeting("m1", { slot: { day: addDays(mondayOf(DAY), 6), time: "", minutes: null } })];
    const user = await shown();
    await user.click(screen.getByRole("button", { name: /Awa Benali/ }));
    await screen.findByRole("button", { name: "Excusé" });
    const sunday = mondayOf(DAY) !== DAY && addDays(mondayOf(DAY), 6) === DAY;
    expect(screen.queryByRole("button", { name: "Présent" }) !== null).toBe(sunday);
  });

  it("writes down who came, all at once but one", async () => {
    const user = await shown();
    await user.click(screen.getByRole("button", { name: /Atelier CV/ }));
    await user.click(await screen.findByRole("button", { name: "Tous présents" }));
    const noe = screen.getByRole("group", { name: "Noé Fontaine" });
    await user.click(within(noe).getByRole("radio", { name: "Absent" }));
    await user.click(screen.getByRole("button", { name: "Enregistrer la feuille" }));
    const answers = [
      { person: "awa", answer: "present" },
      { person: "noe", answer: "absent" },
    ];
    await waitFor(() => expect(sent).toEqual([["activity.attend", { activity: "a1", answers }]]));
  });

  it("plans a meeting from the keyboard", async () => {
    const user = await shown();
    shortcuts.all.find(({ keys }) => keys === "n")?.run();
    await user.type(await screen.findByRole("textbox", { name: /Objet/ }), "Point avec la mission locale");
    await user.type(screen.getByRole("textbox", { name: /Heure/ }), "9h{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.[1]).toMatchObject({ person: null, what: "Point avec la mission locale", slot: { day: DAY, time: "09:00", minutes: 45 } });
  });

  it("goes to the next week and back to today by the keys, the focus with it", async () => {
    await shown();
    shortcuts.all.find(({ keys }) => keys === "PageDown")?.run();
    const there = await screen.findByRole("button", { name: `Ouvrir ${fullDay(addDays(DAY, 7))}` });
    await waitFor(() => expect(there).toHaveFocus());
    shortcuts.all.find(({ keys }) => keys === "t")?.run();
    await waitFor(() => expect(screen.getByRole("button", { name: `Ouvrir ${fullDay(DAY)}` })).toHaveFocus());
  });
});
