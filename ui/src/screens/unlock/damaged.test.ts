import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import App from "../../App.svelte";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { PlacedBackup, Problem, SessionState } from "../../api/generated.ts";
import { place } from "../../frame/place.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { sampleBackup, sampleSession } from "../../parts/backup/sample.test-env.ts";
import { speak } from "../../words/index.ts";

const PASSPHRASE = "cheval agrafe pile";
let state: SessionState;
let backups: PlacedBackup[];

beforeEach(() => {
  speak("fr");
  session.state = null;
  session.saving = false;
  state = sampleSession({ vault: "locked", worker: null });
  backups = [sampleBackup("2026-03-12T13:05:00Z"), sampleBackup("2026-03-11T08:00:00Z")];
  place.go({ screen: "programmes" });
});

function desk() {
  return fakeDesk({
    "session.state": () => ({ ...state }),
    "session.unlock": () => {
      throw { code: "damaged" } satisfies Problem;
    },
    "backup.list": () => ({ backups, second: null, second_there: false, due: true, copies_until: null }),
    "backup.choose_folder": () => {
      backups = [{ ...sampleBackup("2026-03-10T08:00:00Z"), place: "second" }];
      return null;
    },
    "backup.restore": ({ backup }) => {
      state = { ...state, vault: "open", worker: "Awa Diallo" };
      return { acts: 12, made_ms: Date.parse(backup), aside: "aside-1" };
    },
    "vault.recover": ({ to, recovery_code }) => {
      if (to === "coffre") throw { code: "refused", refusal: { refusal: "unreadable", field: "to" } } satisfies Problem;
      if (recovery_code !== "K7QM") throw { code: "wrong_recovery_code" } satisfies Problem;
      return { tables: [{ table: "encounter", saved: 9, lost: 2 }], rewritten: 1, people: [{ person: "k1", name: "Karim Haddad", rows: 2 }] };
    },
    "backup.daily": () => null,
    "draft.read": () => ({ body: "" }),
    "programme.list": () => [],
    "provider.list": () => [],
  });
}

async function meetDamage() {
  const user = userEvent.setup();
  const told = desk();
  render(App);
  await user.type(await screen.findByLabelText("Votre phrase de passe"), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole("alert")).toHaveTextContent("Rien n’a été modifié, et deux chemins restent ouverts.");
  return { user, ...told };
}

it("takes the last backup back and opens it", async () => {
  const { user, asked } = await meetDamage();
  await user.click(screen.getByRole("button", { name: "Reprendre la dernière sauvegarde" }));
  expect(await screen.findByLabelText("Sauvegarde")).toHaveDisplayValue(/12 mars.* à 14 h 05 \(du jour\)/);
  await user.type(screen.getByLabelText("Votre phrase de passe"), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole("heading", { level: 1, name: "Offres" })).toBeInTheDocument();
  expect(asked).toContainEqual({ name: "backup.restore", request: { place: "here", backup: "2026-03-12T13:05:00Z", passphrase: PASSPHRASE, recovery_code: null } });
  expect(screen.getByText(/Ce qui était là est gardé dans le dossier aside-1\./)).toBeInTheDocument();
});

it("saves what can be read with the kit, says what is lost and whose files to look through", async () => {
  const { user } = await meetDamage();
  await user.click(screen.getByRole("button", { name: "Sauver ce qui peut être lu" }));
  expect(screen.getByRole("heading", { level: 1, name: "Sauver ce qui peut être lu" })).toHaveFocus();
  const to = screen.getByLabelText("Dossier du nouveau coffre");
  await user.type(to, "coffre");
  await user.click(screen.getByLabelText("le code du kit de secours"));
  await user.type(screen.getByLabelText("Code de secours"), "K7QM");
  await user.click(screen.getByRole("button", { name: "Sauver ce qui peut être lu" }));
  await waitFor(() => expect(to).toHaveAccessibleDescription(/Donnez un chemin entier/));
  await user.clear(to);
  await user.type(to, "/home/awa/sauve");
  await user.click(screen.getByRole("button", { name: "Sauver ce qui peut être lu" }));
  expect(await screen.findByRole("status")).toHaveTextContent("Au moins 2 lignes sont perdues.");
  expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  expect(screen.getByText("Karim Haddad")).toBeInTheDocument();
  expect(screen.getByText(/--vault "\/home\/awa\/sauve"/)).toBeInTheDocument();
});

it("finds the backups of a stick where none are beside the vault", async () => {
  backups = [];
  const { user } = await meetDamage();
  await user.click(screen.getByRole("button", { name: "Reprendre la dernière sauvegarde" }));
  expect(await screen.findByText(/Aucune sauvegarde n’a été trouvée sur ce portable/)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Chercher sur une clé" }));
  await user.type(screen.getByLabelText("Chemin du dossier"), "/media/awa/CLE{Enter}");
  expect(await screen.findByLabelText("Sauvegarde")).toHaveDisplayValue(/10 mars.*second dossier/);
});

it("begins with saving where the security screen has closed the vault for it", async () => {
  session.saving = true;
  desk();
  render(App);
  expect(await screen.findByLabelText("Dossier du nouveau coffre")).toBeInTheDocument();
  expect(session.saving).toBe(false);
});

it("offers the backups of a vault that is missing before a new one is begun", async () => {
  state.vault = "absent";
  desk();
  const user = userEvent.setup();
  render(App);
  expect(await screen.findByText(/Le coffre de ce portable manque, mais ses sauvegardes sont là\./)).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "J’ai une sauvegarde à reprendre" }));
  await waitFor(() => expect(screen.getByRole("heading", { level: 1, name: "Reprendre une sauvegarde" })).toHaveFocus());
  await user.type(await screen.findByLabelText("Votre phrase de passe"), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole("heading", { level: 1, name: "Offres" })).toBeInTheDocument();
});
