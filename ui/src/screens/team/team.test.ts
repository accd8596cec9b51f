import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { AlarmKind, Imported, InTeam, OpenInvitation, Problem, Team, TeamMeeting, TeamMember } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { alarmWords } from "../../parts/space/alarm.ts";
import { speak } from "../../words/index.ts";
import { alarm, CODE, HUB, inTeam, joining, WORDS } from "./team.test-env.ts";
import TeamScreen from "./Team.svelte";

let team: Team;
let invitation: OpenInvitation | null;
let meeting: TeamMeeting;
let refuses: Problem | null;
let imported: Imported;
/** The members once a lease was renewed. */
let renewed: TeamMember[] = [];

beforeEach(() => {
  said.hush();
  // Without a layout a menu would find nothing to stand beside.
  vi.spyOn(Element.prototype, "getClientRects").mockReturnValue([new DOMRect(0, 0, 10, 10)] as unknown as DOMRectList);
  team = { stage: "alone" };
  invitation = null;
  meeting = { end: { end: "done" }, received: 0, sent: 0, to_send: 0, alarms: 0, contents_sent: 0, contents_received: 0, smaller: [] };
  refuses = null;
  imported = { received: 0, batches: 0, contents: 0, gaps: [], alarms: 0 };
});

function shown() {
  const user = userEvent.setup();
  /** Changes the team as the desk does, which then says so. */
  const becomes = (next: Team): null => {
    if (refuses) throw refuses;
    team = next;
    desk.publish("team");
    return null;
  };
  const within = (changed: Parameters<typeof inTeam>[0] = {}): null => becomes(inTeam(changed));
  const desk = fakeDesk({
    "team.read": () => structuredClone(team),
    "team.found": () => (within(), meeting),
    "team.join": () => (becomes(joining()), { space_name: "Lille-Sud", inviter_name: "Hélène Petit", words: WORDS }),
    "team.cancel_join": () => becomes({ stage: "alone" }),
    "team.synchronise": () => {
      if (refuses) throw refuses;
      return structuredClone(meeting);
    },
    "team.invitation": () => structuredClone(invitation),
    "team.invite": ({ role }) => (invitation = { code: CODE, hub: HUB, role, until_ms: Date.now() + 2 * 86_400_000, request: null }),
    "team.cancel_invitation": () => (invitation = null),
    "team.admit": ({ words }) => {
      if (words !== WORDS) throw { code: "words_differ" } satisfies Problem;
      return (invitation = null);
    },
    "team.set_role": () => within(),
    "team.remove_member": () => within(),
    "team.renew_keys": () => within(),
    "team.renew_lease": () => within({ members: renewed }),
    "team.leave": ({ unheard }) => {
      if (unheard) refuses = null;
      return becomes({ stage: "alone" });
    },
    "team.export_file": () => {
      if (refuses) throw refuses;
      return { batches: 4, contents: 2, contents_left: 1, bytes: 61_440 };
    },
    "team.import_file": () => {
      if (refuses) throw refuses;
      return imported;
    },
    "team.acknowledge_alarm": () => within(),
  });
  const { container, unmount } = render(TeamScreen);
  const asked = (name: string) => desk.asked.filter((each) => each.name === name).map(({ request }) => request);
  const press = (name: string | RegExp) => user.click(screen.getByRole("button", { name }));
  return { ...desk, user, container, unmount, asked, press };
}
const sound = async (container: Element) => expect((await axe.run(container)).violations).toEqual([]);
const form = (name: string) => within(screen.getByRole("form", { name }));

describe("without a team", () => {
  it("says what goes where, and founds one with the word of the hub's keeper", async () => {
    const { user, asked, container } = shown();
    expect(await screen.findByText(/Tout ce que contient ce coffre part vers l’équipe, chiffré/)).toBeInTheDocument();
    await sound(container);
    await user.type(form("Créer une équipe").getByLabelText("Adresse du serveur"), " hub.example.org ");
    await user.type(form("Créer une équipe").getByLabelText("Nom de l’équipe"), "Lille-Sud");
    await user.type(form("Créer une équipe").getByLabelText(/Mot du serveur/), "mimosa{Enter}");
    expect(await screen.findByRole("table", { name: "Membres" })).toBeInTheDocument();
    expect(asked("team.found")).toEqual([{ hub: "hub.example.org", name: "Lille-Sud", permit: "mimosa" }]);
    expect(said.now?.text).toBe("L’équipe Lille-Sud est créée.");
    await waitFor(() => expect(screen.getByRole("heading", { level: 1, name: "Équipe" })).toHaveFocus());
  });

  it("asks for what is missing, under its field, and sends nothing", async () => {
    const { user, asked } = shown();
    await screen.findByRole("form", { name: "Rejoindre une équipe" });
    await user.click(form("Rejoindre une équipe").getByRole("button"));
    const hub = form("Rejoindre une équipe").getByLabelText("Adresse du serveur");
    await waitFor(() => expect(hub).toHaveFocus());
    expect(hub).toHaveAccessibleDescription(/Écrivez l’adresse du serveur/);
    expect(asked("team.join")).toEqual([]);
  });

  it.each([
    ["hub_address", "Adresse du serveur", { code: "hub_address", unencrypted: true }],
    ["not_a_hub", "Adresse du serveur", { code: "not_a_hub" }],
    ["invitation_typo", "Code de l’invitation", { code: "invitation_typo" }],
    ["invitation_used", "Code de l’invitation", { code: "invitation_used" }],
  ] satisfies [string, string, Problem][])("puts %s under its field and keeps what was typed", async (_, label, problem) => {
    refuses = problem;
    const { user } = shown();
    await screen.findByRole("form", { name: "Rejoindre une équipe" });
    const [hub, code] = [form("Rejoindre une équipe").getByLabelText("Adresse du serveur"), form("Rejoindre une équipe").getByLabelText("Code de l’invitation")];
    await user.type(hub, "hub.example.org");
    await user.type(code, `${CODE}{Enter}`);
    const field = form("Rejoindre une équipe").getByLabelText(label);
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toBeInvalid();
    expect(code).toHaveValue(CODE);
  });
});

describe("waiting to be let in", () => {
  it("shows the six words and who invites, and comes in by itself", async () => {
    team = joining();
    meeting = { ...meeting, end: { end: "waiting_for_admission" } };
    const { publish, container } = shown();
    expect((await screen.findByRole("list", { name: "Les six mots" })).textContent).toBe(WORDS.replaceAll(" ", ""));
    expect(screen.getByText("En attente de Hélène Petit, qui vous invite.")).toBeInTheDocument();
    await sound(container);
    team = inTeam({ role: "member" });
    publish("team");
    expect(await screen.findByRole("table", { name: "Membres" })).toBeInTheDocument();
    expect(said.now?.text).toBe("Ce portable est entré dans l’équipe Lille-Sud.");
  });

  it("says that no hub answers without taking the words away, and can be given up", async () => {
    team = joining();
    meeting = { ...meeting, end: { end: "cut" } };
    const { press, asked } = shown();
    expect(await screen.findByText(/Le serveur ne répond pas. Rien n’est perdu/)).toBeInTheDocument();
    await press("Renoncer à entrer");
    expect(await screen.findByRole("form", { name: "Créer une équipe" })).toBeInTheDocument();
    expect(asked("team.cancel_join")).toHaveLength(1);
  });
});

describe("the members", () => {
  const line = (name: RegExp) => within(screen.getByRole("row", { name }));
  async function choose(user: ReturnType<typeof userEvent.setup>, act: string) {
    (await screen.findByRole("button", { name: "Karim Haddad : que faire ?" })).focus();
    await user.keyboard("{Enter}");
    within(await screen.findByRole("menu")).getByRole("menuitem", { name: act }).focus();
    await user.keyboard("{Enter}");
    return within(await screen.findByRole("dialog"));
  }

  it("stand with role and last sign, this laptop first and those removed at the end", async () => {
    team = inTeam();
    const { container } = shown();
    const table = within(await screen.findByRole("table", { name: "Membres" }));
    expect(table.getAllByRole("rowheader").map((cell) => cell.textContent.trim())).toEqual(["Hélène Petitce portable", "Karim Haddad", "Sonia Lefebvre"]);
    expect(line(/Karim/).getByText(/^il y a 3 jours à/)).toBeInTheDocument();
    expect(line(/Sonia/).getByText("Retiré")).toBeInTheDocument();
    expect(line(/Sonia/).queryByRole("button"), "nothing can be done with it").not.toBeInTheDocument();
    await sound(container);
  });

  it("are told apart where two laptops are of one person, or nothing came from one yet", async () => {
    const all = { role: "member", me: false, last_sign_ms: null, lease: "runs" } as const;
    team = inTeam({ members: [{ ...all, device: "01aaaa", name: "Karim" }, { ...all, device: "01bbbb", name: "Karim" }, { ...all, device: "01cccc", name: null }] });
    shown();
    const table = within(await screen.findByRole("table", { name: "Membres" }));
    expect(table.getAllByRole("rowheader").map((cell) => cell.textContent.trim())).toEqual([
      "Karim (portable aaaa)", "Karim (portable bbbb)", "Portable cccc, sans nom pour l’instant",
    ]);
  });

  it("ask for a second coordination while one lost laptop would end them all", async () => {
    team = inTeam();
    const first = shown();
    expect(await screen.findByText(/^Un seul portable coordonne/)).toBeInTheDocument();
    first.unmount();
    const [me, karim, sonia] = (inTeam() as InTeam).members as [TeamMember, TeamMember, TeamMember];
    team = inTeam({ members: [me, { ...karim, role: "admin" }, sonia] });
    const second = shown();
    await screen.findByRole("table", { name: "Membres" });
    expect(screen.queryByText(/^Un seul portable coordonne/), "two coordinate").not.toBeInTheDocument();
    second.unmount();
    team = inTeam({ members: [me, sonia] });
    shown();
    await screen.findByRole("table", { name: "Membres" });
    expect(screen.queryByText(/^Un seul portable coordonne/), "nobody else is there").not.toBeInTheDocument();
  });

  it("that stayed away for too long are named, and renewed from their line", async () => {
    const [me, karim, sonia] = (inTeam() as InTeam).members as [TeamMember, TeamMember, TeamMember];
    team = inTeam({ members: [me, { ...karim, lease: "over" }, sonia] });
    renewed = [me, { ...karim, lease: "renewed" }, sonia];
    const { user, asked, container } = shown();
    await screen.findByRole("table", { name: "Membres" });
    expect(line(/Karim/).getByText("bail échu")).toBeInTheDocument();
    await sound(container);
    await user.click(line(/Karim/).getByRole("button"));
    await user.click(await screen.findByRole("menuitem", { name: "Renouveler le bail" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Renouveler le portable de Karim Haddad" }));
    expect(dialog.getByText(/bien entre les mains de Karim Haddad/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Renouveler le bail" }));
    await waitFor(() => expect(line(/Karim/).getByText("renouvelé, pas encore revenu")).toBeInTheDocument());
    expect(asked("team.renew_lease")).toEqual([{ device: "0002bbbb" }]);
  });

  it("are not offered a renewal while they come in time, but for who only reads", async () => {
    const [me, karim, sonia] = (inTeam() as InTeam).members as [TeamMember, TeamMember, TeamMember];
    team = inTeam({ members: [me, karim, { ...sonia, role: "reader" }] });
    const { user } = shown();
    await screen.findByRole("table", { name: "Membres" });
    await user.click(line(/Karim/).getByRole("button"));
    await screen.findByRole("menuitem", { name: "Changer le rôle" });
    expect(screen.queryByRole("menuitem", { name: "Renouveler le bail" })).not.toBeInTheDocument();
    await user.keyboard("{Escape}");
    await user.click(line(/Sonia/).getByRole("button"));
    await screen.findByRole("menuitem", { name: "Renouveler le bail" });
  });

  it("get another role from their line", async () => {
    team = inTeam();
    const { user, asked } = shown();
    const dialog = await choose(user, "Changer le rôle");
    await user.click(dialog.getByLabelText(/Coordination/));
    await user.click(dialog.getByRole("button", { name: "Changer le rôle" }));
    await waitFor(() => expect(said.now?.text).toBe("Karim Haddad : Coordination."));
    expect(asked("team.set_role")).toEqual([{ device: "0002bbbb", role: "admin" }]);
  });

  it("are removed only after it was said what that means", async () => {
    team = inTeam();
    const { user, asked } = shown();
    const dialog = await choose(user, "Retirer de l’équipe");
    expect(dialog.getByText(/ne pourra rien lire de ce que l’équipe écrira/)).toBeInTheDocument();
    expect(dialog.getByText(/Ce qu’il a envoyé jusqu’ici compte/)).toBeInTheDocument();
    expect(asked("team.remove_member")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Retirer de l’équipe" }));
    await waitFor(() => expect(said.now?.text).toBe("Le portable de Karim Haddad est retiré de l’équipe."));
    expect(asked("team.remove_member")).toEqual([{ device: "0002bbbb" }]);
  });

  it("are only read by whoever does not coordinate", async () => {
    team = inTeam({ role: "member" });
    const { asked } = shown();
    await screen.findByRole("table", { name: "Membres" });
    expect(screen.queryByRole("button", { name: /que faire/ })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Changer les clés de l’équipe" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Faire une invitation" })).not.toBeInTheDocument();
    expect(asked("team.invitation")).toEqual([]);
  });

  it("keep their coordinator: a refusal is said in the dialog, and nothing closes", async () => {
    team = inTeam({ to_send: 2 });
    refuses = { code: "last_admin" };
    const { press } = shown();
    await screen.findByRole("table", { name: "Membres" });
    await press("Quitter l’équipe");
    const dialog = within(await screen.findByRole("dialog", { name: "Quitter l’équipe" }));
    expect(dialog.getByText(/2 changements ne sont pas encore envoyés/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole("button", { name: "Quitter l’équipe" }));
    expect(await dialog.findByText(/Il faut au moins une personne qui coordonne/)).toBeInTheDocument();
  });

  it("may forget a team that removed this laptop", async () => {
    team = inTeam({ role: null, link: { team: "Lille-Sud", member: true, done_ms: null, end: { end: "removed" }, alarms: 0, about: null, smaller: [], lease: { lease: "runs" }, coming: null } });
    const { press } = shown();
    expect(await screen.findByText(/Ce portable n’est plus dans l’équipe/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Synchroniser/ })).not.toBeInTheDocument();
    await press("Oublier cette équipe");
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Oublier cette équipe" }));
    expect(await screen.findByRole("form", { name: "Créer une équipe" })).toBeInTheDocument();
  });
});

describe("an invitation", () => {
  const request = { name: "Inès Moreau", words: WORDS };
  const open = (answered: boolean): OpenInvitation => ({ code: CODE, hub: HUB, role: "member", until_ms: Date.now() + 3_600_000, request: answered ? request : null });

  it("is a code in groups with the address of the hub, and can be taken back", async () => {
    team = inTeam();
    const { press, asked, container } = shown();
    await screen.findByRole("table", { name: "Membres" });
    await userEvent.click(await screen.findByLabelText(/Lecture seule/));
    await press("Faire une invitation");
    expect(await screen.findByText(CODE)).toBeInTheDocument();
    expect(asked("team.invite")).toEqual([{ role: "reader" }]);
    expect(screen.getByText(HUB)).toBeInTheDocument();
    expect(screen.getByText(/L’invitation expire dans 2 jours à/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Copier le code" })).toBeInTheDocument();
    await sound(container);
    await press("Annuler l’invitation");
    await waitFor(() => expect(screen.queryByText(CODE)).not.toBeInTheDocument());
    expect(asked("team.cancel_invitation")).toHaveLength(1);
  });

  it("lets in whoever shows the same six words", async () => {
    team = inTeam();
    invitation = open(true);
    const { press, asked, container } = shown();
    expect(await screen.findByText("Les six mots sont-ils les mêmes sur l’autre écran ?")).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Inès Moreau demande à entrer" })).toBeInTheDocument();
    await sound(container);
    await press("Oui, faire entrer Inès Moreau");
    await waitFor(() => expect(said.now?.text).toBe("Inès Moreau est dans l’équipe."));
    expect(asked("team.admit")).toEqual([{ words: WORDS }]);
    expect(screen.getByRole("button", { name: "Faire une invitation" })).toBeInTheDocument();
  });

  it("is worth nothing once the words differ, and it is said what to do", async () => {
    team = inTeam();
    invitation = open(true);
    const { press, asked } = shown();
    await screen.findByRole("list", { name: "Les six mots" });
    await press("Non, annuler");
    expect(await screen.findByRole("alert")).toHaveTextContent(/Personne n’est entré et rien n’est parti/);
    expect(asked("team.cancel_invitation")).toHaveLength(1);
    expect(asked("team.admit")).toEqual([]);
  });

  it("that somebody else answered meanwhile lets nobody in", async () => {
    team = inTeam();
    invitation = { ...open(true), request: { name: "Inès Moreau", words: "baba baba baba baba baba baba" } };
    const { press } = shown();
    await screen.findByRole("list", { name: "Les six mots" });
    await press("Oui, faire entrer Inès Moreau");
    expect(await screen.findByText(/quelqu’un s’est mis entre les deux portables/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Non, annuler" })).toBeInTheDocument();
  });
});

describe("a meeting", () => {
  it("asked for says what came and what went", async () => {
    team = inTeam({ to_send: 3, waiting: 1 });
    meeting = { ...meeting, received: 1, sent: 3 };
    const { press } = shown();
    expect(await screen.findByText("3 changements à envoyer.")).toBeInTheDocument();
    expect(screen.getByText(/1 partie de dossier attend sa clé/)).toBeInTheDocument();
    await press("Synchroniser maintenant");
    await waitFor(() => expect(said.now?.text).toBe("Synchronisé : 1 changement reçu, 3 changements envoyés."));
  });

  it("that is refused says why on the screen", async () => {
    team = inTeam();
    const { press } = shown();
    await screen.findByRole("table", { name: "Membres" });
    refuses = { code: "hub_full" };
    await press("Synchroniser maintenant");
    expect(await screen.findByText(/Le serveur n’a plus de place pour cette équipe/)).toBeInTheDocument();
  });
});

describe("a file on a stick", () => {
  const stick = (chosen: string | null) => useFiles({ open: () => Promise.resolve(chosen), save: () => Promise.resolve(chosen) });
  const part = async () => within(await screen.findByRole("region", { name: "Sans réseau, par un fichier" }));

  it("is written with its ending, and what it holds is said", async () => {
    team = inTeam();
    stick("/media/helene/CLE/echange");
    const { press, asked, container } = shown();
    const here = await part();
    await press("Écrire un fichier…");
    expect(await here.findByText(/Fichier écrit : \/media\/helene\/CLE\/echange\.passerelle, 4 envois chiffrés \(6\d/)).toBeInTheDocument();
    expect(here.getByText(/Le contenu de 2 documents y est aussi/)).toBeInTheDocument();
    expect(here.getByText(/1 document plus ancien n’y tient pas/)).toBeInTheDocument();
    expect(asked("team.export_file")).toEqual([{ path: "/media/helene/CLE/echange.passerelle" }]);
    await sound(container);
  });

  it("says what came, what is missing and what it alarmed about", async () => {
    team = inTeam();
    stick("/media/helene/CLE/karim.passerelle");
    imported = { received: 12, batches: 3, contents: 1, gaps: [{ name: "Karim", from: 4 }, { name: null, from: 1 }], alarms: 2 };
    const { press, asked } = shown();
    const here = await part();
    await press("Lire un fichier…");
    expect(await here.findByText(/Fichier lu : karim\.passerelle, 12 changements nouveaux\./)).toBeInTheDocument();
    expect(here.getByText(/Le contenu de 1 document est maintenant sur ce portable/)).toBeInTheDocument();
    expect(here.getByText(/Il manque ce que Karim a envoyé avant, depuis son envoi 4/)).toBeInTheDocument();
    expect(here.getByText(/Il manque ce que quelqu’un sans nom a envoyé avant, depuis son envoi 1/)).toBeInTheDocument();
    expect(here.getByText(/a levé 2 alertes de sécurité/)).toBeInTheDocument();
    expect(asked("team.import_file")).toEqual([{ path: "/media/helene/CLE/karim.passerelle" }]);
  });

  it.each([
    [{ code: "other_team" }, /celui d’une autre équipe/],
    [{ code: "not_a_team_file", newer: true }, /version plus récente/],
    [{ code: "refused", refusal: { refusal: "unreadable", field: "path" } }, /Ce fichier ne s’ouvre pas/],
  ] satisfies [Problem, RegExp][])("that is refused (%o) says why", async (problem, sentence) => {
    team = inTeam();
    refuses = problem;
    stick("/media/helene/CLE/x.passerelle");
    const { press } = shown();
    const here = await part();
    await press("Lire un fichier…");
    expect(await here.findByText(sentence)).toBeInTheDocument();
  });

  it("asks nothing of the desk when no place was chosen, and a removed laptop has none", async () => {
    team = inTeam();
    stick(null);
    const { press, asked, publish } = shown();
    await part();
    await press("Lire un fichier…");
    await press("Écrire un fichier…");
    expect([...asked("team.import_file"), ...asked("team.export_file")]).toEqual([]);
    team = inTeam({ role: null });
    publish("team");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Lire un fichier…" })).not.toBeInTheDocument());
  });
});

describe("leaving while no hub answers", () => {
  it("offers to go without telling, says what that means, and does it only then", async () => {
    team = inTeam();
    refuses = { code: "hub_away" };
    const { press, asked, user } = shown();
    await screen.findByRole("table", { name: "Membres" });
    await press("Quitter l’équipe");
    const dialog = within(await screen.findByRole("dialog", { name: "Quitter l’équipe" }));
    expect(dialog.queryByRole("button", { name: "Oublier sans prévenir" })).not.toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Quitter l’équipe" }));
    expect(await dialog.findByText(/l’équipe le compte encore parmi les siens/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Oublier sans prévenir" }));
    await screen.findByRole("form", { name: "Créer une équipe" });
    expect(asked("team.leave")).toEqual([{}, { unheard: true }]);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});

describe("an alarm", () => {
  it("says what happened, what was kept and what to do, and is put away once read", async () => {
    team = inTeam({ alarms: [alarm()] });
    const { press, asked, container } = shown();
    const list = within(await screen.findByRole("list", { name: "Alertes de sécurité" }));
    expect(list.getByText(/n’est pas ce que son auteur a signé/)).toBeInTheDocument();
    expect(list.getByText(/vos dossiers n’ont pas changé/)).toBeInTheDocument();
    expect(list.getByText(/Prévenez la personne qui coordonne/)).toBeInTheDocument();
    expect(list.getByText(/Concerne l’envoi 12 de Karim Haddad/)).toBeInTheDocument();
    await sound(container);
    await press("Lu : Un envoi est falsifié");
    await waitFor(() => expect(screen.queryByRole("list", { name: "Alertes de sécurité" })).not.toBeInTheDocument());
    expect(asked("team.acknowledge_alarm")).toEqual([{ alarm: 7 }]);
  });

  it("of a silent team says whose sign was the last, and when", async () => {
    team = inTeam({ alarms: [alarm({ kind: "stale", about: "answer", name: "Karim", number: Date.now() - 3 * 86_400_000 })] });
    shown();
    expect(await screen.findByText(/ Dernier signe de Karim\s: il y a 3 jours\.$/)).toBeInTheDocument();
  });

  it.each(["fr", "en"] as const)("of every kind has its own words in %s", async (language) => {
    speak(language);
    const kinds = Object.keys(alarmWords) as AlarmKind[];
    team = inTeam({ alarms: kinds.map((kind, id) => alarm({ id, kind, about: "laptop", why: "removed" })) });
    shown();
    await screen.findByRole("list", { name: language === "fr" ? "Alertes de sécurité" : "Security alarms" });
    const sentences = kinds.flatMap((kind) => [alarmWords[kind].title(), alarmWords[kind].what(), alarmWords[kind].todo()]);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(screen.getByText(sentence)).toBeInTheDocument();
  });
});
