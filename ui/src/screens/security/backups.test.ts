import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { BackupList, Problem, VerifyReport } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { session } from "../../frame/session.svelte.ts";
import { sampleBackup, sampleSession } from "../../parts/backup/sample.test-env.ts";
import { speak } from "../../words/index.ts";
import Security from "./Security.svelte";

const PASSPHRASE = "cheval agrafe pile";
let list: BackupList;
let report: VerifyReport;

beforeEach(() => {
  speak("fr");
  said.hush();
  session.state = sampleSession();
  report = { sound: true, acts: 1, findings: [], loss: null, people: [], orphans: [], documents: [], unread: [] };
  list = { backups: [sampleBackup("2026-03-12T13:05:00Z"), sampleBackup("2026-03-11T08:00:00Z", { cause: "asked" })], second: null, second_there: false, due: false, copies_until: null };
});

function desk() {
  return fakeDesk({
    "session.state": () => sampleSession(),
    "field.list": () => [],
    "backup.list": () => list,
    "backup.make": () => {
      const made = sampleBackup("2026-03-12T15:30:00Z", { cause: "asked" });
      list = { ...list, backups: [made, ...list.backups] };
      return { backup: made.backup, second: "absent" };
    },
    "backup.choose_folder": ({ folder }) => {
      if (folder === "clé") throw { code: "refused", refusal: { refusal: "unreadable", field: "folder" } } satisfies Problem;
      list = { ...list, second: folder, second_there: true };
      return null;
    },
    "backup.restore": ({ passphrase, backup }) => {
      if (passphrase !== PASSPHRASE) throw { code: "wrong_passphrase", retry_after_s: 5 } satisfies Problem;
      return { acts: 12, made_ms: Date.parse(backup), aside: "aside-1" };
    },
    "vault.verify": () => report,
    "session.lock": () => null,
    "worker.list": () => [],
  });
}

describe("the verification", () => {
  it("says what of a colleague waits for an update, and that the vault is whole all the same", async () => {
    report = { ...report, unread: [{ device: "d2", worker: "Karim", act: "person.correct", count: 2 }, { device: "d2", worker: "Karim", act: "need.answer", count: 1 }] };
    desk();
    render(Security);
    await userEvent.click(await screen.findByRole("button", { name: "Vérifier maintenant" }));
    expect(await screen.findByText("Le coffre est intact.")).toBeInTheDocument();
    expect(screen.getByText(/^3 actes de Karim attendent une mise à jour/)).toBeInTheDocument();
  });
});

describe("the backups", () => {
  it("say the last one in words, list all, and make one now", async () => {
    desk();
    const user = userEvent.setup();
    render(Security);
    expect(await screen.findByText(/Dernière sauvegarde\s: 12 mars.* à 14 h 05, vérifiée\./)).toBeInTheDocument();
    expect(within(screen.getByRole("list", { name: "Sauvegardes gardées" })).getAllByRole("listitem")).toHaveLength(2);
    await user.click(screen.getByRole("button", { name: "Sauvegarder maintenant" }));
    expect(await screen.findByText(/Dernière sauvegarde\s: 12 mars.* à 16 h 30, vérifiée\./)).toBeInTheDocument();
    expect(said.now?.text).toContain("Le second dossier n’est pas là");
  });

  it("warn where there is none", async () => {
    list = { ...list, backups: [], due: true };
    desk();
    render(Security);
    expect(await screen.findByText(/Aucune sauvegarde\. Si ce portable tombe en panne/)).toBeInTheDocument();
    expect(screen.queryByRole("list", { name: "Sauvegardes gardées" })).not.toBeInTheDocument();
  });

  it("keep a refused folder under its field, then take one and leave it", async () => {
    desk();
    const user = userEvent.setup();
    render(Security);
    await user.click(await screen.findByRole("button", { name: "Choisir un second dossier" }));
    const field = screen.getByLabelText("Chemin du dossier");
    await user.type(field, "clé{Enter}");
    await waitFor(() => expect(field).toHaveAccessibleDescription(/Ce dossier n’a pas été trouvé/));
    expect(field).toHaveValue("clé");
    await user.clear(field);
    await user.type(field, "/media/awa/CLE{Enter}");
    expect(await screen.findByText("Chaque sauvegarde est aussi écrite dans /media/awa/CLE.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Ne plus y copier" }));
    expect(await screen.findByRole("button", { name: "Choisir un second dossier" })).toBeInTheDocument();
  });

  it("are restored by the keyboard after the passphrase, and what was replaced is named", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(Security);
    (await screen.findByRole("button", { name: /^Reprendre\s: 11 mars/ })).focus();
    await user.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "Reprendre une sauvegarde" });
    expect(dialog).toHaveTextContent("Rien n’est supprimé");
    const field = within(dialog).getByLabelText("Votre phrase de passe");
    await user.type(field, "faux{Enter}");
    await waitFor(() => expect(field).toHaveAccessibleDescription(/Ce n’est pas la bonne phrase de passe\. Rien n’a été modifié\..*5 secondes/));
    await user.clear(field);
    await user.type(field, `${PASSPHRASE}{Enter}`);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(asked).toContainEqual({ name: "backup.restore", request: { place: "here", backup: "2026-03-11T08:00:00Z", passphrase: PASSPHRASE, recovery_code: null } });
    expect(said.now?.text).toContain("aside-1");
  });
});

describe("a verification that finds damage", () => {
  beforeEach(() => {
    report = {
      sound: false,
      acts: 3,
      unread: [],
      findings: [{ finding: "rows", table: "encounter", count: 2 }],
      loss: { kind: "older_copy", acts: 0, since_ms: null, until_ms: null },
      people: [
        { person: "k1", name: "Karim Haddad", rows: 2 },
        { person: "k2", name: "", rows: 1 },
      ],
      orphans: [{ table: "referral", parent: "person", count: 1 }],
      documents: [{ name: "Bail", person: "p1", person_name: "Awa Diallo" }],
    };
  });

  it("leads to the files that are hurt, and to the last backup", async () => {
    desk();
    const user = userEvent.setup();
    render(Security);
    await user.click(await screen.findByRole("button", { name: "Vérifier maintenant" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("4 anomalies");
    expect(alert).toHaveTextContent("1 ligne ne se rattache plus à rien (orientations).");
    expect(alert).toHaveTextContent("Le contenu du document « Bail » de Awa Diallo n’est plus entier.");
    expect(alert).toHaveTextContent("copie plus ancienne");
    expect(screen.getByRole("link", { name: "Karim Haddad" })).toHaveAttribute("href", "#/jeune/k1");
    expect(screen.getByRole("link", { name: "Un dossier dont le nom ne peut plus être lu" })).toHaveAttribute("href", "#/jeune/k2");
    await user.click(screen.getByRole("button", { name: "Reprendre la dernière sauvegarde" }));
    expect(await screen.findByRole("dialog")).toHaveTextContent(/12 mars.* à 14 h 05/);
  });

  it("locks before what can be read is saved, so that the answer is not lost with the screen", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(Security);
    await user.click(await screen.findByRole("button", { name: "Vérifier maintenant" }));
    await user.click(await screen.findByRole("button", { name: "Sauver ce qui peut être lu" }));
    await waitFor(() => expect(asked).toContainEqual({ name: "session.lock", request: {} }));
    expect(session.saving).toBe(true);
    session.saving = false;
  });
});
