import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Colleague, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import TeamCard from "../../screens/security/TeamCard.svelte";
import HandOverDialog from "./HandOverDialog.svelte";

const AWA = { id: "p1", name: "Awa Benali" };
const BRUNO = { id: "p2", name: "Bruno Caron" };
let team: Colleague[];

beforeEach(() => {
  said.hush();
  overlays.open = null;
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  team = [
    { id: "w1", name: "Hélène Petit", me: true, cases: 3 },
    { id: "w2", name: "Karim Haddad", me: false, cases: 1 },
  ];
});

const nothing = { "draft.read": () => ({ body: "" }), "draft.keep": () => null, "worker.list": () => structuredClone(team) };

async function asked(people: readonly { id: string; name: string }[], answers: Parameters<typeof fakeDesk>[0], referent: string | null = null) {
  const desk = fakeDesk({ ...nothing, ...answers } as Parameters<typeof fakeDesk>[0]);
  render(HandOverDialog);
  overlays.open = { name: "hand_over", people, referent };
  const dialog = within(await screen.findByRole("dialog"));
  return { desk, dialog, user: userEvent.setup() };
}

it("hands one case over with what the next one must know, and offers the way back", async () => {
  const { desk, dialog, user } = await asked([AWA], { "case.hand_over": () => null }, "w1");
  const to = await dialog.findByLabelText("À qui");
  expect(within(to).queryByRole("option", { name: /Hélène/ }), "who has the case already").not.toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Confier" }));
  expect(await dialog.findByText("Choisissez le collègue à qui confier le suivi.")).toBeInTheDocument();
  await user.selectOptions(to, "Karim Haddad");
  await user.type(dialog.getByLabelText(/Ce qu’il faut savoir/), "Le matin.");
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(said.now?.text).toBe("Suivi de Awa Benali confié à Karim Haddad."));
  expect(desk.asked.find(({ name }) => name === "case.hand_over")?.request).toEqual({ person: "p1", to: "w2", note: "Le matin.", on: null });
  expect(said.now?.act?.label).toBe("Annuler");
  expect(overlays.open).toBeNull();
});

it("hands many over, says who was theirs already, and takes all back at once", async () => {
  const { desk, dialog, user } = await asked([AWA, BRUNO], {
    "case.hand_over_many": () => ({ handed: 1, already: 1 }),
    "undo.last": () => [],
  });
  expect(screen.getByRole("dialog", { name: "Confier 2 suivis" })).toBeInTheDocument();
  await user.selectOptions(await dialog.findByLabelText("À qui"), "Karim Haddad");
  await user.click(dialog.getByRole("button", { name: "Confier" }));
  await waitFor(() => expect(said.now?.text).toMatch(/1 suivi confié à Karim Haddad\s; 1 l’étaient déjà\./));
  expect(desk.asked.find(({ name }) => name === "case.hand_over_many")?.request).toEqual({ people: ["p1", "p2"], to: "w2", note: "" });
  said.now?.act?.run();
  await waitFor(() => expect(desk.asked.at(-1)?.name, "as any last act is").toBe("undo.last"));
});

it("keeps what was typed when it is refused, and says so under its field", async () => {
  const refuse = () => {
    throw { code: "refused", refusal: { refusal: "too_early", field: "on", not_before: "2026-03-01" } } satisfies Problem;
  };
  const { dialog, user } = await asked([AWA], { "case.hand_over": refuse });
  await user.selectOptions(await dialog.findByLabelText("À qui"), "Karim Haddad");
  await user.type(dialog.getByLabelText(/Ce qu’il faut savoir/), "Le matin.");
  await user.click(dialog.getByRole("button", { name: "Confier" }));
  expect(await dialog.findByText(/Cette date est trop ancienne/)).toBeInTheDocument();
  expect(dialog.getByLabelText(/Ce qu’il faut savoir/)).toHaveValue("Le matin.");
});

it("says where a colleague is added when there is none", async () => {
  team = team.slice(0, 1);
  const { dialog } = await asked([AWA], {}, "w1");
  expect(await dialog.findByRole("link", { name: "Ajouter un collègue dans Sécurité" })).toBeInTheDocument();
  expect(dialog.queryByRole("button", { name: "Confier" })).not.toBeInTheDocument();
});

it("takes nobody more than the desk allows at once", async () => {
  const crowd = Array.from({ length: 501 }, (_, index) => ({ id: `p${index}`, name: "" }));
  const { dialog } = await asked(crowd, {});
  expect(await dialog.findByText(/Au plus 500 suivis à la fois/)).toBeInTheDocument();
});

it("shows the team, adds, renames and refuses under the name", async () => {
  const desk = fakeDesk({
    ...nothing,
    "worker.add": ({ name }: { name: string }) => {
      if (name === "Karim Haddad") throw { code: "refused", refusal: { refusal: "name_taken" } } satisfies Problem;
      team = [...team, { id: "w3", name, me: false, cases: 0 }];
      return { worker: "w3" };
    },
    "worker.rename": () => null,
    "worker.remove": () => {
      throw { code: "refused", refusal: { refusal: "still_follows", count: 1 } } satisfies Problem;
    },
  } as Parameters<typeof fakeDesk>[0]);
  const user = userEvent.setup();
  const { container } = render(TeamCard);
  const list = within(await screen.findByRole("list", { name: "Collègues" }));
  expect(list.getByText("Hélène Petit (vous)")).toBeInTheDocument();
  expect(list.getByText("suit 1 jeune")).toBeInTheDocument();

  await user.click(screen.getByRole("button", { name: "Ajouter un collègue" }));
  await user.keyboard("Karim Haddad{Enter}");
  const name = screen.getByLabelText("Nom du collègue");
  await waitFor(() => expect(name).toHaveAccessibleDescription(/Ce nom est déjà pris/));
  expect(name).toHaveValue("Karim Haddad");
  await user.clear(name);
  await user.type(name, "Sonia{Enter}");
  expect(await list.findByText("Sonia")).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole("button", { name: "Ajouter un collègue" })).toHaveFocus());
  expect((await axe.run(container)).violations).toEqual([]);

  const menu = async (act: string) => {
    list.getByRole("button", { name: /Karim Haddad\s: que faire/ }).focus();
    await user.keyboard("{Enter}");
    within(await screen.findByRole("menu")).getByRole("menuitem", { name: act }).focus();
    await user.keyboard("{Enter}");
  };
  await menu("Renommer");
  await waitFor(() => expect(screen.getByLabelText("Nouveau nom de Karim Haddad")).toHaveFocus());
  await user.keyboard(" fils{Enter}");
  await waitFor(() => expect(desk.asked.find(({ name }) => name === "worker.rename")?.request).toEqual({ worker: "w2", name: "Karim Haddad fils" }));
  await menu("Retirer de l’équipe");
  expect(await screen.findByText(/suit encore 1 jeune/)).toBeInTheDocument();
});
