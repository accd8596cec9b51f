import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import App from "../../App.svelte";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem, SessionState } from "../../api/generated.ts";
import { place } from "../../frame/place.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { Unlocking } from "../unlock/state.svelte.ts";
import { FirstStart } from "./state.svelte.ts";

const CODE = "K7QM-2XNB-4TRD-9HWC";
let state: SessionState;

beforeEach(() => {
  session.state = null;
  session.starting = false;
  state = {
    vault: "absent",
    protection: null,
    keyring: "available",
    retry_after_s: 0,
    worker: null,
    demo: false,
    settings: { language: "fr", theme: "system", idle_minutes: 5 },
    pending_changes: 0,
    link: null,
    disagreements: 0,
    loss: null,
    upgraded_from: null,
    version: "0.1.0",
  };
});

function desk(refusal?: Problem) {
  return fakeDesk({
    "session.state": () => ({ ...state }),
    "session.passphrase_strength": () => ({ score: 4, enough: true }),
    "session.create": ({ worker }) => {
      if (refusal) throw refusal;
      state = { ...state, vault: "open", worker, protection: "passphrase_and_device" };
      return { recovery_code: CODE, protection: "passphrase_and_device" };
    },
    "settings.change": () => null,
    "backup.daily": () => null,
    "backup.list": () => ({ backups: [], second: null, second_there: false, due: false, copies_until: null }),
    "demo.fill": () => {
      state = { ...state, demo: true };
      return { people: 200 };
    },
    "session.unlock": ({ passphrase }) => {
      if (passphrase !== "cheval agrafe pile") throw { code: "wrong_passphrase", retry_after_s: 4 } satisfies Problem;
      state = { ...state, vault: "open" };
      return null;
    },
  });
}

describe("the first start", () => {
  it("leads from a name to an open vault with demonstration data", async () => {
    const { asked, publish } = desk();
    const user = userEvent.setup();
    render(App);
    await waitFor(() => expect(screen.getByLabelText("Votre prénom et votre nom")).toHaveFocus());
    await user.keyboard(" Awa Diallo {Enter}");
    await waitFor(() => expect(screen.getByLabelText("Phrase de passe")).toHaveFocus());
    await user.keyboard("cheval agrafe pile");
    await user.type(screen.getByLabelText("La même phrase, une seconde fois"), "cheval agrafe pile{Enter}");

    const group = await screen.findByLabelText("Recopiez le premier groupe depuis votre papier");
    publish("session");
    await waitFor(() => expect(session.state?.vault).toBe("open"));
    expect(screen.getByText("2XNB"), "the kit stays although the vault is open").toBeInTheDocument();
    await user.type(group, "2XNB{Enter}");
    expect(group).toHaveAccessibleDescription(/Ce n’est pas le premier groupe/);
    await user.clear(group);
    await user.type(group, "k7qm{Enter}");

    await user.click(await screen.findByLabelText(/Les données de démonstration/));
    await user.click(screen.getByRole("button", { name: "Ouvrir Passerelle" }));
    expect(await screen.findByText("Données de démonstration : ces personnes sont inventées.")).toBeInTheDocument();
    expect(screen.queryByText("2XNB")).not.toBeInTheDocument();
    expect(asked).toContainEqual({ name: "session.create", request: { passphrase: "cheval agrafe pile", worker: "Awa Diallo" } });
  });

  it("leads to the screen of the team where somebody wants to join one", async () => {
    const { asked } = desk();
    const start = new FirstStart();
    start.contents = "team";
    await start.finish();
    expect(place.route).toEqual({ screen: "team" });
    expect(asked.some(({ name }) => name === "demo.fill"), "invented people do not go to a team").toBe(false);
    place.go({ screen: "today" });
  });

  it("asks for a name and for twice the same passphrase", async () => {
    const { asked } = desk();
    const start = new FirstStart();
    start.worker = "   ";
    start.nameGiven();
    expect(start.step).toBe("who");
    start.worker = "Awa Diallo";
    start.nameGiven();
    start.passphrase.typed = "cheval agrafe pile";
    start.passphrase.again = "cheval agrafe";
    await start.passphraseGiven();
    expect(start.passphrase.againError).not.toBeNull();
    expect(asked).toEqual([]);
  });

  it("puts a refused passphrase under its field and keeps it", async () => {
    desk({ code: "weak_passphrase" });
    const start = new FirstStart();
    start.passphrase.typed = start.passphrase.again = "azerty";
    await start.passphraseGiven();
    expect(start.passphrase.error).toContain("trop facile à deviner");
    expect(start.passphrase.typed).toBe("azerty");
    expect(session.starting).toBe(false);
  });

  it("forgets the passphrase once the vault exists", async () => {
    desk();
    const start = new FirstStart();
    start.passphrase.typed = start.passphrase.again = "cheval agrafe pile";
    await start.passphraseGiven();
    expect(start.passphrase.typed + start.passphrase.again).toBe("");
    expect(start.code).toBe(CODE);
    start.kitKept();
    expect(start.code).toBeNull();
  });
});

describe("a lock", () => {
  it("takes everything of the open vault off the page", async () => {
    state = { ...state, vault: "open", worker: "Awa Diallo", demo: true };
    const { publish } = desk();
    render(App);
    expect(await screen.findByRole("navigation", { name: "Écrans" })).toBeInTheDocument();
    state = { ...state, vault: "locked" };
    publish("session");
    expect(await screen.findByLabelText("Votre phrase de passe")).toHaveFocus();
    expect(screen.queryByRole("navigation")).not.toBeInTheDocument();
    expect(screen.queryByText(/Données de démonstration/)).not.toBeInTheDocument();
  });

  it("opens again with the passphrase and Enter", async () => {
    state = { ...state, vault: "locked", worker: "Awa Diallo" };
    desk();
    render(App);
    await userEvent.type(await screen.findByLabelText("Votre phrase de passe"), "cheval agrafe pile{Enter}");
    expect(await screen.findByRole("heading", { level: 1, name: "Aujourd’hui" })).toBeInTheDocument();
  });

  it("counts the delay down after a wrong passphrase, and asks nothing meanwhile", async () => {
    const { asked } = desk();
    let now = 0;
    const unlocking = new Unlocking(() => now);
    unlocking.passphrase = "faux";
    await unlocking.open();
    expect(unlocking.passphraseError).toContain("Ce n’est pas la bonne phrase de passe");
    expect(unlocking.wait).toBe(4);
    now = 2500;
    unlocking.tick();
    expect(unlocking.wait).toBe(2);
    await unlocking.open();
    expect(asked.filter(({ name }) => name === "session.unlock")).toHaveLength(1);
    now = 4000;
    unlocking.tick();
    await unlocking.open();
    expect(asked.filter(({ name }) => name === "session.unlock")).toHaveLength(2);
  });
});
