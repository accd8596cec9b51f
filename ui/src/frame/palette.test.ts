import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import App from "../App.svelte";
import { fakeDesk } from "../api/fake.test-env.ts";
import type { SessionState } from "../api/generated.ts";
import { said } from "../design/index.ts";
import { person } from "../parts/referral/sample.test-env.ts";
import { overlays } from "./overlay.svelte.ts";
import { place } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";
import { tour } from "./tour.svelte.ts";

let vault: SessionState["vault"];

function desk() {
  return fakeDesk({
    "session.state": () => ({
      vault,
      protection: "passphrase_alone",
      keyring: "absent",
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
    }),
    search: () => [],
    "backup.daily": () => null,
    "backup.list": () => ({ backups: [], second: null, second_there: false, due: false, copies_until: null }),
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    "programme.list": () => [],
    "provider.list": () => [],
    "person.open": ({ person: id }) => person({ id }),
    "person.list": () => ({ total: 0, lines: [] }),
    "person.communes": () => [],
  });
}

beforeEach(() => {
  vault = "open";
  session.state = null;
  session.unlocked = false;
  overlays.open = null;
  said.hush();
  localStorage.clear();
  place.go({ screen: "programmes" });
});
afterEach(() => tour.leave());

async function shown(heading = "Offres") {
  const asked = desk();
  const user = userEvent.setup();
  render(App);
  await screen.findByRole("heading", { level: 1, name: heading });
  return { user, ...asked };
}
const offered = () => screen.getAllByRole("option").map((option) => option.textContent.trim());

describe("the search field", () => {
  it("offers by > the acts of the screen first, then those of every screen with their keys, and asks nothing of the vault", async () => {
    const { user, asked } = await shown();
    await user.keyboard("{Control>}k{/Control}>");
    await screen.findByRole("option", { name: "Nouvelle offre" });
    expect(offered().slice(0, 2)).toEqual(["Nouvelle offre", "Nouvelle structure"]);
    expect(screen.getByRole("option", { name: "Nouvelle personne Ctrl+N" })).toBeInTheDocument();
    await user.keyboard("nouvelle st");
    await waitFor(() => expect(offered()).toEqual(["Nouvelle structure"]));
    expect(asked.some(({ name }) => name === "search")).toBe(false);
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("dialog", { name: "Nouvelle structure" })).toBeInTheDocument();
  });

  it("offers first, while nothing is typed, whose files were opened, and forgets them at a lock", async () => {
    place.go({ screen: "person", id: "p1" });
    const { user, publish } = await shown("Lina Benali");
    place.go({ screen: "programmes" });
    await screen.findByRole("heading", { level: 1, name: "Offres" });
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("option", { name: "Lina Benali ouvert récemment" });
    expect(offered()[0]).toMatch(/Lina Benali/);
    await user.keyboard("{Enter}");
    expect(place.route).toEqual({ screen: "person", id: "p1" });

    vault = "locked";
    publish("session");
    await screen.findByLabelText("Votre phrase de passe");
    place.go({ screen: "programmes" });
    vault = "open";
    publish("session");
    await screen.findByRole("heading", { level: 1, name: "Offres" });
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("option", { name: "Nouvelle offre" });
    expect(screen.queryByRole("option", { name: /Lina Benali/ })).not.toBeInTheDocument();
  });
});

describe("the help", () => {
  it("lists the keys by where they hold", async () => {
    place.go({ screen: "person", id: "p1" });
    const { user } = await shown("Lina Benali");
    await user.keyboard("?");
    const dialog = within(await screen.findByRole("dialog", { name: "Raccourcis clavier" }));
    const group = (name: string) => within(dialog.getByRole("region", { name }));
    expect(group("Partout").getByText("Ctrl+K")).toBeInTheDocument();
    expect(group("Partout").getByText("Ctrl+L")).toBeInTheDocument();
    expect(group("Sur cet écran").getByText("Ctrl+E")).toBeInTheDocument();
    expect(group("Sur cet écran").queryByText("Nouvelle orientation"), "it has no keys").not.toBeInTheDocument();
    expect(group("Dans une liste").getByText("Maj+flèches")).toBeInTheDocument();
    expect(group("Dans un formulaire").getByText("Ctrl+Entrée")).toBeInTheDocument();
  });
});

describe("the visit of the window", () => {
  it("is not offered in a window that was not just made", async () => {
    await shown();
    expect(screen.queryByRole("region", { name: "Visite de la fenêtre" })).not.toBeInTheDocument();
  });

  it("is offered after the first start, holds nothing back, and never comes again once skipped", async () => {
    tour.awaited();
    const { user, publish } = await shown();
    const visit = within(await screen.findByRole("region", { name: "Visite de la fenêtre" }));
    expect(visit.getByText("étape 1 sur 5")).toBeInTheDocument();
    expect(screen.getByRole("heading", { level: 1 }), "the screen keeps the focus").toHaveFocus();
    await user.keyboard("{Control>}j{/Control}");
    await user.keyboard("{Escape}");
    visit.getByRole("button", { name: "Passer la visite" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveFocus());
    vault = "locked";
    publish("session");
    await screen.findByLabelText("Votre phrase de passe");
    vault = "open";
    publish("session");
    await screen.findByRole("heading", { level: 1 });
    expect(screen.queryByRole("region", { name: "Visite de la fenêtre" })).not.toBeInTheDocument();
  });

  it("comes again from the help, and goes step by step by the keyboard", async () => {
    const { user } = await shown();
    await user.keyboard("?");
    await user.click(await screen.findByRole("button", { name: "Revoir la visite de la fenêtre" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Suivant" })).toHaveFocus());
    await user.keyboard("{Enter}{Enter}");
    expect(screen.getByText("Noter tout de suite")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Précédent" }));
    expect(screen.getByText("Tout retrouver")).toBeInTheDocument();
    screen.getByRole("button", { name: "Suivant" }).focus();
    await user.keyboard("{Enter}{Enter}{Enter}");
    expect(screen.getByText("Le kit de secours")).toBeInTheDocument();
    await user.keyboard("{Enter}");
    expect(screen.queryByRole("region", { name: "Visite de la fenêtre" })).not.toBeInTheDocument();
  });

  it("is left by Escape", async () => {
    tour.awaited();
    const { user } = await shown();
    (await screen.findByRole("button", { name: "Suivant" })).focus();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Visite de la fenêtre" })).not.toBeInTheDocument());
  });
});
