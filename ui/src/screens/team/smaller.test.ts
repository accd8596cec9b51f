import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { OpenInvitation, Problem, Team } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { alarm, CODE, HUB, inTeam, joining, SMALL, smallerTeam, WORDS } from "./team.test-env.ts";
import TeamScreen from "./Team.svelte";

let team: Team;
let invitations: Record<string, OpenInvitation>;
let refuses: Problem | null;

beforeEach(() => {
  said.hush();
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  team = inTeam();
  invitations = {};
  refuses = null;
});

function shown() {
  const user = userEvent.setup();
  const becomes = (next: Team): null => {
    team = next;
    desk.publish("team");
    return null;
  };
  const meeting = { end: { end: "done" as const }, received: 0, sent: 0, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] };
  const desk = fakeDesk({
    "team.read": () => structuredClone(team),
    "team.synchronise": () => meeting,
    "team.found": () => {
      if (refuses) throw refuses;
      becomes(inTeam({ smaller: [smallerTeam()] }));
      return meeting;
    },
    "team.join": () => {
      becomes(inTeam({ smaller: [joining({ space: SMALL, team: "Mineurs" })] }));
      return { space_name: "Mineurs", inviter_name: "Hélène Petit", words: WORDS };
    },
    "team.cancel_join": () => becomes(inTeam()),
    "team.invitation": ({ space }) => structuredClone(invitations[space ?? ""] ?? null),
    "team.invite": ({ role, space }) => (invitations[space ?? ""] = { code: CODE, hub: HUB, role, until_ms: Date.now() + 2 * 86_400_000, request: null }),
    "team.admit": ({ space }) => {
      invitations = Object.fromEntries(Object.entries(invitations).filter(([of]) => of !== space));
      return null;
    },
    "team.set_role": () => becomes(team),
    "team.remove_member": () => becomes(team),
    "team.renew_keys": () => becomes(team),
    "team.leave": () => becomes(inTeam()),
  });
  const { container } = render(TeamScreen);
  const asked = (name: string) => desk.asked.filter((each) => each.name === name).map(({ request }) => request);
  const press = async (name: string) => user.click(await screen.findByRole("button", { name }));
  const dialog = async (name: string) => within(await screen.findByRole("dialog", { name }));
  return { ...desk, user, container, asked, press, dialog };
}
const sound = async (container: Element) => expect((await axe.run(container)).violations).toEqual([]);
const closed = async () => {
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await waitFor(() => expect(document.body).not.toHaveStyle({ pointerEvents: "none" }));
};

describe("a smaller team", () => {
  it("is created by its name, at the hub of the team, and it is said plainly who sees its files", async () => {
    const { press, dialog, user, asked, container } = shown();
    expect(await screen.findByText(/ni même la coordination de l’équipe/)).toBeInTheDocument();
    await sound(container);
    await press("Créer une équipe restreinte…");
    const here = await dialog("Créer une équipe restreinte");
    expect(here.getByText(/Seuls ses membres verront ses dossiers, pas même la coordination/)).toBeInTheDocument();
    await user.type(here.getByLabelText("Nom de l’équipe restreinte"), " Mineurs ");
    await user.click(here.getByRole("button", { name: "Créer" }));
    expect(await screen.findByRole("table", { name: "Membres de Mineurs" })).toBeInTheDocument();
    expect(asked("team.found")).toEqual([{ hub: HUB, name: "Mineurs", smaller: true }]);
    expect(said.now?.text).toBe("L’équipe restreinte Mineurs est créée.");
    await closed();
    const headings = screen.getAllByRole("heading", { level: 2 }).map((each) => each.textContent);
    expect(headings.indexOf("Membres"), "the home team comes first").toBeLessThan(headings.indexOf("Équipe restreinte : Mineurs"));
    await sound(container);
  });

  it("is not created without a name, and a hub that asks for its word is told under the field", async () => {
    const { press, dialog, user, asked } = shown();
    await press("Créer une équipe restreinte…");
    const here = await dialog("Créer une équipe restreinte");
    await user.click(here.getByRole("button", { name: "Créer" }));
    expect(await here.findByText("Donnez un nom à l’équipe restreinte.")).toBeInTheDocument();
    expect(asked("team.found")).toEqual([]);
    refuses = { code: "permit_needed" };
    await user.type(here.getByLabelText("Nom de l’équipe restreinte"), "Mineurs");
    await user.click(here.getByRole("button", { name: "Créer" }));
    await waitFor(() => expect(here.getByLabelText(/Mot du serveur/)).toBeInvalid());
    expect(here.getByLabelText("Nom de l’équipe restreinte")).toHaveValue("Mineurs");
  });

  it("is entered by a code: the six words, then its members", async () => {
    const { press, dialog, user, asked, publish, container } = shown();
    await press("Entrer avec un code…");
    const here = await dialog("Entrer dans une équipe restreinte");
    expect(here.getByLabelText("Adresse du serveur"), "that of the team").toHaveValue(HUB);
    await user.type(here.getByLabelText("Code de l’invitation"), CODE);
    await user.click(here.getByRole("button", { name: "Demander à entrer" }));
    expect(await screen.findByRole("list", { name: "Les six mots" })).toHaveTextContent(WORDS.replaceAll(" ", ""));
    expect(asked("team.join")).toEqual([{ hub: HUB, code: CODE }]);
    expect(screen.getByRole("table", { name: "Membres" }), "the team goes on").toBeInTheDocument();
    await closed();
    await sound(container);
    team = inTeam({ smaller: [smallerTeam({ role: "member" })] });
    publish("team");
    expect(await screen.findByRole("table", { name: "Membres de Mineurs" })).toBeInTheDocument();
    expect(said.now?.text).toBe("Ce portable est entré dans l’équipe restreinte Mineurs.");
    expect(screen.queryByRole("group", { name: "Inviter dans Mineurs" }), "who does not coordinate invites nobody").not.toBeInTheDocument();
  });

  it("that is waited for can be given up, and the home team stays", async () => {
    team = inTeam({ smaller: [joining({ space: SMALL, team: "Mineurs" })] });
    const { press, asked } = shown();
    await press("Renoncer à entrer");
    await waitFor(() => expect(screen.queryByRole("list", { name: "Les six mots" })).not.toBeInTheDocument());
    expect(asked("team.cancel_join")).toEqual([{ space: SMALL }]);
    expect(screen.getByRole("table", { name: "Membres" })).toBeInTheDocument();
  });

  it("has an invitation of its own", async () => {
    team = inTeam({ smaller: [smallerTeam()] });
    const { user, asked } = shown();
    const card = within(await screen.findByRole("group", { name: "Inviter dans Mineurs" }));
    await user.click(await card.findByRole("button", { name: "Inviter dans Mineurs" }));
    expect(await card.findByText(CODE)).toBeInTheDocument();
    expect(asked("team.invite")).toEqual([{ role: "member", space: SMALL }]);
    expect(within(screen.getByRole("group", { name: "Inviter un portable" })).getByRole("button", { name: "Faire une invitation" }), "the team has none").toBeInTheDocument();
  });

  it("lets in whoever shows the same six words", async () => {
    team = inTeam({ smaller: [smallerTeam()] });
    invitations[SMALL] = { code: CODE, hub: HUB, role: "member", until_ms: Date.now() + 3_600_000, request: { name: "Inès Moreau", words: WORDS } };
    const { press, asked } = shown();
    await press("Oui, faire entrer Inès Moreau");
    await waitFor(() => expect(said.now?.text).toBe("Inès Moreau est dans l’équipe restreinte Mineurs."));
    expect(asked("team.admit")).toEqual([{ words: WORDS, space: SMALL }]);
  });

  it("has roles and removals of its own, said with its name", async () => {
    team = inTeam({ smaller: [smallerTeam()] });
    const { user, asked, dialog } = shown();
    const table = within(await screen.findByRole("table", { name: "Membres de Mineurs" }));
    table.getByRole("button", { name: "Karim Haddad : que faire ?" }).focus();
    await user.keyboard("{Enter}");
    within(await screen.findByRole("menu")).getByRole("menuitem", { name: "Retirer de Mineurs" }).focus();
    await user.keyboard("{Enter}");
    const here = await dialog("Retirer le portable de Karim Haddad");
    expect(here.getByText(/Équipe restreinte : Mineurs/)).toBeInTheDocument();
    expect(here.getByText(/Il reste dans l’équipe\./)).toBeInTheDocument();
    await user.click(here.getByRole("button", { name: "Retirer de Mineurs" }));
    await waitFor(() => expect(said.now?.text).toBe("Le portable de Karim Haddad est retiré de Mineurs."));
    expect(asked("team.remove_member")).toEqual([{ device: "0002bbbb", space: SMALL }]);
  });

  it("is told of when somebody is removed from the home team, which does not reach it", async () => {
    team = inTeam({ smaller: [smallerTeam()] });
    const { user, dialog } = shown();
    const table = within(await screen.findByRole("table", { name: "Membres" }));
    table.getByRole("button", { name: "Karim Haddad : que faire ?" }).focus();
    await user.keyboard("{Enter}");
    within(await screen.findByRole("menu")).getByRole("menuitem", { name: "Retirer de l’équipe" }).focus();
    await user.keyboard("{Enter}");
    expect((await dialog("Retirer le portable de Karim Haddad")).getByText(/retirez-le aussi de Mineurs/)).toBeInTheDocument();
  });

  it("is left alone, and forgotten once it removed this laptop", async () => {
    team = inTeam({ smaller: [smallerTeam()] });
    const { press, dialog, asked, user, publish } = shown();
    await press("Quitter Mineurs");
    const here = await dialog("Quitter Mineurs");
    expect(here.getByText(/Ce portable reste dans l’équipe/)).toBeInTheDocument();
    await user.click(here.getByRole("button", { name: "Quitter Mineurs" }));
    await waitFor(() => expect(said.now?.text).toBe("Ce portable a quitté l’équipe restreinte Mineurs."));
    expect(asked("team.leave")).toEqual([{ space: SMALL }]);
    await closed();
    team = inTeam({ smaller: [smallerTeam({ role: null })] });
    publish("team");
    expect(await screen.findByRole("button", { name: "Oublier Mineurs" })).toBeInTheDocument();
    expect(screen.getByText(/n’est plus dans cette équipe restreinte/)).toBeInTheDocument();
  });

  it("has new keys of its own", async () => {
    team = inTeam({ smaller: [smallerTeam()] });
    const { press, dialog, asked, user } = shown();
    await press("Changer les clés de Mineurs");
    await user.click((await dialog("Changer les clés de Mineurs")).getByRole("button", { name: "Changer les clés" }));
    await waitFor(() => expect(said.now?.text).toBe("Mineurs a de nouvelles clés."));
    expect(asked("team.renew_keys")).toEqual([{ space: SMALL }]);
  });

  it("is named by its alarms", async () => {
    team = inTeam({ smaller: [smallerTeam()], alarms: [alarm({ team: "Mineurs" })] });
    shown();
    expect(within(await screen.findByRole("list", { name: "Alertes de sécurité" })).getByText(/Équipe restreinte Mineurs\./)).toBeInTheDocument();
  });
});
