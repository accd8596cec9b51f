import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Located, PersonFile, Problem, Residence } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { personFile, who } from "../../screens/person/file.test-env.ts";
import { speak } from "../../words/index.ts";
import EditDialog from "../person/EditDialog.svelte";
import ResidenceDialog from "./ResidenceDialog.svelte";
import { Settling } from "./settling.svelte.ts";
import { standsOf, whyNot } from "./words.ts";

const CASTLE = { code: "QN05910M", name: "Faubourg du Château", metres: 84.4 };
const STATION = { code: "QN05911M", name: "Quartier de la Gare", metres: 7.2 };
const AWA = who({ address_line: "12 rue Paul-Bert", postal_code: "59220", commune: "Denain", insee: "59172" });
const HOME = "12 rue Paul-Bert, 59220, Denain";
const NOTHING: Located = { found: null, inside: null, outside: false, why: null, near: [] };
const FOUND: Located["found"] = { label: "12 Rue Paul Bert 59220 Denain", precision: "house", guessed: false };

beforeEach(() => {
  said.hush();
  speak("fr");
});

function desk(located: Located | Problem, refusal?: Problem) {
  return fakeDesk({
    "residence.locate": () => {
      if ("code" in located) throw located;
      return located;
    },
    "residence.areas": ({ text }) => [CASTLE, STATION].filter(({ name, code }) => `${name} ${code}`.toLowerCase().includes(text.toLowerCase())),
    "person.decide_residence": () => {
      if (refusal) throw refusal;
      return null;
    },
    "person.correct": () => null,
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  });
}

const decided = (asked: { name: string; request: unknown }[]): unknown => asked.find(({ name }) => name === "person.decide_residence")?.request;
const file = (changes: Partial<PersonFile> = {}): PersonFile => personFile({ who: AWA, ...changes });
const save = (): HTMLElement => screen.getByRole("button", { name: "Enregistrer la réponse" });

describe("the neighbourhood of a person", () => {
  it("is answered by an address that lies in one, in one act", async () => {
    const { asked } = desk({ ...NOTHING, found: FOUND, inside: CASTLE });
    const user = userEvent.setup();
    render(ResidenceDialog, { open: true, file: file() });
    expect(await screen.findByText("Cette adresse est dans le QPV Faubourg du Château (QN05910M), à 84 m de sa limite.")).toBeInTheDocument();
    expect(screen.getByText("Adresse trouvée : 12 Rue Paul Bert 59220 Denain (au numéro).")).toBeInTheDocument();
    expect(asked).toContainEqual({ name: "residence.locate", request: { address_line: "12 rue Paul-Bert", postal_code: "59220", insee: "59172" } });
    await user.click(save());
    await waitFor(() => expect(decided(asked)).toEqual({ person: "p1", decision: { answer: "in", way: "address", qpv: "QN05910M", note: "" } }));
    expect(said.now?.text).toBe("Awa Benali habite un quartier prioritaire : c’est enregistré.");
  });

  it("is answered by an address that lies in none, unless a worker knows better", async () => {
    const { asked } = desk({ ...NOTHING, found: FOUND, outside: true });
    const user = userEvent.setup();
    render(ResidenceDialog, { open: true, file: file() });
    expect(await screen.findByText("Cette adresse n’est dans aucun QPV.")).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: "Non" })).toBeChecked();
    await user.click(screen.getByRole("radio", { name: "À vérifier" }));
    await user.type(screen.getByLabelText(/^Précision/), "hébergée chez une amie");
    await user.click(save());
    await waitFor(() => expect(decided(asked)).toEqual({ person: "p1", decision: { answer: "uncertain", way: "hand", qpv: "", note: "hébergée chez une amie" } }));
  });

  it("is left to the worker near a border, with the neighbourhoods that it may be", async () => {
    const { asked } = desk({ ...NOTHING, found: FOUND, why: "border", near: [STATION, CASTLE] });
    const user = userEvent.setup();
    render(ResidenceDialog, { open: true, file: file() });
    const near = await screen.findByRole("list", { name: "Quartiers possibles" });
    expect(within(near).getAllByRole("listitem")[0]).toHaveTextContent("Quartier de la Gare (QN05911M), limite à 7 m");
    await user.click(save());
    expect(await screen.findByText("Choisissez une réponse.")).toBeInTheDocument();
    expect(decided(asked)).toBeUndefined();
    await user.click(within(near).getByRole("button", { name: "C’est celui-ci : Quartier de la Gare" }));
    await user.click(save());
    await waitFor(() => expect(decided(asked)).toEqual({ person: "p1", decision: { answer: "in", way: "hand", qpv: "QN05911M", note: "" } }));
  });

  it("stays open with what was answered when it is refused", async () => {
    desk({ ...NOTHING, outside: true, found: FOUND }, { code: "refused", refusal: { refusal: "too_long", field: "note", limit: 500 } });
    const user = userEvent.setup();
    render(ResidenceDialog, { open: true, file: file() });
    await screen.findByText("Cette adresse n’est dans aucun QPV.");
    await user.click(save());
    await waitFor(() => expect(screen.getByLabelText(/^Précision/)).toHaveAccessibleDescription(/500/));
  });

  it("is not taken over from another address", async () => {
    desk({ ...NOTHING, why: "no_list" });
    const before: Residence = { answer: "out", way: "address", address: "3 place Carnot, 62300, Lens", note: "vu sur la carte", on: "2026-02-03" };
    render(ResidenceDialog, { open: true, file: file({ residence: before }) });
    expect(await screen.findByText(/la liste des adresses de cette commune n’est pas sur ce portable/)).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: "Non" })).not.toBeChecked();
    expect(screen.getByLabelText(/^Précision/)).toHaveValue("");
  });
});

describe("the neighbourhood in the form of a person", () => {
  it("is looked for at the typed address, fills its field and is saved after it", async () => {
    const { asked } = desk({ ...NOTHING, found: FOUND, inside: CASTLE });
    const user = userEvent.setup();
    render(EditDialog, { open: true, person: "p1", who: AWA });
    await user.clear(await screen.findByLabelText("Adresse"));
    await user.type(screen.getByLabelText("Adresse"), "8 rue de la Gare");
    await user.click(screen.getByRole("button", { name: "Chercher le quartier" }));
    await waitFor(() => expect(screen.getByLabelText(/^Quartier prioritaire/)).toHaveValue("QN05910M"));
    expect(asked).toContainEqual({ name: "residence.locate", request: { address_line: "8 rue de la Gare", postal_code: "59220", insee: "59172" } });
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(decided(asked)).toEqual({ person: "p1", decision: { answer: "in", way: "address", qpv: "QN05910M", note: "" } }));
    const acts = asked.map(({ name }) => name).filter((name) => name.startsWith("person."));
    expect(acts).toEqual(["person.correct", "person.decide_residence"]);
  });

  it("is asked again once another address is typed", async () => {
    const { asked } = desk({ ...NOTHING, found: FOUND, outside: true });
    const user = userEvent.setup();
    render(EditDialog, { open: true, person: "p1", who: AWA });
    await user.click(await screen.findByRole("button", { name: "Chercher le quartier" }));
    await screen.findByText("Cette adresse n’est dans aucun QPV.");
    await user.type(screen.getByLabelText("Adresse"), " bis");
    await waitFor(() => expect(screen.queryByText("Cette adresse n’est dans aucun QPV.")).not.toBeInTheDocument());
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(asked.map(({ name }) => name)).toContain("person.correct"));
    expect(decided(asked)).toBeUndefined();
  });
});

describe("settling by hand", () => {
  it("finds neighbourhoods by name, and takes a whole code where no list is here", async () => {
    desk(NOTHING);
    const settling = new Settling();
    settling.begin(null, "");
    await settling.find("gare");
    expect(settling.areas).toEqual([STATION]);
    await settling.find("qn05999z");
    expect(settling.areas.map(({ code }) => code)).toEqual(["QN05999Z"]);
    settling.answer = "in";
    expect(settling.decision).toBeNull();
    settling.qpv = "QN05999Z";
    expect(settling.decision).toEqual({ answer: "in", way: "hand", qpv: "QN05999Z", note: "" });
  });
});

describe("what the file says of it", () => {
  const of = (changes: Partial<Residence>, qpv = "", name: string | null = null) =>
    standsOf({ ...AWA, qpv }, { answer: "out", way: "address", address: HOME, note: "", on: "2025-03-12", ...changes }, name);

  it("tells the answer, how it was found and when", () => {
    expect(of({ answer: "in" }, "QN05910M", "Faubourg du Château").sentence).toBe("Habite le QPV Faubourg du Château, QN05910M (par l’adresse, le 12 mars 2025)");
    expect(of({ way: "hand", note: "vu sur la carte" }).sentence).toBe("Hors QPV (décidé à la main, le 12 mars 2025 : vu sur la carte)");
    expect(of({ answer: "uncertain", way: "hand" }).sentence).toBe("QPV à vérifier (décidé à la main, le 12 mars 2025)");
    expect(of({ answer: null, way: null, address: "", on: null }, "QN05910M").sentence).toBe("Habite le QPV QN05910M");
    expect(of({ answer: null, way: null, address: "", on: null })).toEqual({ sentence: "", moved: false });
  });

  it("tells when the address has changed since, and forgets a doubt about another one", () => {
    expect(of({ address: "3 place Carnot, 62300, Lens" }).moved).toBe(true);
    expect(of({ address: HOME }).moved).toBe(false);
    expect(of({ answer: "uncertain", address: "3 place Carnot, 62300, Lens" })).toEqual({ sentence: "", moved: false });
  });

  it.each(["fr", "en"] as const)("has a sentence for every reason not to decide, in %s", (language) => {
    speak(language);
    const sentences = Object.values(whyNot).map((say) => say());
    expect(new Set(sentences).size).toBe(5);
  });
});
