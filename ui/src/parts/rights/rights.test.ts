import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { RightView } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import WhyForm from "../access/WhyForm.svelte";
import { clockOf } from "./clock.ts";
import RightsCard from "./RightsCard.svelte";

beforeEach(() => said.hush());

const asked: RightView = {
  id: "r1", person: "p1", person_name: "Awa Benali", demo: false, kind: "access", received_on: "2026-03-02", asked_by: "person", identity: "known",
  asked: "Tout mon dossier", due_on: "2026-04-02", extended_on: null, extended_reason: "", outcome: null, answered_on: null, answer_note: "",
  limit: null, lifted_on: null, lifted_reason: "", author: "Nadia",
};

it("writes a request down with the words of its task, and a refusal asks for its reason", async () => {
  const { asked: calls } = fakeDesk({ "rights.record": () => ({ request: "r2" }), "rights.answer": () => null });
  render(RightsCard, { file: { id: "p1", rights: [asked], archived: false, limited: false } });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Noter une demande" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Demande d’exercice de droits" }));
  await user.click(dialog.getByRole("radio", { name: "Effacement" }));
  await user.click(dialog.getByRole("button", { name: "Noter la demande" }));
  const request = { person: "p1", kind: "erasure", received_on: null, asked_by: "person", identity: "known", asked: "", remind: "Répondre à la demande de droits (effacement)" };
  await waitFor(() => expect(calls).toContainEqual({ name: "rights.record", request }));

  await user.click(screen.getByRole("button", { name: "Répondre" }));
  const answer = within(await screen.findByRole("dialog", { name: "Réponse à la demande" }));
  await user.click(answer.getByRole("radio", { name: "Refusée" }));
  await user.click(answer.getByRole("button", { name: "Noter la réponse" }));
  expect(calls.filter(({ name }) => name === "rights.answer"), "not without a reason").toEqual([]);
  await user.type(answer.getByLabelText("Réponse donnée, ou raison du refus"), "Recours en cours");
  await user.click(answer.getByRole("button", { name: "Noter la réponse" }));
  await waitFor(() => expect(calls.at(-1)?.request).toEqual({ request: "r1", outcome: "refused", on: null, note: "Recours en cours" }));
});

it("says how long there is to answer", () => {
  const open = { due_on: "2026-04-02", outcome: null };
  expect(clockOf(open, "2026-03-02")).toEqual({ tone: "info", label: "encore 31 jours" });
  expect(clockOf(open, "2026-04-01")).toEqual({ tone: "warn", label: "encore 1 jour" });
  expect(clockOf(open, "2026-04-02")?.label).toBe("dernier jour");
  expect(clockOf(open, "2026-04-03")).toEqual({ tone: "bad", label: "en retard" });
  expect(clockOf({ ...open, outcome: "granted" }, "2026-04-03")).toBeNull();
});

it("asks for words where the reason is another, and then opens", async () => {
  const { asked: calls } = fakeDesk({ "access.say_why": () => null });
  const onsaid = vi.fn();
  render(WhyForm, { person: "p1", limited: false, onsaid });
  const user = userEvent.setup();
  await user.click(screen.getByRole("radio", { name: "Autre raison" }));
  await user.click(screen.getByRole("button", { name: "Ouvrir le dossier" }));
  expect(calls).toEqual([]);
  await user.type(screen.getByLabelText(/Précisions/), "Karim est en congé");
  await user.click(screen.getByRole("button", { name: "Ouvrir le dossier" }));
  await waitFor(() => expect(onsaid).toHaveBeenCalledOnce());
  expect(calls.at(-1)?.request).toEqual({ person: "p1", reason: "other", words: "Karim est en congé" });
});
