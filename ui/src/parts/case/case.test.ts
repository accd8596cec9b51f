import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { CaseView } from "../../api/generated.ts";
import CaseDialog from "./CaseDialog.svelte";
import ClockFacts from "./ClockFacts.svelte";
import StageDialog from "./StageDialog.svelte";

const present: CaseView = {
  id: "c1",
  origin: "siei",
  origin_detail: "liste de mars",
  opened_on: "2026-01-05",
  referent: "",
  referent_id: null,
  stage: "following",
  since: "2026-02-01",
  clocks: { origin_on: "2026-01-05", summoned_on: null, summons_until: null, cej_started_on: null, cej_extended: "", cej_until: null, left_on: null },
};

function desk(answers: Parameters<typeof fakeDesk>[0] = {}) {
  const { asked } = fakeDesk({ "draft.read": () => ({ body: "" }), "draft.keep": () => null, "case.move": () => null, "case.correct": () => null, ...answers });
  return (call: string) => asked.filter(({ name }) => name === call).map(({ request }) => request);
}

it("leaves with what the person does and two reminders, in one act", async () => {
  const of = desk();
  render(StageDialog, { open: true, person: "p1", from: "following" });
  const user = userEvent.setup();
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.queryByLabelText("Situation à la sortie")).not.toBeInTheDocument();
  await user.selectOptions(dialog.getByLabelText("Nouvelle étape"), "Sorti");
  await user.selectOptions(dialog.getByLabelText("Sortie vers"), "Formation");
  expect(dialog.getByLabelText("Situation à la sortie")).toHaveDisplayValue("En formation");
  await user.selectOptions(dialog.getByLabelText("Comment le sait-on"), "Un justificatif a été vu");
  await user.click(dialog.getByRole("button", { name: "Enregistrer l’étape" }));
  const remind = { four_weeks: "Demander sa situation quatre semaines après la sortie", six_months: "Demander sa situation six mois après la sortie" };
  const situation = { kind: "training", proof: "document", note: "" };
  await waitFor(() => expect(of("case.move")).toEqual([{ person: "p1", to: "left", on: null, reason: "", exit: "training", situation, remind }]));
});

it("leaves without them where the worker says so", async () => {
  const of = desk();
  render(StageDialog, { open: true, person: "p1", from: "following" });
  const user = userEvent.setup();
  const dialog = within(await screen.findByRole("dialog"));
  await user.selectOptions(dialog.getByLabelText("Nouvelle étape"), "Sorti");
  await user.selectOptions(dialog.getByLabelText("Sortie vers"), "Formation");
  await user.selectOptions(dialog.getByLabelText("Situation à la sortie"), "Ne pas la noter maintenant");
  await user.click(dialog.getByRole("checkbox", { name: /^Me rappeler/ }));
  await user.click(dialog.getByRole("button", { name: "Enregistrer l’étape" }));
  await waitFor(() => expect(of("case.move")).toEqual([{ person: "p1", to: "left", on: null, reason: "", exit: "training" }]));
});

it("corrects the days from which the law counts, and shows a refusal under its field", async () => {
  const refuse = () => {
    throw { code: "refused", refusal: { refusal: "cej_start_missing" } };
  };
  const of = desk({ "case.correct": refuse });
  render(CaseDialog, { open: true, person: "p1", present });
  const user = userEvent.setup();
  const dialog = within(await screen.findByRole("dialog", { name: "Origine et délais" }));
  expect(dialog.getByDisplayValue("liste de mars")).toBeVisible();
  await user.type(dialog.getByLabelText("Convoquée le"), "02/03/2026");
  await user.type(dialog.getByLabelText(/^Prolongé parce que/), "logement perdu");
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  expect(await dialog.findByText(/Indiquez d’abord le jour où le contrat/)).toBeVisible();
  const form = { origin: "siei", origin_detail: "liste de mars", origin_on: "2026-01-05", summoned_on: "2026-03-02", cej_started_on: null, cej_extended: "logement perdu" };
  expect(of("case.correct")).toEqual([{ person: "p1", case: form, remind: expect.objectContaining({ cej: expect.stringContaining("engagement jeune") as string }) as unknown }]);
});

it("says until when, and why it was extended", () => {
  const clocks = { ...present.clocks, summoned_on: "2026-03-02", summons_until: "2026-05-02", cej_started_on: "2026-03-02", cej_until: "2027-09-02", cej_extended: "logement perdu" };
  render(ClockFacts, { clocks });
  expect(screen.getByText(/délai jusqu’au samedi 2 mai 2026|délai jusqu’au 2 mai 2026/)).toBeVisible();
  expect(screen.getByText(/prolongé jusqu’au .*2 septembre 2027 : logement perdu/)).toBeVisible();
});
