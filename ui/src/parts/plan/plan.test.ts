import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { PlanView, StepView } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { addDays, today } from "../../words/index.ts";
import PlanCard from "./PlanCard.svelte";

let drafts: Map<string, string>;

beforeEach(() => {
  drafts = new Map();
  said.hush();
});

function step(what: string, changes: Partial<StepView> = {}): StepView {
  return { id: what, what, by: "person", due_on: null, done_on: null, dropped_on: null, note: "", ...changes };
}

function plan(steps: StepView[], words = "Je veux souder"): PlanView {
  return { id: "plan", draft: { words, decided_on: addDays(today(), -3), agreed_on: null, review_on: null }, closed_on: null, steps };
}

function shown(view: PlanView | null, answers: Parameters<typeof fakeDesk>[0] = {}) {
  const { asked } = fakeDesk({
    "draft.read": ({ place }) => ({ body: drafts.get(place) ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts.set(place, body);
      return null;
    },
    "plan.write": () => ({ plan: "plan" }),
    "step.add": () => ({ step: "new" }),
    "step.correct": () => null,
    "step.settle": () => null,
    "step.drop": () => null,
    ...answers,
  });
  render(PlanCard, { person: "p1", plan: view });
  const of = (name: string) => asked.filter((one) => one.name === name).map(({ request }) => request);
  return { of, user: userEvent.setup() };
}

describe("the plan", () => {
  it("is written in the person's words, decided today", async () => {
    const { of, user } = shown(null);
    await user.click(screen.getByRole("button", { name: "Écrire le plan" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Plan d’action" }));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(await dialog.findByText("Écrivez ce que la personne veut faire.")).toBeInTheDocument();
    await user.type(dialog.getByLabelText(/Ce que dit la personne/), "Être dehors");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() =>
      expect(of("plan.write")).toEqual([{ person: "p1", plan: { words: "Être dehors", decided_on: today(), agreed_on: null, review_on: null } }]),
    );
  });

  it("puts back what was being typed when the vault was locked", async () => {
    drafts.set("plan/p1", JSON.stringify({ ...plan([]).draft, words: "Je veux souder, et vite" }));
    const { user } = shown(plan([]));
    await user.click(screen.getByRole("button", { name: "Modifier le plan" }));
    expect(await screen.findByDisplayValue("Je veux souder, et vite")).toBeInTheDocument();
  });

  it("shows a refused day under its field and keeps what was typed", async () => {
    const refuse = () => {
      throw { code: "refused", refusal: { refusal: "in_the_future", field: "agreed_on" } };
    };
    const { user } = shown(plan([]), { "plan.write": refuse });
    await user.click(screen.getByRole("button", { name: "Modifier le plan" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(await dialog.findByText(/Cette date n’est pas encore passée/)).toBeInTheDocument();
    expect(dialog.getByDisplayValue("Je veux souder")).toBeInTheDocument();
  });
});

describe("steps", () => {
  it("are added with who does them", async () => {
    const { of, user } = shown(plan([]));
    await user.click(screen.getByRole("button", { name: "Ajouter une étape" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Ajouter une étape" }));
    await user.type(dialog.getByLabelText("Quelle étape"), "Visiter l’atelier");
    await user.click(dialog.getByRole("radio", { name: "Un partenaire" }));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(of("step.add")).toEqual([{ person: "p1", what: "Visiter l’atelier", by: "partner", due_on: null }]));
  });

  it("are ticked off, and the tick can be taken back", async () => {
    const { of, user } = shown(plan([step("Faire le CV", { due_on: addDays(today(), -2) })]));
    expect(screen.getByText("2 jours de retard")).toBeInTheDocument();
    await user.click(screen.getByRole("checkbox", { name: "Faire le CV" }));
    await waitFor(() => expect(said.now?.act).toBeDefined());
    said.now?.act?.run();
    await waitFor(() =>
      expect(of("step.settle")).toEqual([
        { step: "Faire le CV", done: true },
        { step: "Faire le CV", done: false },
      ]),
    );
  });

  it("are given up with a reason, which stays to be read", async () => {
    const { of, user } = shown(plan([step("Faire le CV"), step("Appeler", { dropped_on: today(), note: "A trouvé seul" })]));
    await user.click(screen.getByRole("button", { name: /Abandonner l’étape/ }));
    const dialog = within(await screen.findByRole("dialog", { name: "Abandonner l’étape" }));
    await user.click(dialog.getByRole("button", { name: "Abandonner" }));
    expect(await dialog.findByText("Dites pourquoi l’étape est abandonnée.")).toBeInTheDocument();
    await user.type(dialog.getByLabelText(/Pourquoi/), "Il en a un");
    await user.click(dialog.getByRole("button", { name: "Abandonner" }));
    await waitFor(() => expect(of("step.drop")).toEqual([{ step: "Faire le CV", why: "Il en a un" }]));
    await user.click(screen.getByRole("button", { name: "1 étape terminée" }));
    expect(screen.getByText("A trouvé seul")).toBeInTheDocument();
  });
});

describe("a plan that is over", () => {
  it("is closed, and stays to be read with what became of its steps", async () => {
    const { of, user } = shown(plan([]), { "plan.close": () => null });
    await user.click(screen.getByRole("button", { name: "Clore le plan" }));
    await waitFor(() => expect(of("plan.close")).toEqual([{ person: "p1" }]));
    expect(said.now?.text).toBe("Plan d’action clos.");
    expect(said.now?.act?.label).toBe("Annuler");
  });

  it("stands under the present one, folded", async () => {
    fakeDesk({ "draft.read": () => ({ body: "" }) });
    const former = { ...plan([step("Faire le CV", { done_on: today() }), step("Appeler")], "Je voulais peindre"), id: "old", closed_on: today() };
    render(PlanCard, { person: "p1", plan: null, former: [former] });
    expect(screen.queryByRole("button", { name: "Clore le plan" })).not.toBeInTheDocument();
    const fold = screen.getByRole("button", { name: "Plans précédents (1)" });
    expect(fold).toHaveAttribute("aria-expanded", "false");
    await userEvent.setup().click(fold);
    expect(fold).toHaveAttribute("aria-expanded", "true");
    expect(screen.getByText("Je voulais peindre")).toBeVisible();
    expect(screen.getByText("(faite aujourd’hui)")).toBeVisible();
    expect(screen.getByText("(pas faite)")).toBeVisible();
  });
});
