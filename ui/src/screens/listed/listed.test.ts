import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { Calls, ListImported, ListPreview, Problem } from "../../api/generated.ts";
import ImportList from "./ImportList.svelte";
import { preview } from "./sample.test-env.ts";

type Read = Calls["people.read_list"]["request"];
type Send = Calls["people.import_list"]["request"];

const PATH = "/home/awa/liste.csv";
let given: ListPreview;
let told: ListImported;
let refused: Problem | null;
let chosen: string | null;
let place: string | null;

beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  given = preview();
  told = { added: 1, joined: 0, already: 1, skipped: 0, undecided: 1, refused: 1, inside: 1, outside: 0, position: 7 };
  refused = null;
  chosen = PATH;
  place = "/home/awa/refus";
  useFiles({ open: () => Promise.resolve(chosen), save: () => Promise.resolve(place) });
});

afterEach(() => vi.restoreAllMocks());

function shown() {
  const desk = fakeDesk({
    "worker.list": () => [{ id: "w1", name: "Awa Diallo", me: true, cases: 3 }],
    "people.read_list": ({ mapping }) => {
      if (refused) throw refused as unknown as Error;
      return mapping ? { ...given, mapping } : given;
    },
    "people.import_list": () => {
      if (refused) throw refused as unknown as Error;
      return told;
    },
    "people.save_refused": () => ({ lines: 1 }),
    "undo.do": () => ({ position: 8 }),
  });
  render(ImportList);
  const asked = <T>(name: string): T[] => desk.asked.filter((one) => one.name === name).map(({ request }) => request as T);
  return { ...desk, reads: () => asked<Read>("people.read_list"), sends: () => asked<Send>("people.import_list"), requests: asked };
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));

async function read() {
  const desk = shown();
  await press("Choisir un fichier");
  await screen.findByRole("grid", { name: "Lignes" });
  return desk;
}

const lines = () => within(screen.getByRole("grid", { name: "Lignes" }));
const row = (name: RegExp) => lines().getByRole("row", { name });

describe("a list of young people", () => {
  it("is read from the chosen file, and says what each column and each line is", async () => {
    const desk = await read();
    expect(desk.reads()).toEqual([{ path: PATH, sheet: null, mapping: null, origin: "siei" }]);
    expect(screen.getByRole("combobox", { name: "Ce qu’est la colonne « Né(e) le »" })).toHaveValue("birth");
    expect(row(/Fontaine.*Nouveau/)).toBeInTheDocument();
    expect(row(/Diop.*Déjà là : Awa DIOP/)).toBeInTheDocument();
    expect(row(/Benali.*Ressemble à Inès Ben Ali/)).toBeInTheDocument();
    const table = screen.getByRole("table", { name: "1 ligne refusée" });
    expect(within(table).getByRole("row", { name: /5 Ce n’est pas une date \(Né\(e\) le\) Bouzid/ })).toBeInTheDocument();
    expect(screen.getByText("1 remarque sur ce qui a été lu")).toBeInTheDocument();
  });

  it("can be named by its path, and a missing one is asked for", async () => {
    const desk = shown();
    await press("Lire la liste");
    expect(screen.getByText("Choisissez le fichier de la liste.")).toBeInTheDocument();
    await userEvent.type(screen.getByRole("textbox", { name: "Fichier de la liste" }), PATH + "{Enter}");
    await screen.findByRole("grid", { name: "Lignes" });
    expect(desk.reads()).toHaveLength(1);
  });

  it("says in words why a file cannot be read", async () => {
    refused = { code: "refused", refusal: { refusal: "file_empty" } };
    shown();
    await press("Choisir un fichier");
    expect(await screen.findByText(/Ce fichier est vide/)).toBeInTheDocument();
    expect(screen.queryByRole("grid")).toBeNull();
  });

  it("is read again when a column is something else, and keeps what was chosen", async () => {
    const desk = await read();
    row(/Benali/).focus();
    await userEvent.keyboard("{Enter}");
    await userEvent.click(await screen.findByRole("button", { name: "Passer cette ligne" }));
    expect(row(/Benali.*Passée/)).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Ce qu’est la colonne « Classe »" }), "ignored");
    await waitFor(() => expect(desk.reads()).toHaveLength(2));
    expect(desk.reads()[1]?.mapping?.columns[3]).toEqual({ head: "Classe", target: "ignored", order: null, ambiguous: false });
    expect(row(/Benali.*Passée/)).toBeInTheDocument();
  });

  it("is not imported before somebody says how ambiguous days are read", async () => {
    given = preview(true);
    const desk = await read();
    expect(screen.getByRole("button", { name: "Importer 1 jeune" })).toBeDisabled();
    const order = screen.getByRole("combobox", { name: "Ordre des dates" });
    expect(order).toHaveValue("");
    expect(order).toHaveAccessibleDescription(/se lisent de deux façons/);
    await userEvent.selectOptions(order, "month_first");
    await waitFor(() => expect(screen.getByRole("button", { name: "Importer 1 jeune" })).toBeEnabled());
    expect(desk.reads()[1]?.mapping?.columns[2]).toMatchObject({ order: "month_first", ambiguous: false });
  });

  it("joins a line to the same person, by keyboard alone", async () => {
    const desk = await read();
    row(/Fontaine/).focus();
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(row(/Diop/)).toHaveFocus());
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(row(/Benali/)).toHaveFocus());
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByText("Sans doute la même personne (se prononce pareil, même téléphone)")).toBeInTheDocument();
    screen.getByRole("button", { name: "C’est la même personne : Inès Ben Ali" }).focus();
    await userEvent.keyboard("{Enter}");
    expect(row(/Benali.*La même personne : Inès Ben Ali/)).toBeInTheDocument();
    await press("Importer 1 jeune");
    await screen.findByText("1 jeune ajouté.");
    const [request] = desk.sends();
    expect(request).toMatchObject({ path: PATH, hash: "0af1", origin: { kind: "siei" }, choices: [{ row: 2, choice: "same", person: "p2" }] });
  });

  it("takes all that wait for other people, or skips them", async () => {
    await read();
    expect(screen.getByText(/1 ligne ressemble à quelqu’un/)).toBeInTheDocument();
    await press("Ce sont toutes d’autres personnes");
    expect(screen.queryByText(/1 ligne ressemble à quelqu’un/)).toBeNull();
    expect(screen.getByRole("button", { name: "Importer 2 jeunes" })).toBeEnabled();
  });

  it("shows only lines of one sort", async () => {
    await read();
    await press(/^À décider/);
    expect(lines().queryByRole("row", { name: /Fontaine/ })).toBeNull();
    expect(row(/Benali/)).toBeInTheDocument();
    await press(/^Toutes/);
    expect(row(/Fontaine/)).toBeInTheDocument();
  });

  it("tells what became of it, and is taken back", async () => {
    const desk = await read();
    await press("Importer 1 jeune");
    expect(await screen.findByText("1 jeune ajouté.")).toBeInTheDocument();
    expect(screen.getByText(/1 ligne attend votre choix/)).toBeInTheDocument();
    await press("Annuler l’importation");
    expect(await screen.findByText(/Importation annulée/)).toBeInTheDocument();
    expect(desk.requests("undo.do")).toEqual([{ position: 7 }]);
    expect(screen.queryByRole("button", { name: "Annuler l’importation" })).toBeNull();
  });

  it("says when the file has changed since, and keeps what was chosen", async () => {
    await read();
    refused = { code: "refused", refusal: { refusal: "file_changed" } };
    await press("Importer 1 jeune");
    expect(await screen.findByText(/Ce fichier a changé depuis que vous l’avez regardé/)).toBeInTheDocument();
    expect(row(/Benali/)).toBeInTheDocument();
  });

  it("gives the refused lines with their reasons to a file", async () => {
    const desk = await read();
    await press("Enregistrer les lignes refusées");
    expect(await screen.findByText("1 ligne enregistrée.")).toBeInTheDocument();
    expect(desk.requests("people.save_refused")).toMatchObject([
      { to: "/home/awa/refus.csv", reason_head: "Motif du refus", words: [{ why: "not_a_day", said: "Ce n’est pas une date" }] },
    ]);
    place = null;
    await press("Enregistrer les lignes refusées");
    expect(desk.requests("people.save_refused")).toHaveLength(1);
  });
});
