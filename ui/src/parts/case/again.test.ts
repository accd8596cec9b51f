import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { CaseFile, CaseView, PersonFile } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { needs, personFile } from "../../screens/person/file.test-env.ts";
import CaseCard from "./CaseCard.svelte";

beforeEach(() => said.hush());

const FORMER: CaseView = {
  id: "c0",
  origin: "school",
  origin_detail: "collège",
  opened_on: "2023-09-04",
  referent: "Karim Haddad",
  referent_id: "w2",
  stage: "left",
  since: "2024-06-28",
  clocks: { origin_on: "2023-09-04", summoned_on: null, summons_until: null, cej_started_on: null, cej_extended: "", cej_until: null, left_on: "2024-06-28" },
};
const ended = (more: Partial<PersonFile> = {}): PersonFile => {
  const file = personFile(more);
  return { ...file, cases: file.cases.map((one, index) => (index === 0 ? { ...one, stage: "closed" as const } : one)) };
};
const nothing = { "draft.read": () => ({ body: "" }), "draft.keep": () => null };

function card(file: PersonFile, answers: object = {}) {
  const { asked } = fakeDesk({ ...nothing, ...answers } as Parameters<typeof fakeDesk>[0]);
  const shown = render(CaseCard, { file, onchange: () => undefined, oncorrect: () => undefined });
  return { asked, shown, user: userEvent.setup() };
}

it("offers no way back while the case goes on", () => {
  card(personFile());
  expect(screen.queryByRole("button", { name: "Reprendre ce suivi" })).not.toBeInTheDocument();
});

it("takes an ended case up again once a reason is written, and keeps the focus on the card", async () => {
  const { asked, shown, user } = card(ended(), { "case.reopen": () => ({ stage: "following" }) });
  await user.click(screen.getByRole("button", { name: "Reprendre ce suivi" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Reprendre ce suivi" }));
  await user.click(dialog.getByRole("button", { name: "Reprendre" }));
  const why = dialog.getByLabelText(/Pourquoi il reprend/);
  await waitFor(() => expect(why).toHaveAccessibleDescription("Écrivez en quelques mots pourquoi le suivi reprend."));
  await user.type(why, "Contrat rompu");
  await user.click(dialog.getByRole("button", { name: "Reprendre" }));
  await waitFor(() => expect(said.now?.text).toMatch(/^Suivi repris, étape\s: /));
  expect(asked.find(({ name }) => name === "case.reopen")?.request).toEqual({ person: "p1", on: null, reason: "Contrat rompu" });
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  screen.getByRole("button", { name: "Reprendre ce suivi" }).focus();
  await shown.rerender({ file: personFile() });
  await waitFor(() => expect(screen.getByRole("button", { name: /Changer d’étape|Changer/ })).toHaveFocus());
});

it("opens another case with how the person came back", async () => {
  const { asked, user } = card(ended(), { "case.open": () => ({ case: "c2" }) });
  await user.click(screen.getByRole("button", { name: "Ouvrir un nouveau suivi" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Ouvrir un nouveau suivi" }));
  await user.click(dialog.getByRole("button", { name: "Ouvrir" }));
  expect(await dialog.findByText("Choisissez comment la personne est revenue.")).toBeInTheDocument();
  await user.selectOptions(dialog.getByLabelText("Repérage"), dialog.getAllByRole("option")[1] as HTMLElement);
  await user.type(dialog.getByLabelText(/Où, ou par qui/), "permanence");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(said.now?.text).toBe("Nouveau suivi ouvert."));
  expect(asked.find(({ name }) => name === "case.open")?.request).toMatchObject({ person: "p1", origin_detail: "permanence", on: null });
});

it("lets a former case be read again: its end, what was found, wanted and tried", async () => {
  const former: CaseFile = {
    exit: "job",
    reason: "CDD de six mois",
    needs: needs(["housing"]),
    plan: { id: "plan", draft: { words: "Je veux souder", decided_on: null, agreed_on: null, review_on: null }, closed_on: null, steps: [] },
    referrals: [],
  };
  const file = personFile({ cases: [...personFile().cases, FORMER] });
  const { asked, shown, user } = card(file, { "case.show": () => former });
  const section = within(screen.getByRole("region", { name: "Suivis précédents" }));
  expect(section.getByText(/du 04\/09\/2023 au 28\/06\/2024/)).toBeInTheDocument();
  const unfold = section.getByRole("button", { name: /^Relire le suivi du / });
  expect(asked.some(({ name }) => name === "case.show"), "asked for once it is unfolded").toBe(false);
  await user.click(unfold);
  expect(unfold).toHaveAttribute("aria-expanded", "true");
  expect(await section.findByText("Je veux souder")).toBeInTheDocument();
  expect(section.getByText(/CDD de six mois/)).toBeInTheDocument();
  expect(section.getByText("Logement")).toBeInTheDocument();
  expect((await axe.run(shown.container)).violations).toEqual([]);
  await user.click(unfold);
  expect(section.queryByText("Je veux souder")).not.toBeInTheDocument();
});
