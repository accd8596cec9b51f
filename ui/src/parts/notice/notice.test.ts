import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { NoticeView } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import NoticeCard from "./NoticeCard.svelte";

beforeEach(() => said.hush());

async function told(minor: boolean | null, answers: Parameters<typeof fakeDesk>[0] = {}) {
  const { asked } = fakeDesk({ "notice.record": () => ({ notice: "n1" }), ...answers });
  render(NoticeCard, { person: "p1", minor, notices: [] });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Informer" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Informer" }));
  return { asked, user, dialog };
}

it("shows the text with the rights, and records that a minor was told with their representative", async () => {
  const { asked, user, dialog } = await told(true);
  const text = within(dialog.getByRole("region", { name: "Ce que nous notons sur vous" }));
  expect(text.getByText(/deux ans après notre dernier échange/)).toBeInTheDocument();
  expect(text.getByText(/réponse dans le mois/)).toBeInTheDocument();
  await user.click(dialog.getByRole("radio", { name: "Sur papier" }));
  await user.click(dialog.getByRole("button", { name: "Noter que c’est fait" }));
  await waitFor(() => expect(asked.at(-1)?.request).toEqual({ person: "p1", told_on: null, told_to: "both", way: "paper" }));
  expect(said.now?.text).toBe("Information notée.");
});

it("supposes no minority, and prints the text", async () => {
  const print = vi.spyOn(window, "print").mockImplementation(() => undefined);
  const { user, dialog } = await told(null);
  expect(dialog.getByRole("radio", { name: "La personne" })).toBeChecked();
  await user.click(dialog.getByRole("button", { name: "Imprimer le texte" }));
  expect(print).toHaveBeenCalledOnce();
});

it("shows a day to come as refused under its field", async () => {
  const refuse = () => {
    throw { code: "refused", refusal: { refusal: "in_the_future", field: "told_on" } };
  };
  const { user, dialog } = await told(false, { "notice.record": refuse });
  await user.click(dialog.getByRole("button", { name: "Noter que c’est fait" }));
  expect(await dialog.findByText(/Cette date n’est pas encore passée/)).toBeInTheDocument();
});

it("lists who was told, how, and to which text", () => {
  fakeDesk({});
  const notices: NoticeView[] = [
    { id: "n1", told_on: "2026-03-02", told_to: "representative", way: "paper", text_version: "2026-11", author: "Awa Diallo" },
  ];
  render(NoticeCard, { person: "p1", minor: true, notices });
  const line = within(screen.getByRole("listitem"));
  expect(line.getByText("Le représentant légal")).toBeInTheDocument();
  expect(line.getByText(/sur papier.*texte 2026-11/i)).toBeInTheDocument();
});

it("takes one out that was written by mistake, with the way back", async () => {
  const { asked } = fakeDesk({ "notice.remove": () => null });
  const notices: NoticeView[] = [{ id: "n1", told_on: "2026-03-02", told_to: "person", way: "oral", text_version: "2026-11", author: "" }];
  render(NoticeCard, { person: "p1", minor: false, notices });
  await userEvent.setup().click(screen.getByRole("button", { name: /^Retirer l’information donnée le 2 mars/ }));
  await waitFor(() => expect(asked).toContainEqual({ name: "notice.remove", request: { notice: "n1" } }));
  expect(said.now?.act?.label).toBe("Annuler");
});
