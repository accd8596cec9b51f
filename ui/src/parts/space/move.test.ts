import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { PersonFile, Problem, SyncEnd, Team } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { personFile } from "../../screens/person/file.test-env.ts";
import Person from "../../screens/person/Person.svelte";
import { inTeam, SMALL, smallerTeam } from "../../screens/team/team.test-env.ts";
import { sampleLink, sampleSession } from "../backup/sample.test-env.ts";

const NIGHT = "0190a000-0000-7000-8000-000000000003";
const mineurs = { space: SMALL, name: "Mineurs" };
let file: PersonFile;
let team: Team;
let refuses: Problem | null;
let end: SyncEnd;

beforeEach(() => {
  said.hush();
  overlays.open = null;
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  file = personFile();
  team = inTeam({ smaller: [smallerTeam()] });
  refuses = null;
  end = { end: "done" };
  knows([mineurs]);
});

/** The smaller teams that the frame knows of. */
function knows(smaller: { space: string; name: string }[]): void {
  session.state = sampleSession({ link: sampleLink({ end: { end: "done" }, smaller }) });
}

async function shown() {
  const user = userEvent.setup();
  const { asked } = fakeDesk({
    "person.open": () => file,
    "participation.list": () => ({ participations: [], open: [] }),
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    "team.read": () => structuredClone(team),
    "person.move": () => {
      if (refuses) throw refuses;
      return { end, received: 0, sent: 3, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] };
    },
  });
  render(Person, { id: "p1" });
  const more = await screen.findByRole("button", { name: "Autres actes sur ce dossier" });
  const menu = async () => {
    more.focus();
    await user.keyboard("{Enter}");
    return within(await screen.findByRole("menu"));
  };
  const choose = async (name: string) => {
    (await menu()).getByRole("menuitem", { name }).focus();
    await user.keyboard("{Enter}");
    return within(await screen.findByRole("dialog"));
  };
  return { user, menu, choose, moves: () => asked.filter((one) => one.name === "person.move").map(({ request }) => request) };
}

describe("a file", () => {
  it("cannot go anywhere where there is one team", async () => {
    knows([]);
    const { menu } = await shown();
    const items = (await menu()).getAllByRole("menuitem").map((item) => item.textContent.trim());
    expect(items.filter((item) => /équipe/i.test(item))).toEqual([]);
    expect(screen.queryByText(/Équipe restreinte/)).not.toBeInTheDocument();
  });

  it("goes into a smaller team once it was said who keeps it, who loses it, and that no key takes it back", async () => {
    const { choose, moves, user } = await shown();
    const dialog = await choose("Déplacer vers une équipe restreinte…");
    expect(await dialog.findByText(/Les membres de Mineurs.: Hélène Petit, Karim Haddad\..*documents et leur contenu/)).toBeInTheDocument();
    expect(dialog.getByText(/Tous les autres portables de «.Lille-Sud.», coordination comprise/)).toBeInTheDocument();
    expect(dialog.getByText(/Ctrl\+Z ne le défait pas/)).toBeInTheDocument();
    expect(moves(), "nothing is done before").toEqual([]);
    expect((await axe.run(screen.getByRole("dialog"))).violations).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Déplacer" }));
    await waitFor(() => expect(said.now?.text).toBe("Le dossier de Awa Benali est dans Mineurs."));
    expect(moves()).toEqual([{ person: "p1", to: SMALL }]);
  });

  it("that is restricted says so in its head, and goes back to the whole team", async () => {
    file = personFile({ smaller: mineurs });
    const { choose, moves, user } = await shown();
    expect(screen.getByText(/^Équipe restreinte.: Mineurs$/)).toBeInTheDocument();
    const dialog = await choose("Rendre à toute l’équipe…");
    expect(await dialog.findByText(/Toute l’équipe Lille-Sud, entier/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Rendre à l’équipe" }));
    await waitFor(() => expect(moves()).toEqual([{ person: "p1" }]));
  });

  it("goes into the one of several that is chosen, and never into one that is only read", async () => {
    const night = smallerTeam({ space: NIGHT, team: "Nuit", role: "member" });
    const read = smallerTeam({ space: "0190a000-0000-7000-8000-000000000004", team: "Lecture", role: "reader" });
    team = inTeam({ smaller: [smallerTeam(), night, read] });
    knows([mineurs, { space: NIGHT, name: "Nuit" }]);
    const { choose, moves, user } = await shown();
    const dialog = await choose("Déplacer vers une équipe restreinte…");
    const where = await dialog.findByLabelText("Vers");
    expect(within(where).getAllByRole("option").map((option) => option.textContent.trim())).toEqual(["Mineurs", "Nuit"]);
    await user.selectOptions(where, "Nuit");
    expect(dialog.getByText(/Les membres de Nuit/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Déplacer" }));
    await waitFor(() => expect(moves()).toEqual([{ person: "p1", to: NIGHT }]));
  });

  it("stays where the laptop does not coordinate, and it is said why", async () => {
    team = inTeam({ role: "member", smaller: [smallerTeam()] });
    const { choose } = await shown();
    const dialog = await choose("Déplacer vers une équipe restreinte…");
    expect(await dialog.findByRole("alert")).toHaveTextContent(/Seul un portable qui coordonne Lille-Sud/);
    expect(dialog.queryByRole("button", { name: "Déplacer" })).not.toBeInTheDocument();
  });

  it("stays where its documents have not come, with the sentence of that, and is on its way where a link was cut", async () => {
    refuses = { code: "content_away" };
    const { choose, user } = await shown();
    const dialog = await choose("Déplacer vers une équipe restreinte…");
    await user.click(await dialog.findByRole("button", { name: "Déplacer" }));
    expect(await dialog.findByRole("alert")).toBeInTheDocument();
    refuses = null;
    end = { end: "cut" };
    await user.click(dialog.getByRole("button", { name: "Déplacer" }));
    await waitFor(() => expect(said.now?.text).toMatch(/est en route vers Mineurs/));
  });
});
