import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import App from "../App.svelte";
import { fakeDesk } from "../api/fake.test-env.ts";
import type { Calls, PersonLine, SessionState, Today, VerifyReport } from "../api/generated.ts";
import { said } from "../design/index.ts";
import { overlays } from "./overlay.svelte.ts";
import { place } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

let state: SessionState;
let drafts: Record<string, string>;
let report: VerifyReport;
const asks: Today = { day: "2026-11-24", appointments: [], activities: [], tasks: [], steps: [], referrals: [], and_now: [], quiet: [], quiet_total: 0, people: 9, more: { meetings: false, tasks: false, steps: false, referrals: false, and_now: false } };

beforeEach(() => {
  session.state = null;
  session.unlocked = false;
  overlays.open = null;
  said.hush();
  drafts = {};
  report = { sound: true, acts: 1, findings: [], loss: null, people: [], orphans: [], documents: [], unread: [] };
  state = {
    vault: "locked",
    protection: "passphrase_and_device",
    keyring: "available",
    retry_after_s: 0,
    worker: "Awa Diallo",
    demo: false,
    settings: { language: "fr", theme: "system", idle_minutes: 5 },
    pending_changes: 0,
    link: null,
    disagreements: 0,
    loss: null,
    upgraded_from: null,
    version: "0.1.0",
  };
  place.go({ screen: "security" });
});

function desk() {
  return fakeDesk({
    "session.state": () => ({ ...state }),
    "field.list": () => [],
    "letterhead.show": () => ({ letterhead: { name: "", address: "", foot: "" }, logo: "" }),
    "session.lock": () => {
      state = { ...state, vault: "locked" };
      return null;
    },
    "session.unlock": () => {
      state = { ...state, vault: "open" };
      return null;
    },
    "session.recover": () => {
      state = { ...state, vault: "open", protection: "passphrase_alone" };
      return null;
    },
    "session.passphrase_strength": () => ({ score: 4, enough: true }),
    "draft.read": ({ place: where }) => ({ body: drafts[where] ?? "" }),
    "draft.keep": ({ place: where, body }) => {
      drafts[where] = body;
      return null;
    },
    search: () => [{ found: "person", id: "k1", name: "Karim Haddad", birth: "2008", commune: "Lens", demo: true }],
    "person.candidates": () => [],
    "person.communes": () => [],
    "worker.list": () => [],
    "person.list": () => ({ total: 0, lines: [] }),
    "today.show": () => asks,
    "vault.verify": () => report,
    "backup.daily": () => null,
    "backup.list": () => ({ backups: [], second: null, second_there: false, due: false, copies_until: null }),
  });
}

async function unlock(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText("Votre phrase de passe"), "cheval agrafe pile{Enter}");
  await screen.findByRole("heading", { level: 1, name: "Sécurité" });
}

describe("after an unlock", () => {
  it("offers the note that was being typed, whose it was", async () => {
    state.vault = "open";
    desk();
    const user = userEvent.setup();
    render(App);
    await screen.findByRole("heading", { level: 1, name: "Sécurité" });
    await user.keyboard("{Control>}j{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Pour qui ?" }), "ka{Enter}");
    await user.type(await screen.findByLabelText("Note"), "Vu devant la mairie");
    await waitFor(() => expect(drafts["last_note"]).toContain("k1"));
    await session.lock();

    await unlock(user);
    expect(await screen.findByText("Une note est commencée pour Karim Haddad, aujourd’hui.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Reprendre votre saisie" }));
    expect(await screen.findByLabelText("Note")).toHaveValue("Vu devant la mairie");
    expect(within(screen.getByRole("dialog")).getByText("inventé")).toBeInTheDocument();
  });

  it("offers the new person that was being typed", async () => {
    drafts["new_person"] = JSON.stringify({ who: { given_name: "Lina" }, origin: "street", detail: "", note: "" });
    desk();
    const user = userEvent.setup();
    render(App);
    await unlock(user);
    expect(await screen.findByText("Le dossier d’une nouvelle personne n’est pas encore enregistré.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Reprendre votre saisie" }));
    expect(await screen.findByLabelText("Prénom")).toHaveValue("Lina");
  });

  it("offers nothing where all is saved, nor where the vault was open from the start", async () => {
    drafts["last_note"] = JSON.stringify({ id: "k1", name: "Karim Haddad" });
    const { asked } = desk();
    const user = userEvent.setup();
    const { unmount } = render(App);
    await unlock(user);
    await waitFor(() => expect(asked).toContainEqual({ name: "draft.read", request: { place: "new_person" } }));
    expect(said.now).toBeNull();
    unmount();

    session.state = null;
    session.unlocked = false;
    drafts["new_person"] = JSON.stringify({ who: { given_name: "Lina" } });
    const reads = asked.filter(({ name }) => name === "draft.read").length;
    render(App);
    await screen.findByRole("heading", { level: 1, name: "Sécurité" });
    expect(asked.filter(({ name }) => name === "draft.read")).toHaveLength(reads);
  });

  it("by the recovery kit says that the laptop no longer protects, and what to do", async () => {
    desk();
    const user = userEvent.setup();
    render(App);
    await user.click(await screen.findByRole("button", { name: "J’ai perdu ma phrase de passe" }));
    await user.type(screen.getByLabelText("Code de secours"), "K7QM");
    await user.type(screen.getByLabelText("Nouvelle phrase de passe"), "cheval agrafe pile");
    await user.type(screen.getByLabelText("La même phrase, une seconde fois"), "cheval agrafe pile{Enter}");
    await user.click(await screen.findByRole("button", { name: "Ouvrir Sécurité" }));
    expect(await screen.findByText("Le trousseau de cet ordinateur répond : changez votre phrase de passe pour lier de nouveau le coffre à ce portable.")).toBeInTheDocument();
  });
});

describe("from one screen to another", () => {
  it("leads from those nobody reached to the list of all of them", async () => {
    state.vault = "open";
    const person: PersonLine = { id: "k1", given_name: "Karim", family_name: "Haddad", birth: "", age: null, phone: "", commune: "", qpv: "", stage: null, referent: "", last_contact: null, last_attempt: null, demo: true };
    asks.quiet = [person];
    asks.quiet_total = 5;
    place.go({ screen: "today" });
    const { asked } = desk();
    const user = userEvent.setup();
    render(App);
    const line = (await screen.findByText("Karim Haddad")).closest("li") as HTMLElement;
    expect(within(line).getByText("inventé")).toBeInTheDocument();
    await user.click(screen.getByRole("link", { name: "et 4 autres" }));
    location.hash = "#/jeunes";
    await screen.findByRole("heading", { level: 1, name: "Jeunes" });
    expect(screen.getByRole("button", { name: "21 jours" })).toHaveAttribute("aria-pressed", "true");
    const last = asked.findLast(({ name }) => name === "person.list")?.request as Calls["person.list"]["request"];
    expect(last.filter.quiet_days).toBe(21);
  });

  it("says in words what a verification found", async () => {
    state.vault = "open";
    report = { sound: false, acts: 3, findings: [{ finding: "pages", count: 1 }, { finding: "rows", table: "referral", count: 2 }], loss: null, people: [], orphans: [], documents: [], unread: [] };
    desk();
    const user = userEvent.setup();
    render(App);
    await user.click(await screen.findByRole("button", { name: "Vérifier maintenant" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("2 anomalies trouvées");
    expect(alert).toHaveTextContent("1 page du fichier est abîmée ou a été modifiée hors de Passerelle.");
    expect(alert).toHaveTextContent("2 lignes ne correspondent pas à leur journal (orientations).");
  });
});
