import axe from "axe-core";
import { render, screen, waitFor, within as inside } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem, Team } from "../../api/generated.ts";
import { session } from "../../frame/session.svelte.ts";
import { sampleSession } from "../../parts/backup/sample.test-env.ts";
import { speak } from "../../words/index.ts";
import TeamScreen from "./Team.svelte";
import { inTeam, SMALL, smallerTeam } from "./team.test-env.ts";

const KIT = "4TRD-9HWC-P3VY-K7QM-2XNB-4TRD-9HWC-P3VY-K7QM";

let team: Team;
let refuses: Problem | null;

beforeEach(() => {
  refuses = null;
  session.state = sampleSession();
});

afterEach(() => {
  session.state = null;
  speak("fr");
});

function shown() {
  const user = userEvent.setup();
  const desk = fakeDesk({
    "session.state": () => sampleSession(),
    "team.read": () => team,
    "team.invitation": () => null,
    "team.make_kit": () => {
      if (refuses) throw refuses;
      if (team.stage === "in") team = { ...team, kit: true };
      desk.publish("team");
      return { code: KIT };
    },
    "team.withdraw_kit": () => {
      team = inTeam();
      desk.publish("team");
      return null;
    },
    "team.use_kit": () => {
      if (refuses) throw refuses;
      team = inTeam({ role: "admin", kit: false });
      desk.publish("team");
      return null;
    },
  });
  const { container } = render(TeamScreen);
  const asked = (name: string) => desk.asked.filter((each) => each.name === name).map(({ request }) => request);
  const press = (name: string | RegExp) => user.click(screen.getByRole("button", { name }));
  return { user, container, asked, press };
}

async function sound(container: Element): Promise<void> {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
}

const part = async () => inside(await screen.findByRole("region", { name: "Code de relève" }));

it("is made once, shown until its first group was copied back, and then there", async () => {
  team = inTeam();
  const { press, user, asked, container } = shown();
  expect((await part()).getByText(/Aucun code de relève/)).toBeInTheDocument();
  expect(screen.getByText(/Un seul portable coordonne/)).toBeInTheDocument();
  await sound(container);
  await press("Faire un code de relève");
  const dialog = inside(await screen.findByRole("dialog"));
  expect(dialog.getByText(/n’ouvre aucun dossier/)).toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Faire le code" }));
  expect(await dialog.findAllByRole("listitem")).toHaveLength(9);
  expect(dialog.getByText(/code de relève de «\sLille-Sud\s»/)).toBeInTheDocument();
  expect(asked("team.make_kit")).toEqual([{}]);
  await waitFor(() => expect(dialog.getByRole("textbox")).toHaveFocus());
  await user.type(dialog.getByRole("textbox"), "9HWC");
  await user.click(dialog.getByRole("button", { name: "Le code est noté" }));
  expect(dialog.getByText(/Ce n’est pas le premier groupe/)).toBeInTheDocument();
  await user.clear(dialog.getByRole("textbox"));
  await user.type(dialog.getByRole("textbox"), "4trd");
  await user.click(dialog.getByRole("button", { name: "Le code est noté" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect((await part()).getByText(/Un code de relève existe sur papier/)).toBeInTheDocument();
  expect(screen.queryByText(/Un seul portable coordonne/)).not.toBeInTheDocument();
  expect(document.body.textContent).not.toContain("9HWC");
});

it("says why it could not be made, and is withdrawn", async () => {
  team = inTeam({ kit: true });
  refuses = { code: "hub_away" };
  const { press, user, asked } = shown();
  await part();
  await press("Refaire le code de relève");
  const dialog = inside(await screen.findByRole("dialog"));
  expect(dialog.getByText(/ne vaudra plus rien/)).toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Faire le code" }));
  expect(await dialog.findByRole("alert")).toBeInTheDocument();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await press("Retirer le code de relève");
  expect(await screen.findByText(/Aucun code de relève/)).toBeInTheDocument();
  expect(asked("team.withdraw_kit")).toEqual([{}]);
});

it("makes a member's laptop coordinate, and says what is wrong with a code under it", async () => {
  team = inTeam({ role: "member", kit: true });
  refuses = { code: "kit_typo" };
  const { press, user, asked, container } = shown();
  expect((await part()).getByText(/Le portable de la coordination est perdu/)).toBeInTheDocument();
  await press("Coordonner avec le code de relève");
  const dialog = inside(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Coordonner" }));
  expect(dialog.getByText("Recopiez le code de relève.")).toBeInTheDocument();
  await user.type(dialog.getByRole("textbox"), KIT);
  await user.click(dialog.getByRole("button", { name: "Coordonner" }));
  expect(await dialog.findByText(/une faute de frappe dans ce code de relève/)).toBeInTheDocument();
  refuses = { code: "kit_unknown" };
  await user.click(dialog.getByRole("button", { name: "Coordonner" }));
  expect(await dialog.findByText(/n’est pas celui de cette équipe/)).toBeInTheDocument();
  refuses = null;
  await user.click(dialog.getByRole("button", { name: "Coordonner" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(asked("team.use_kit").at(-1)).toEqual({ code: KIT });
  expect(await screen.findByRole("button", { name: "Faire un code de relève" })).toBeInTheDocument();
  await sound(container);
});

it("is not spoken of to a member where there is none", async () => {
  team = inTeam({ role: "member" });
  shown();
  await screen.findByText("Karim Haddad");
  expect(screen.queryByRole("region", { name: "Code de relève" })).not.toBeInTheDocument();
});

it("of a smaller team is made for that team, in English too", async () => {
  speak("en");
  team = inTeam({ kit: true, smaller: [smallerTeam()] });
  const { user, asked } = shown();
  const smaller = await screen.findByRole("region", { name: "Team recovery code of Mineurs" });
  await user.click(inside(smaller).getByRole("button", { name: "Make a team recovery code" }));
  await user.click(await screen.findByRole("button", { name: "Make the code" }));
  expect(await screen.findByText(/recovery code of the team Mineurs/)).toBeInTheDocument();
  expect(asked("team.make_kit")).toEqual([{ space: SMALL }]);
});
