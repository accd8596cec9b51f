import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Occasion, SituationView } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import SituationCard from "./SituationCard.svelte";

beforeEach(() => said.hush());

function situation(id: string, changes: Partial<SituationView> = {}): SituationView {
  return { id, kind: "training", since_on: "2026-03-02", occasion: "course", proof: "document", note: "E2C de Lens", author: "", ...changes };
}

function shown(situations: readonly SituationView[], more: { left?: boolean; asked?: Occasion } = {}, answers: Parameters<typeof fakeDesk>[0] = {}) {
  const { asked } = fakeDesk({
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    "situation.record": () => ({ situation: "s9" }),
    "situation.correct": () => null,
    "situation.remove": () => null,
    ...answers,
  });
  render(SituationCard, { person: "p1", situations, left: false, ...more });
  const of = (call: string) => asked.filter(({ name }) => name === call).map(({ request }) => request);
  return { of, user: userEvent.setup() };
}

it("shows what the person does now, how it is known, and the earlier ones folded", async () => {
  const { user } = shown([situation("s2"), situation("s1", { kind: "neither", occasion: "entry", proof: "none", note: "", since_on: "2026-01-05" })]);
  const card = within(screen.getByRole("region", { name: "Situation" }));
  expect(card.getByText("En formation")).toBeVisible();
  expect(card.getByText("Un justificatif a été vu")).toBeVisible();
  const fold = card.getByRole("button", { name: "1 situation plus ancienne" });
  expect(fold).toHaveAttribute("aria-expanded", "false");
  await user.click(fold);
  expect(card.getByText("Sans emploi ni formation, sans recherche")).toBeVisible();
});

it("is written at the entry where nothing was yet", async () => {
  const { of, user } = shown([]);
  await user.click(screen.getByRole("button", { name: "Noter la situation" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Noter la situation" }));
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  expect(dialog.getByText(/Choisissez ce que fait la personne/)).toBeVisible();
  await user.selectOptions(dialog.getByLabelText("Que fait la personne"), "En emploi : CDI");
  await user.selectOptions(dialog.getByLabelText("Comment le sait-on"), "Un justificatif a été vu");
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  const form = { kind: "job_permanent", since_on: null, occasion: "entry", proof: "document", note: "" };
  await waitFor(() => expect(of("situation.record")).toEqual([{ person: "p1", situation: form }]));
  expect(said.now?.text).toBe("Situation notée.");
});

it("is asked on the occasion that is due, and a refusal stands under it", async () => {
  const refuse = () => {
    throw { code: "refused", refusal: { refusal: "not_left" } };
  };
  const { user } = shown([situation("s1")], { left: true, asked: "exit_4w" }, { "situation.record": refuse });
  const dialog = within(await screen.findByRole("dialog", { name: "Noter la situation" }));
  expect(dialog.getByLabelText("À quelle occasion")).toHaveDisplayValue("Quatre semaines après la sortie");
  await user.selectOptions(dialog.getByLabelText("Que fait la personne"), "En formation");
  await user.type(dialog.getByLabelText(/^Précisions/), "Titre pro");
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  expect(await dialog.findByText(/pas sortie de ce suivi/)).toBeVisible();
  expect(dialog.getByDisplayValue("Titre pro")).toBeVisible();
});

it("before an exit nothing after one can be chosen", async () => {
  const { user } = shown([]);
  await user.click(screen.getByRole("button", { name: "Noter la situation" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByRole("option", { name: "Six mois après la sortie" })).toBeDisabled();
  expect(dialog.getByRole("option", { name: "En cours de suivi" })).toBeEnabled();
});

it("is corrected, or taken out with the way back", async () => {
  const { of, user } = shown([situation("s1")]);
  await user.click(screen.getByRole("button", { name: "Corriger la situation « en formation »" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Corriger la situation" }));
  await user.selectOptions(dialog.getByLabelText("Comment le sait-on"), "Un partenaire le confirme");
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  await waitFor(() => expect(of("situation.correct")).toHaveLength(1));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await user.click(screen.getByRole("button", { name: "Corriger la situation « en formation »" }));
  await user.click(within(await screen.findByRole("dialog", { name: "Corriger la situation" })).getByRole("button", { name: "Retirer" }));
  await waitFor(() => expect(of("situation.remove")).toEqual([{ id: "s1" }]));
  expect(said.now?.act?.label).toBe("Annuler");
});
