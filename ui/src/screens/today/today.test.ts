import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { AppointmentLine, DueKind, PersonLine, ProviderLine, ReferralFile, ReferralLine, TaskLine, Today as Asks } from "../../api/generated.ts";
import { said, StatusBar } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { addDays, today } from "../../words/index.ts";
import Today from "./Today.svelte";

const DAY = "2026-11-24";
let asks: Asks;

function task(id: string, what: string, more: Partial<TaskLine> = {}): TaskLine {
  return { id, person: null, person_name: "", what, due_on: DAY, done_on: null, urgent: false, demo: false, every: "", ...more };
}

function referral(id: string, person: string, kind: DueKind, late_days = 12): ReferralLine {
  return {
    id,
    person: `p-${id}`,
    person_name: person,
    programme: "cap",
    programme_name: "CAP Carrosserie",
    programme_kind: "apprenticeship",
    provider_name: "CFA des Deux Rives",
    state: "sent",
    since: "2026-11-01",
    disputed: false,
    due: { kind, on: "2026-11-12", late_days },
    and_now: kind === "and_now",
    demo: false,
  };
}

function quiet(id: string, given_name: string, more: Partial<PersonLine> = {}): PersonLine {
  return {
    id,
    given_name,
    family_name: "Benali",
    birth: "",
    age: null,
    phone: "+33639980154",
    commune: "Lens",
    qpv: "",
    stage: "contacting",
    referent: "",
    last_contact: "2026-10-15",
    last_attempt: null,
    demo: false,
    ...more,
  };
}

beforeEach(() => {
  said.hush();
  overlays.open = null;
  asks = { day: DAY, appointments: [], activities: [], tasks: [], steps: [], referrals: [], and_now: [], quiet: [], quiet_total: 0, people: 12, more: { meetings: false, tasks: false, steps: false, referrals: false, and_now: false } };
});

function desk(refuse = false) {
  const settled: TaskLine[] = [];
  return fakeDesk({
    "today.show": () => structuredClone(asks),
    "task.settle": ({ task: id, done }) => {
      if (refuse) throw { code: "disk_full" };
      if (done) {
        settled.push(...asks.tasks.filter((line) => line.id === id));
        asks.tasks = asks.tasks.filter((line) => line.id !== id);
      } else asks.tasks = [...settled.splice(0), ...asks.tasks];
      return null;
    },
    "task.add": () => ({ task: "t9" }),
    "referral.check": ({ referral: id }) => {
      asks.referrals = asks.referrals.filter((line) => line.id !== id);
      return null;
    },
    "referral.settle_and_now": ({ referral: id }) => {
      asks.and_now = asks.and_now.filter((line) => line.id !== id);
      return null;
    },
    "referral.open": () => ({ provider: "cfa" }) as ReferralFile,
    "provider.list": () => [{ id: "cfa", demo: false, who: { contact: "Mme Roussel", phone: "+33320123456", email: "" } } as ProviderLine],
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  });
}

async function shown() {
  render(StatusBar);
  render(Today);
  await screen.findByText(/24 novembre 2026/);
  return userEvent.setup();
}

describe("what was left half typed", () => {
  const kept: Record<string, unknown> = { last_note: { id: "p1", name: "Lina Ferreira", on: addDays(today(), -1) }, "quick_note/p1": { note: "Vue au marché" } };

  it("is offered again, whose it was and since when, and goes with it", async () => {
    fakeDesk({
      "today.show": () => structuredClone(asks),
      "draft.read": ({ place }) => ({ body: place in kept ? JSON.stringify(kept[place]) : "" }),
    });
    const user = await shown();
    expect(await screen.findByText("Une note est commencée pour Lina Ferreira, hier.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Reprendre votre saisie" }));
    expect(overlays.open).toEqual({ name: "quick_note", person: { id: "p1", name: "Lina Ferreira", demo: undefined } });
    delete kept["quick_note/p1"];
    overlays.open = null;
    await waitFor(() => expect(screen.queryByText(/Une note est commencée/)).not.toBeInTheDocument());
  });
});

describe("drafts", () => {
  it("that wait elsewhere are counted, and lead to their list", async () => {
    const waits = (place: string) => ({ place, words: "", person: null, person_name: "", demo: false, referral: null, programme: null, name: "" });
    fakeDesk({ "today.show": () => structuredClone(asks), "draft.read": () => ({ body: "" }), "draft.list": () => [waits("note/p1"), waits("chase/r1")] });
    await shown();
    expect(await screen.findByText(/2 brouillons attendent/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Voir les brouillons" })).toHaveAttribute("href", "#/brouillons");
  });
});

describe("the day in short", () => {
  it("is told in one sentence", async () => {
    asks.tasks = [task("t1", "Rappeler Inès"), task("t2", "Photocopies")];
    asks.referrals = [referral("r1", "Lina Ferreira", "answer")];
    asks.quiet_total = 30;
    desk();
    await shown();
    expect(screen.getByText("Mardi 24 novembre 2026 : 2 tâches, 1 orientation en attente, 30 personnes à recontacter.")).toBeInTheDocument();
  });

  it("says kindly that nothing presses", async () => {
    desk();
    await shown();
    expect(screen.getByText("Rien ne presse aujourd’hui")).toBeInTheDocument();
  });

  it("says how to begin where there is nobody yet", async () => {
    asks.people = 0;
    desk();
    const user = await shown();
    expect(screen.getByText(/Ctrl\+N ouvre le dossier d’une nouvelle personne/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Nouvelle personne" }));
    expect(overlays.open).toEqual({ name: "new_person" });
  });

  it("shows eight lines, and all of them when asked, going on from the ninth", async () => {
    asks.tasks = Array.from({ length: 10 }, (_, index) => task(`t${index}`, `Tâche ${index + 1}`));
    desk();
    const user = await shown();
    expect(screen.queryByText("Tâche 9")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Montrer tout (10)" }));
    expect(screen.getByRole("button", { name: "Fait : Tâche 9" })).toHaveFocus();
  });

  it("says that there are more than the desk gave at first, and asks for the rest", async () => {
    const tasks = Array.from({ length: 40 }, (_, index) => task(`t${index}`, `Tâche ${index + 1}`));
    asks.tasks = tasks.slice(0, 30);
    asks.more.tasks = true;
    const { asked } = fakeDesk({
      "today.show": ({ whole }) => structuredClone(whole ? { ...asks, tasks, more: { ...asks.more, tasks: false } } : asks),
    });
    const user = await shown();
    expect(screen.getByRole("heading", { name: "Tâches (plus de 30)" })).toBeInTheDocument();
    expect(screen.getByText(/plus de 30 tâches/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Montrer la suite" }));
    expect(await screen.findByRole("heading", { name: "Tâches (40)" })).toBeInTheDocument();
    expect(screen.getByText("Tâche 40")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Fait : Tâche 9" })).toHaveFocus();
    expect(asked.findLast((one) => one.name === "today.show")).toEqual({ name: "today.show", request: { whole: true } });
  });

  it("says so of meetings as well", async () => {
    const appointments = Array.from({ length: 33 }, (_, index): AppointmentLine => ({
      id: `a${index}`, person: null, person_name: "", referral: null, what: `Point ${index + 1}`, slot: { day: DAY, time: "", minutes: null },
      place: "", with_whom: "", outcome: "planned", moved_to: null, demo: false,
    }));
    asks.appointments = appointments.slice(0, 30);
    asks.more.meetings = true;
    fakeDesk({
      "today.show": ({ whole }) => structuredClone(whole ? { ...asks, appointments, more: { ...asks.more, meetings: false } } : asks),
    });
    const user = await shown();
    expect(screen.getByRole("heading", { name: "Rendez-vous du jour (plus de 30)" })).toBeInTheDocument();
    expect(screen.getByText(/plus de 30 rendez-vous/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Montrer la suite" }));
    expect(await screen.findByRole("heading", { name: "Rendez-vous du jour (33)" })).toBeInTheDocument();
  });

  it("asks the desk again when something changed elsewhere", async () => {
    const { publish } = desk();
    await shown();
    asks.tasks = [task("t1", "Rappeler Inès")];
    publish("agenda");
    expect(await screen.findByText("Rappeler Inès")).toBeInTheDocument();
  });
});

describe("a task", () => {
  it("is ticked by the keyboard, and the focus goes to the next line, then to the heading", async () => {
    asks.tasks = [task("t1", "Rappeler Inès", { due_on: "2026-11-21" }), task("t2", "Photocopies")];
    asks.referrals = [referral("r1", "Lina Ferreira", "answer")];
    desk();
    const user = await shown();
    expect(screen.getByText("en retard de 3 jours")).toBeInTheDocument();
    screen.getByRole("button", { name: "Fait : Rappeler Inès" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Fait : Photocopies" })).toHaveFocus());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("heading", { name: "Tâches" })).toHaveFocus());
  });

  it("says that it presses and how often it comes back", async () => {
    asks.tasks = [task("t1", "Appel du lundi", { urgent: true, every: "week" })];
    desk();
    const user = await shown();
    expect(screen.getByText("Urgent")).toBeInTheDocument();
    expect(screen.getByText("Toutes les semaines")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Nouvelle tâche" }));
    expect(screen.getByRole("combobox", { name: "Revient" })).toHaveDisplayValue("Une seule fois");
  });

  it("comes back every month where that is chosen", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Nouvelle tâche" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Revient" }), "Tous les mois");
    await user.type(screen.getByLabelText("Que faut-il faire ?"), "Point budget{Enter}");
    await waitFor(() => expect(asked).toContainEqual({ name: "task.add", request: { person: null, what: "Point budget", due_on: today(), urgent: false, every: "month" } }));
  });

  it("comes back with its focus when the tick is undone", async () => {
    asks.tasks = [task("t1", "Rappeler Inès"), task("t2", "Photocopies")];
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Fait : Rappeler Inès" }));
    expect(await screen.findByText("Fait : Rappeler Inès.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Annuler" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Fait : Rappeler Inès" })).toHaveFocus());
    expect(asked).toContainEqual({ name: "task.settle", request: { task: "t1", done: false } });
  });

  it("stays with the reason when the tick did not go through", async () => {
    asks.tasks = [task("t1", "Rappeler Inès")];
    desk(true);
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Fait : Rappeler Inès" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Le disque est plein");
    expect(screen.getByText("Rappeler Inès")).toBeInTheDocument();
  });

  it("is written here, for today unless another day is given", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Nouvelle tâche" }));
    await user.keyboard("{Enter}");
    expect(screen.getByLabelText("Que faut-il faire ?")).toHaveAccessibleDescription("Écrivez d’abord ce qu’il faut faire.");
    await user.type(screen.getByLabelText("Que faut-il faire ?"), "Appeler la mission locale{Enter}");
    expect(await screen.findByText("Tâche notée pour aujourd’hui.")).toBeInTheDocument();
    expect(asked).toContainEqual({ name: "task.add", request: { person: null, what: "Appeler la mission locale", due_on: today(), urgent: false, every: "" } });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Nouvelle tâche" })).toHaveFocus());
  });
});

describe("a step of a plan", () => {
  it("is done from its line, and the tick can be taken back", async () => {
    asks.steps = [{ id: "s1", person: "p1", person_name: "Lina Ferreira", what: "Faire le CV", due_on: "2026-11-21", by: "person", demo: false }];
    const { asked } = fakeDesk({
      "today.show": () => structuredClone(asks),
      "draft.read": () => ({ body: "" }),
      "step.settle": ({ done }) => {
        asks.steps = done ? [] : [{ id: "s1", person: "p1", person_name: "Lina Ferreira", what: "Faire le CV", due_on: "2026-11-21", by: "person", demo: false }];
        return null;
      },
    });
    const user = await shown();
    expect(screen.getByText(/1 étape/)).toBeInTheDocument();
    expect(screen.getByText("en retard de 3 jours")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /Lina Ferreira/ })).toHaveAttribute("href", "#/jeune/p1");
    await user.click(screen.getByRole("button", { name: "Fait : Faire le CV" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Fait : Faire le CV" })).not.toBeInTheDocument());
    await user.click(screen.getByRole("button", { name: "Annuler" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Fait : Faire le CV" })).toHaveFocus());
    expect(asked.filter(({ name }) => name === "step.settle")).toHaveLength(2);
  });
});

describe("a referral that waits", () => {
  it("is chased in two actions, with the number to call in sight", async () => {
    asks.referrals = [referral("r1", "Lina Ferreira", "answer"), referral("r2", "Théo Nowak", "acknowledge", 1)];
    const { asked } = desk();
    const user = await shown();
    expect(screen.getByText("CFA des Deux Rives n’a pas répondu pour Lina Ferreira")).toBeInTheDocument();
    expect(screen.getByText("en retard de 12 jours")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Relancer CFA des Deux Rives pour Lina Ferreira" }));
    expect(screen.getByLabelText(/Ce qui s’est dit/)).toHaveFocus();
    expect(await screen.findByText("Mme Roussel, 03 20 12 34 56")).toBeInTheDocument();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Relancer CFA des Deux Rives pour Théo Nowak" })).toHaveFocus());
    const request = { referral: "r1", kind: "chase", present: "unknown", on: null, note: "" };
    expect(asked).toContainEqual({ name: "referral.check", request });
  });

  it("keeps what was typed when the form is left, and gives the focus back", async () => {
    asks.referrals = [referral("r1", "Lina Ferreira", "answer")];
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: /^Relancer/ }));
    await user.keyboard("Répondeur");
    await waitFor(() => expect(asked).toContainEqual({ name: "draft.keep", request: { place: "chase/r1", body: '{"note":"Répondeur"}' } }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: /^Relancer/ })).toHaveFocus());
    expect(asked.some(({ name }) => name === "referral.check")).toBe(false);
  });

  it("is answered with a word where presence is asked", async () => {
    asks.referrals = [referral("r1", "Lina Ferreira", "day_15")];
    const { asked } = desk();
    const user = await shown();
    const answers = screen.getByRole("group", { name: "15e jour chez CFA des Deux Rives : Lina Ferreira est toujours là ?" });
    await user.click(within(answers).getByRole("button", { name: "On ne sait pas" }));
    await screen.findByText("Noté pour Lina Ferreira : on ne sait pas.");
    expect(asked).toContainEqual({ name: "referral.check", request: { referral: "r1", kind: "day_15", present: "unknown", on: null, note: "" } });
  });

  it("leads to its page where more than a word is needed", async () => {
    asks.referrals = [referral("r1", "Lina Ferreira", "finish_draft")];
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Ouvrir : Brouillon à envoyer à CFA des Deux Rives pour Lina Ferreira" }));
    expect(location.hash).toBe("#/orientation/r1");
  });
});

describe("what comes next", () => {
  it("is proposed or settled from the line of an ending", async () => {
    asks.and_now = [{ ...referral("r1", "Lina Ferreira", "and_now"), state: "refused" }];
    desk();
    const user = await shown();
    expect(screen.getByText("CAP Carrosserie : refusée, 1er novembre")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Proposer autre chose à Lina Ferreira" }));
    expect(overlays.open).toEqual({ name: "propose", person: { id: "p-r1", name: "Lina Ferreira" } });
    await user.click(screen.getByRole("button", { name: "C’est réglé pour Lina Ferreira" }));
    await waitFor(() => expect(screen.queryByText("CAP Carrosserie : refusée, 1er novembre")).not.toBeInTheDocument());
  });

  it("says how long nobody was reached, and how many others there are", async () => {
    asks.quiet = [quiet("p1", "Awa"), quiet("p2", "Gwenaëlle", { last_contact: null, phone: "" })];
    asks.quiet_total = 5;
    desk();
    const user = await shown();
    expect(screen.getByText("sans contact depuis 40 jours, 06 39 98 01 54")).toBeInTheDocument();
    expect(screen.getByText("pas encore de contact")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "et 3 autres" })).toHaveAttribute("href", "#/jeunes");
    await user.click(screen.getByRole("button", { name: "Noter un échange avec Awa Benali" }));
    expect(overlays.open).toEqual({ name: "quick_note", person: { id: "p1", name: "Awa Benali", demo: false } });
  });
});
