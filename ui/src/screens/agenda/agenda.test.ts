import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { ActivityLine, AppointmentLine, Calls, Week } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { shortcuts } from "../../frame/shortcuts.svelte.ts";
import { addDays, fullDay, today } from "../../words/index.ts";
import Agenda from "./Agenda.svelte";
import { later } from "./moving.svelte.ts";
import { byDays, mondayOf } from "./state.svelte.ts";

const DAY = today();
const plain = (text: string | null | undefined): string => (text ?? "").replaceAll(/[\u00a0\u202f]/g, " ");

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
    "appointment.correct": (request) => {
      sent.push(["appointment.correct", request]);
      return { appointment: "m1" };
    },
    "appointment.remove": keep("appointment.remove") as () => null,
    "agenda.overlaps": ({ slot, except }) => (slot.time === "11:00" && except !== "m2" ? [{ with: "Noé Fontaine", slot: { day: slot.day, time: "10:45", minutes: 30 } }] : []),
    ...answers,
  });
}

async function shown(answers: Parameters<typeof fakeDesk>[0] = {}) {
  desk(answers);
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

  it("corrects an activity, and takes out one entered by mistake with the way back", async () => {
    const user = await shown({
      "activity.correct": (request) => {
        sent.push(["activity.correct", request]);
        return null;
      },
      "activity.remove": (request) => {
        sent.push(["activity.remove", request]);
        return null;
      },
    });
    await user.click(screen.getByRole("button", { name: /Atelier CV/ }));
    await user.click(await screen.findByRole("button", { name: "Corriger" }));
    const title = await screen.findByRole("textbox", { name: /Titre/ });
    await user.clear(title);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(title).toHaveAttribute("aria-invalid", "true"));
    await user.type(title, "Atelier CV et lettre{Control>}{Enter}{/Control}");
    const request = { activity: "a1", kind: "workshop", title: "Atelier CV et lettre", slot: { day: DAY, time: "09:00", minutes: null }, place: "", note: "" };
    await waitFor(() => expect(sent).toEqual([["activity.correct", request]]));
    await user.click(screen.getByRole("button", { name: /Atelier CV/ }));
    await user.click(await screen.findByRole("button", { name: "Retirer" }));
    await waitFor(() => expect(sent.at(-1)).toEqual(["activity.remove", { activity: "a1" }]));
    expect(said.now?.act?.label).toBe("Annuler");
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

  it("warns of what is at the same time, and still plans it", async () => {
    const user = await shown();
    shortcuts.all.find(({ keys }) => keys === "n")?.run();
    await user.type(await screen.findByRole("textbox", { name: /Objet/ }), "Visite");
    const time = screen.getByRole("textbox", { name: /Heure/ });
    await user.type(time, "11h");
    expect(plain((await screen.findByText(/Au même moment/)).textContent)).toBe("Au même moment : Noé Fontaine, 10 h 45.");
    await user.type(time, "{Control>}{Enter}{/Control}");
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it("corrects what was written wrongly, whom it is with too", async () => {
    const user = await shown({ search: () => [{ found: "person", id: "noe", name: "Noé Fontaine", demo: false, birth: "", commune: "", phone: "", stage: null }] as never });
    await user.click(screen.getByRole("button", { name: /Awa Benali/ }));
    await user.click(await screen.findByRole("button", { name: "Corriger" }));
    const place = await screen.findByRole("textbox", { name: /Lieu/ });
    await user.clear(place);
    await user.type(place, "Creil");
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    const slot = { day: DAY, time: "10:00", minutes: 45 };
    await waitFor(() => expect(sent).toEqual([["appointment.correct", { appointment: "m1", person: "awa", what: "Entretien", slot, place: "Creil", with_whom: "" }]]));
    expect(said.now?.text).toContain("Rendez-vous corrigé");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("keeps a correction that is left by a lock, and forgets it when it is given up", async () => {
    const kept: Record<string, string> = {};
    const user = await shown({
      "draft.keep": ({ place, body }) => {
        kept[place] = body;
        return null;
      },
    });
    await user.click(screen.getByRole("button", { name: /Awa Benali/ }));
    await user.click(await screen.findByRole("button", { name: "Corriger" }));
    await user.type(await screen.findByRole("textbox", { name: /Lieu/ }), " gare");
    await waitFor(() => expect(kept["meeting/m1"]).toContain("Lens gare"));
    await user.click(screen.getByRole("button", { name: "Annuler" }));
    await waitFor(() => expect(kept["meeting/m1"]).toBe(""));
    expect(sent).toEqual([]);
  });

  it("takes out what was entered by mistake, with the way back", async () => {
    const user = await shown();
    await user.click(screen.getByRole("button", { name: /Awa Benali/ }));
    await user.click(await screen.findByRole("button", { name: "Retirer" }));
    await waitFor(() => expect(sent).toEqual([["appointment.remove", { appointment: "m1" }]]));
    expect(said.now?.text).toContain("Rendez-vous retiré");
    expect(said.now?.act?.label).toBe("Annuler");
  });
});

describe("a meeting that is moved by the arrows", () => {
  const tuesday = addDays(mondayOf(DAY), 1);

  async function lifted() {
    appointments = [meeting("m1", { slot: { day: tuesday, time: "10:00", minutes: 45 } })];
    const user = await shown();
    screen.getByRole("button", { name: /Awa Benali/ }).focus();
    await user.keyboard("m");
    return user;
  }

  it("goes to another day and time in one move, and says it while it is carried", async () => {
    const user = await lifted();
    await user.keyboard("{ArrowRight}{ArrowDown}{ArrowDown}{ArrowUp}");
    const wednesday = addDays(tuesday, 1);
    expect(plain(said.now?.text)).toContain(`${fullDay(wednesday)}, 10 h 15`);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(sent).toEqual([["appointment.move", { appointment: "m1", slot: { day: wednesday, time: "10:15", minutes: 45 } }]]));
    await waitFor(() => expect(said.now?.text).toContain(`Déplacé au ${fullDay(wednesday)}`));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("stays within the days in sight, and where it was when it is left", async () => {
    const user = await lifted();
    await user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowLeft}");
    expect(said.now?.text).toContain(fullDay(mondayOf(DAY)));
    await user.keyboard("{Escape}");
    expect(said.now?.text).toBe("Le rendez-vous reste où il était.");
    said.hush();
    await user.keyboard("m{Enter}");
    await waitFor(() => expect(said.now?.text).toBe("Le rendez-vous reste où il était."));
    expect(sent).toEqual([]);
  });

  it("warns of what is there already, and is moved all the same", async () => {
    const user = await lifted();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{Enter}");
    await waitFor(() => expect(plain(said.now?.text)).toContain("Au même moment : Noé Fontaine"));
    expect(said.now?.act?.label).toBe("Annuler");
  });

  it("is not lifted once something came of it", async () => {
    appointments = [meeting("m1", { outcome: "present" })];
    const user = await shown();
    screen.getByRole("button", { name: /Awa Benali/ }).focus();
    await user.keyboard("m");
    expect(said.now).toBeNull();
  });

  it("keeps to the hours of its day", () => {
    expect(later("23:50", 15)).toBe("23:50");
    expect(later("00:05", -15)).toBe("00:05");
    expect(later("", 15)).toBe("");
  });
});

describe("a meeting that is dragged", () => {
  it("is moved to the day where it is dropped, with its time, and its dialog stays shut", async () => {
    const user = await shown();
    const to = addDays(mondayOf(DAY), DAY === mondayOf(DAY) ? 1 : 0);
    document.elementFromPoint = () => screen.getByRole("region", { name: fullDay(to) });
    const entry = screen.getByRole("button", { name: /Awa Benali/ });
    await user.pointer([
      { keys: "[MouseLeft>]", target: entry, coords: { clientX: 10, clientY: 10 } },
      { target: entry, coords: { clientX: 80, clientY: 10 } },
      { keys: "[/MouseLeft]", target: entry, coords: { clientX: 80, clientY: 10 } },
    ]);
    await waitFor(() => expect(sent).toEqual([["appointment.move", { appointment: "m1", slot: { day: to, time: "10:00", minutes: 45 } }]]));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("the agenda for another calendar", () => {
  async function opened(answers: Parameters<typeof fakeDesk>[0] = {}) {
    const user = await shown({
      "agenda.export": (request) => {
        sent.push(["agenda.export", request]);
        return { entries: 3 };
      },
      ...answers,
    });
    await user.click(screen.getByRole("button", { name: "Exporter" }));
    await user.type(await screen.findByRole("textbox", { name: /Fichier/ }), "/home/nadia/semaine.ics");
    return user;
  }

  it("holds the week in sight, without names unless they are asked for", async () => {
    const user = await opened();
    await user.type(screen.getByLabelText("Votre phrase de passe"), "trois vélos bleus{Control>}{Enter}{/Control}");
    const monday = mondayOf(DAY);
    const request = { from: monday, to: addDays(monday, 6), appointment: null, path: "/home/nadia/semaine.ics", names: false, passphrase: "trois vélos bleus" };
    await waitFor(() => expect(sent).toEqual([["agenda.export", request]]));
    expect(plain(said.now?.text)).toBe("3 rendez-vous écrits dans /home/nadia/semaine.ics.");
  });

  it("holds one meeting alone, from its own dialog, and asks for no days", async () => {
    const user = await shown({
      "agenda.export": (request) => {
        sent.push(["agenda.export", request]);
        return { entries: 1 };
      },
    });
    await user.click(screen.getByRole("button", { name: /Awa Benali/ }));
    await user.click(await screen.findByRole("button", { name: "Vers un autre agenda" }));
    const dialog = await screen.findByRole("dialog", { name: "Exporter ce rendez-vous" });
    expect(within(dialog).queryByLabelText("Du")).toBeNull();
    await user.type(within(dialog).getByRole("textbox", { name: /Fichier/ }), "/home/nadia/awa.ics");
    await user.type(within(dialog).getByLabelText("Votre phrase de passe"), "trois vélos bleus{Control>}{Enter}{/Control}");
    const request = { from: DAY, to: DAY, appointment: "m1", path: "/home/nadia/awa.ics", names: false, passphrase: "trois vélos bleus" };
    await waitFor(() => expect(sent).toEqual([["agenda.export", request]]));
    expect(plain(said.now?.text)).toBe("1 rendez-vous écrit dans /home/nadia/awa.ics.");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says what is missing, and what was wrong, under its field", async () => {
    const user = await opened({
      "agenda.export": ({ passphrase }) => {
        if (passphrase === "fausse") throw { code: "wrong_passphrase", retry_after_s: 0 };
        throw { code: "refused", refusal: { refusal: "unreadable", field: "path" } };
      },
    });
    await user.click(screen.getByRole("button", { name: "Écrire le fichier" }));
    const secret = screen.getByLabelText("Votre phrase de passe");
    await waitFor(() => expect(secret).toHaveAttribute("aria-invalid", "true"));
    await user.type(secret, "fausse{Control>}{Enter}{/Control}");
    await waitFor(() => expect(secret).toHaveAccessibleDescription(/pas la bonne phrase/));
    await user.clear(secret);
    await user.type(secret, "juste{Control>}{Enter}{/Control}");
    await waitFor(() => expect(screen.getByRole("textbox", { name: /Fichier/ })).toHaveAccessibleDescription(/Impossible d’écrire ici/));
    expect(said.now).toBeNull();
  });
});
