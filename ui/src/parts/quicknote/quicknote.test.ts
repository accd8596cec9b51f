import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import App from "../../App.svelte";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { AgeRange, Calls, Hit, PersonFile, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { addDays, today } from "../../words/index.ts";
import QuickNote from "./QuickNote.svelte";

type Recording = Calls["encounter.record"]["request"];

const karim: Hit = { found: "person", id: "k1", name: "Karim Haddad", birth: "2008-03-14", commune: "Lens", demo: true };
const karine: Hit = { found: "person", id: "k2", name: "Karine Petit", birth: "", commune: "", demo: false };
const offer: Hit = { found: "programme", id: "o1", name: "Karting mécanique", provider: "Garage solidaire", demo: false };

let drafts: Record<string, string>;
let hits: Hit[];
let refusal: Problem | null;
let ages: Record<string, AgeRange>;
let communes: Record<string, string>;

function desk() {
  return fakeDesk({
    "session.state": () => ({
      vault: "open",
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
    "draft.keep": ({ place: where, body }) => {
      drafts[where] = body;
      return null;
    },
    "draft.read": ({ place: where }) => ({ body: drafts[where] ?? "" }),
    search: () => hits,
    "person.open": ({ person }) => ({ id: person, age: ages[person] ?? null, who: { given_name: "Karim", family_name: "Haddad", commune: communes[person] ?? "" } }) as PersonFile,
    "encounter.record": () => {
      if (refusal) throw refusal;
      return { encounter: "e1" };
    },
  });
}

function recorded(asked: { name: string; request: unknown }[]): Recording | undefined {
  return asked.find(({ name }) => name === "encounter.record")?.request as Recording | undefined;
}

beforeEach(() => {
  drafts = {};
  ages = {};
  communes = {};
  hits = [karim, offer, karine];
  refusal = null;
  overlays.open = null;
  session.state = null;
  said.hush();
  place.go({ screen: "security" });
});

async function noteOn(person = { id: "k1", name: "Karim Haddad" }) {
  const user = userEvent.setup();
  render(QuickNote);
  overlays.open = { name: "quick_note", person };
  const note = await screen.findByLabelText("Note");
  await waitFor(() => expect(note).toHaveFocus());
  return { user, note };
}

describe("the quick note", () => {
  it("costs Ctrl+J, three letters, Enter, the note, Ctrl+Enter, from anywhere", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(App);
    await screen.findByRole("heading", { level: 1, name: "Sécurité" });
    await user.keyboard("{Control>}j{/Control}");
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Pour qui ?" })).toHaveFocus());
    await user.keyboard("kar{Enter}");
    await waitFor(() => expect(screen.getByLabelText("Note")).toHaveFocus());
    await user.keyboard("Vu devant le lycée.{Control>}{Enter}{/Control}");
    expect(await screen.findByText("Note enregistrée dans le dossier de Karim Haddad.")).toBeInTheDocument();
    expect(recorded(asked)).toEqual({ person: "k1", kind: "note", initiative: "worker", result: "reached", on: today(), place: "", note: "Vu devant le lycée." });
    await waitFor(() => expect(drafts["quick_note/k1"] ?? "").toBe(""));
  });

  it("offers the file of the person it was written on", async () => {
    desk();
    const { user } = await noteOn();
    await user.keyboard("Vu.{Control>}{Enter}{/Control}");
    await waitFor(() => expect(said.now?.act?.label).toBe("Ouvrir le dossier"));
    said.now?.act?.run();
    expect(place.route).toEqual({ screen: "person", id: "k1" });
  });

  it("lists people only, and arrows choose among them", async () => {
    desk();
    const user = userEvent.setup();
    render(QuickNote);
    overlays.open = { name: "quick_note" };
    await user.type(await screen.findByRole("combobox", { name: "Pour qui ?" }), "ka");
    const found = await screen.findAllByRole("option");
    expect(found.map((hit) => hit.textContent)).toEqual(["Karim Haddad inventénaissance 2008 · Lens", "Karine Petit"]);
    expect(screen.getByRole("status")).toHaveTextContent("2 personnes trouvées");
    await user.keyboard("{ArrowDown}{Enter}");
    expect(await screen.findByText("Pour Karine Petit")).toBeInTheDocument();
  });

  it("says of two people of one name which was chosen, by age and commune", async () => {
    hits = [karim, { ...karim, id: "k3", birth: "2004", commune: "Roubaix" }];
    ages = { k3: { at_least: 21, at_most: 22 } };
    communes = { k3: "Roubaix" };
    desk();
    const user = userEvent.setup();
    render(QuickNote);
    overlays.open = { name: "quick_note" };
    await user.type(await screen.findByRole("combobox", { name: "Pour qui ?" }), "kar");
    await screen.findAllByRole("option");
    await user.keyboard("{ArrowDown}{Enter}");
    expect((await screen.findByText(/21 ou 22 ans, Roubaix/)).closest("p")).toHaveTextContent("Pour Karim Haddad");
  });

  it("leads to a new person when nobody fits", async () => {
    desk();
    hits = [];
    const user = userEvent.setup();
    render(QuickNote);
    overlays.open = { name: "quick_note" };
    await user.type(await screen.findByRole("combobox", { name: "Pour qui ?" }), "Zineb{Enter}");
    expect(await screen.findByText("Personne ne correspond à « Zineb ».")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Nouvelle personne" }));
    expect(overlays.open).toEqual({ name: "new_person", typed: "Zineb" });
  });

  it("starts with the person whose file is open", async () => {
    desk();
    place.go({ screen: "person", id: "k1" });
    render(QuickNote);
    overlays.open = { name: "quick_note" };
    expect(await screen.findByText("Pour Karim Haddad")).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText("Note")).toHaveFocus());
  });

  it("asks for an answer, who began and where only when there was an exchange", async () => {
    const { asked } = desk();
    const { user, note } = await noteOn();
    expect(screen.queryByLabelText("Résultat")).not.toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText("Type"), "Rencontre de rue");
    await user.type(screen.getByLabelText(/^Lieu/), "Marché");
    await user.selectOptions(screen.getByLabelText("Type"), "Appel");
    expect(screen.queryByLabelText(/^Lieu/)).not.toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText("Résultat"), "Pas de réponse");
    await user.selectOptions(screen.getByLabelText("Initiative"), "Du jeune");
    await user.clear(screen.getByLabelText("Jour"));
    await user.type(screen.getByLabelText("Jour"), "hier");
    await user.type(note, "Rappeler.");
    await user.click(screen.getByRole("button", { name: "Enregistrer la note" }));
    await waitFor(() =>
      expect(recorded(asked)).toEqual({ person: "k1", kind: "call", initiative: "person", result: "no_answer", on: addDays(today(), -1), place: "", note: "Rappeler." }),
    );
  });
});

describe("a note that cannot be saved as it is", () => {
  it("stays, with the sentence under its field", async () => {
    desk();
    refusal = { code: "refused", refusal: { refusal: "nothing" } };
    const { user, note } = await noteOn();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(note).toHaveAccessibleDescription(/écrivez d’abord quelque chose/));
    expect(note).toHaveFocus();

    refusal = { code: "refused", refusal: { refusal: "in_the_future", field: "on" } };
    await user.keyboard("<b>Vu</b> 😀{Control>}{Enter}{/Control}");
    await waitFor(() => expect(screen.getByLabelText("Jour")).toHaveAccessibleDescription(/pas encore passée/));
    expect(note).toHaveValue("<b>Vu</b> 😀");
  });

  it("is not sent with a day that is none", async () => {
    const { asked } = desk();
    const { user, note } = await noteOn();
    await user.type(note, "Vu.");
    await user.clear(screen.getByLabelText("Jour"));
    await user.type(screen.getByLabelText("Jour"), "31/02/2026");
    await user.click(screen.getByRole("button", { name: "Enregistrer la note" }));
    await waitFor(() => expect(screen.getByLabelText("Jour")).toHaveAccessibleDescription(/n’est pas une date/));
    expect(recorded(asked)).toBeUndefined();
    expect(note).toHaveValue("Vu.");
  });
});

describe("a note being written", () => {
  it("waits in the draft of its person", async () => {
    desk();
    const { user } = await noteOn();
    await user.keyboard("À suivre");
    await user.keyboard("{Escape}");
    expect(said.now?.text).toBe("La note sur Karim Haddad est gardée en brouillon.");
    await waitFor(() => expect(drafts["quick_note/k1"]).toContain("À suivre"));
    said.now?.act?.run();
    expect(await screen.findByText("Votre brouillon a été gardé : le voici.")).toBeInTheDocument();
    expect(screen.getByLabelText("Note")).toHaveValue("À suivre");
  });

  it("goes to another person when it was somebody else", async () => {
    desk();
    const { user, note } = await noteOn();
    await user.type(note, "Vu au parc");
    await user.click(screen.getByRole("button", { name: "Changer de personne" }));
    const who = await screen.findByRole("combobox", { name: "Pour qui ?" });
    await waitFor(() => expect(who).toHaveFocus());
    await user.type(who, "kar");
    await user.click(await screen.findByRole("option", { name: /Karine Petit/ }));
    expect(await screen.findByText("Pour Karine Petit")).toBeInTheDocument();
    expect(screen.getByLabelText("Note")).toHaveValue("Vu au parc");
    await waitFor(() => expect(drafts["quick_note/k2"]).toContain("Vu au parc"));
    expect(drafts["quick_note/k1"] ?? "").toBe("");
  });
});
