import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Calls, Candidate, LikenessReason, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { session } from "../../frame/session.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { sampleLink, sampleSession } from "../backup/sample.test-env.ts";
import NewPerson from "./NewPerson.svelte";

type Add = Calls["person.add"]["request"];

let drafts: Record<string, string>;
let refusal: Problem | null;
let alike: (typed: Calls["person.candidates"]["request"]) => Candidate[];

function candidate(given_name: string, family_name: string, reasons: LikenessReason[], more: Partial<Candidate["person"]> = {}): Candidate {
  return {
    person: {
      id: family_name.toLowerCase(),
      given_name,
      family_name,
      birth: "2008",
      age: { at_least: 17, at_most: 18 },
      phone: "",
      commune: "Lens",
      qpv: "",
      stage: "following",
      referent: "Awa Diallo",
      last_contact: null,
      last_attempt: null,
      demo: false,
      ...more,
    },
    likeness: { strength: reasons.length > 1 ? "strong" : "possible", reasons },
  };
}

function desk() {
  return fakeDesk({
    "draft.keep": ({ place: where, body }) => {
      drafts[where] = body;
      return null;
    },
    "draft.read": ({ place: where }) => ({ body: drafts[where] ?? "" }),
    "person.communes": () => ["Lens"],
    "person.candidates": (typed) => alike(typed),
    "person.add": () => {
      if (refusal) throw refusal;
      return { person: "p9" };
    },
  });
}

function refused(problem: Extract<Problem, { code: "refused" }>["refusal"]): Problem {
  return { code: "refused", refusal: problem };
}

async function open() {
  const user = userEvent.setup();
  const drawn = render(NewPerson);
  overlays.open = { name: "new_person" };
  return { user, drawn, given: await screen.findByLabelText("Prénom") };
}

beforeEach(() => {
  drafts = {};
  refusal = null;
  alike = () => [];
  overlays.open = null;
  session.state = null;
  said.hush();
  place.go({ screen: "people" });
});

describe("a new person", () => {
  it("is of the whole team where there is one team, and nothing is asked", async () => {
    desk();
    await open();
    expect(screen.queryByLabelText("Dossier de")).not.toBeInTheDocument();
  });

  it("is of the smaller team that is chosen where there is one, and the draft remembers it", async () => {
    const link = sampleLink({ smaller: [{ space: "s2", name: "Mineurs" }] });
    session.state = sampleSession({ link });
    const { asked } = desk();
    const { user, given } = await open();
    await user.type(given, "Karim");
    const of = screen.getByLabelText("Dossier de");
    expect(within(of).getAllByRole("option").map((option) => option.textContent.trim())).toEqual(["Lille-Sud (toute l’équipe)", "Mineurs"]);
    await user.selectOptions(of, "Mineurs");
    await waitFor(() => expect(drafts["new_person"]).toContain("s2"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(place.route).toEqual({ screen: "person", id: "p9" }));
    expect((asked.find(({ name }) => name === "person.add")?.request as Add).space).toBe("s2");
  });

  it("takes a first name, a place, a note and Ctrl+Enter", async () => {
    const { asked } = desk();
    const { user, given } = await open();
    await waitFor(() => expect(given).toHaveFocus());
    await user.keyboard("Karim{Tab}City stade{Tab}Cherche un stage.{Control>}{Enter}{/Control}");
    await waitFor(() => expect(place.route).toEqual({ screen: "person", id: "p9" }));
    const add = asked.find(({ name }) => name === "person.add")?.request as Add;
    expect(add).toMatchObject({ who: { given_name: "Karim", family_name: "", birth: "" }, origin: "street", origin_detail: "City stade", note: "Cherche un stage." });
    expect(said.now?.text).toBe("Dossier de Karim créé.");
    expect(overlays.open).toBeNull();
    expect(drafts["new_person"] ?? "", "nothing is left of the draft").toBe("");
  });

  it("creates nothing by Enter alone in a field", async () => {
    const { asked } = desk();
    const { user, given } = await open();
    await user.type(given, "Karim{Enter}");
    expect(asked.some(({ name }) => name === "person.add")).toBe(false);
  });

  it("sends what stands under the details", async () => {
    const { asked } = desk();
    const { user, given } = await open();
    await user.type(given, "Inès");
    await user.click(screen.getByRole("button", { name: "Plus de détails" }));
    await user.type(screen.getByLabelText("Nom"), "Martin");
    await user.type(screen.getByLabelText("Naissance"), "03/2008");
    await user.type(screen.getByLabelText("Téléphone"), "06 12 34 56 78");
    await user.type(screen.getByLabelText("Commune"), "Lens");
    await user.selectOptions(screen.getByLabelText("Comment la personne a été repérée"), "Famille");
    await user.selectOptions(screen.getByLabelText("Niveau de diplôme"), "Sans diplôme");
    await user.type(screen.getByLabelText("Où ou par qui"), "sa sœur");
    await user.click(screen.getByRole("button", { name: "Créer le dossier" }));
    await waitFor(() => expect(said.now?.text).toBe("Dossier de Inès Martin créé."));
    expect(asked.find(({ name }) => name === "person.add")?.request).toMatchObject({
      who: { family_name: "Martin", birth: "03/2008", phone: "06 12 34 56 78", commune: "Lens", level: "none" },
      origin: "family",
      origin_detail: "sa sœur",
    });
  });
});

describe("what cannot be kept as typed", () => {
  it("stays in its field, with the sentence under it", async () => {
    desk();
    refusal = refused({ refusal: "unreadable", field: "birth" });
    const { user, given } = await open();
    await user.type(given, "Karim");
    await user.click(screen.getByRole("button", { name: "Plus de détails" }));
    await user.type(screen.getByLabelText("Naissance"), "31/02/2008");
    await user.click(screen.getByRole("button", { name: "Plus de détails" }));
    expect(screen.queryByLabelText("Naissance")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Créer le dossier" }));

    const birth = await screen.findByLabelText("Naissance");
    expect(birth).toHaveValue("31/02/2008");
    expect(birth).toHaveAccessibleDescription(/« 31\/02\/2008 » n’est pas une date de naissance/);
    await waitFor(() => expect(birth).toHaveFocus());
    expect(given).toHaveValue("Karim");
    await user.type(birth, "{Backspace}");
    expect(birth, "the complaint goes as soon as it is being repaired").not.toHaveAccessibleDescription(/n’est pas/);
  });

  it("is said under the name when there is none, and under the note when it is too long", async () => {
    desk();
    refusal = refused({ refusal: "name_missing" });
    const { user, given } = await open();
    const note = screen.getByLabelText("Première note");
    const pasted = "😀\t\u202eNom;Prénom\n".repeat(700);
    note.focus();
    await user.paste(pasted);
    await user.click(screen.getByRole("button", { name: "Créer le dossier" }));
    await waitFor(() => expect(given).toHaveAccessibleDescription(/Il manque un nom ou un prénom/));

    refusal = refused({ refusal: "too_long", field: "note", limit: 20000 });
    await user.click(screen.getByRole("button", { name: "Créer le dossier" }));
    await waitFor(() => expect(note).toHaveAccessibleDescription(/tient en 20000 caractères au plus/));
    expect(note, "nothing of it is lost").toHaveValue(pasted);
  });

  it("stays when the disk is full", async () => {
    desk();
    refusal = { code: "disk_full" };
    const { user, given } = await open();
    await user.type(given, "Karim");
    await user.click(screen.getByRole("button", { name: "Créer le dossier" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Le disque est plein");
    expect(given).toHaveValue("Karim");
  });
});

describe("people who look alike", () => {
  it("appear while typing, politely, with their reasons", async () => {
    desk();
    alike = ({ given_name }) => (given_name.startsWith("Kar") ? [candidate("Karim", "Haddad", ["same_name", "close_birth"], { demo: true })] : []);
    const { user, given } = await open();
    await user.type(given, "Karim");
    const card = (await screen.findByText("Karim Haddad")).closest("li") as HTMLElement;
    expect(card).toHaveTextContent(/inventé.*17 ou 18 ans, Lens.*Très probablement la même personne.*Même nom, date de naissance proche/s);
    expect(screen.getByText("1 personne ressemble à celle que vous saisissez.")).toHaveAttribute("role", "status");
    expect(given, "the field keeps the focus").toHaveFocus();
  });

  it("open their file, and the note comes along with what else was typed", async () => {
    desk();
    alike = ({ given_name }) => (given_name === "Karim" ? [candidate("Karim", "Haddad", ["same_given_name"])] : []);
    const { user, given } = await open();
    await user.type(given, "Karim");
    await user.type(screen.getByLabelText("Lieu de la rencontre"), "Marché");
    await user.type(screen.getByLabelText("Première note"), "Cherche un stage.");
    await user.click(screen.getByRole("button", { name: "Plus de détails" }));
    await user.type(screen.getByLabelText("Téléphone"), "0612345678");
    await user.type(screen.getByLabelText("Commune"), "lens");
    await user.click(await screen.findByRole("button", { name: "C’est elle ou lui : Karim Haddad" }));

    await waitFor(() => expect(overlays.open).toEqual({ name: "quick_note", person: { id: "haddad", name: "Karim Haddad", demo: false } }));
    expect(place.route).toEqual({ screen: "person", id: "haddad" });
    expect(JSON.parse(drafts["quick_note/haddad"] ?? "{}")).toMatchObject({ note: "Cherche un stage.\nTéléphone : 0612345678", kind: "street", place: "Marché" });
    expect(drafts["new_person"] ?? "", "nothing waits for a second person").toBe("");
  });

  it("never keep anyone from writing when the comparison fails", async () => {
    desk();
    alike = () => {
      throw { code: "busy" } satisfies Problem;
    };
    const { user, given } = await open();
    await user.type(given, "Karim");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(place.route).toEqual({ screen: "person", id: "p9" }));
  });
});

describe("what is being typed", () => {
  it("waits after Escape and comes back", async () => {
    desk();
    const { user, given } = await open();
    await user.type(given, "Karim");
    await user.keyboard("{Escape}");
    expect(overlays.open).toBeNull();
    expect(said.now?.text).toBe("Votre saisie est gardée : Ctrl+N la rouvre.");
    said.now?.act?.run();
    expect(await screen.findByText("Votre saisie a été gardée : la voici.")).toBeInTheDocument();
    expect(screen.getByLabelText("Prénom")).toHaveValue("Karim");
  });

  it("survives a lock that takes the page away", async () => {
    desk();
    const { user, drawn, given } = await open();
    await user.type(given, "Karim");
    await waitFor(() => expect(drafts["new_person"]).toContain("Karim"));
    drawn.unmount();
    overlays.open = null;
    await open();
    await waitFor(() => expect(screen.getByLabelText("Prénom")).toHaveValue("Karim"));
  });

  it("is erased on request and can be put back", async () => {
    desk();
    const { user, given } = await open();
    await user.type(given, "Karim");
    await user.click(screen.getByRole("button", { name: "Tout effacer" }));
    expect(screen.getByLabelText("Prénom")).toHaveValue("");
    await user.click(screen.getByRole("button", { name: "Rétablir" }));
    expect(screen.getByLabelText("Prénom")).toHaveValue("Karim");
  });

  it("starts from what was looked for in vain", async () => {
    desk();
    render(NewPerson);
    overlays.open = { name: "new_person", typed: "Karim" };
    const dialog = await screen.findByRole("dialog", { name: "Nouvelle personne" });
    await waitFor(() => expect(within(dialog).getByLabelText("Prénom")).toHaveValue("Karim"));
  });
});
