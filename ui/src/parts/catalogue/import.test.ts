import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { CatalogueReading, CatalogueTaken, FileFinding, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { report } from "../offer/sample.test-env.ts";
import ImportDialog from "./ImportDialog.svelte";
import { Intake } from "./intake.svelte.ts";

const PATH = "/home/awa/services-62.json";
const STOPPED: Problem = { code: "file_refused", refusal: { refusal: "stopped" } };

const refused: FileFinding = { place: { place: "line", line: 12 }, field: "siret", became: "refused", why: { why: "missing" }, from: "", to: "" };
const reading: CatalogueReading = { format: "inclusion", offers: 2, names: ["Permis solidaire", "Atelier CV"], report: report({ findings: [refused] }) };
const done: CatalogueTaken = { format: "inclusion", changes: { import: 4, added: 2, changed: 1, same: 0, gone: 3 }, report: reading.report };

beforeEach(() => {
  // jsdom measures nothing: a list of no height would draw no line.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  said.hush();
  overlays.open = null;
  location.hash = "#/aujourdhui";
  useFiles({ open: () => Promise.resolve(PATH), save: () => Promise.resolve(null) });
});

/** A call that answers when the test says so. */
function held<T>() {
  let [end, fail]: [(value: T) => void, (problem: Problem) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((resolve, reject) => {
    end = resolve;
    fail = (problem) => reject(problem as unknown as Error);
  });
  return { promise, end: (value: T) => end(value), fail: (problem: Problem) => fail(problem) };
}

async function opened(answers: Parameters<typeof fakeDesk>[0] = {}) {
  const fake = fakeDesk({
    "catalogue.read": () => reading,
    "catalogue.import": () => done,
    "catalogue.progress": () => ({ reading: { read: 512 * 1024, total: 1024 * 1024 } }),
    "catalogue.undo_import": () => null,
    ...answers,
  });
  render(ImportDialog);
  overlays.open = { name: "import_catalogue" };
  const dialog = within(await screen.findByRole("dialog", { name: "Importer un catalogue" }));
  return { ...fake, dialog, user: userEvent.setup({ delay: null }) };
}

describe("the import of a catalogue", () => {
  it("shows what the file is and what was wrong in it before anything is kept", async () => {
    const { asked, dialog, user } = await opened();
    expect(dialog.getByText(/Carif-Oref \(LHEO\), HSDS/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier" }));
    expect(await dialog.findByText("Services d’insertion (data.inclusion)")).toBeInTheDocument();
    expect(dialog.getByText("On y lit : Permis solidaire, Atelier CV")).toBeInTheDocument();
    for (const count of ["lues : 3", "gardées : 2", "refusées : 1"]) expect(dialog.getByText(count)).toBeInTheDocument();
    expect(dialog.getByText("ligne 12, siret")).toBeInTheDocument();
    expect(dialog.getByText("fiche refusée")).toBeInTheDocument();
    expect(dialog.getByText("Il manque")).toBeInTheDocument();
    expect(asked.some(({ name }) => name === "catalogue.import")).toBe(false);
    expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  it("takes the file in as what it was seen to be, and marks what is gone only where it is said to be complete", async () => {
    const { asked, dialog, user } = await opened();
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier" }));
    await user.click(await dialog.findByLabelText(/Ce fichier est complet/));
    await user.click(dialog.getByRole("button", { name: "Importer" }));
    expect(await dialog.findByText("2 ajoutées, 1 changée, 0 inchangée, 3 disparues")).toBeInTheDocument();
    expect(asked).toContainEqual({ name: "catalogue.import", request: { path: PATH, format: "inclusion", whole: true } });
    expect(said.now?.text).toBe("Catalogue importé : services-62.json.");
    await user.click(dialog.getByRole("button", { name: "Voir le catalogue" }));
    expect(overlays.open).toBeNull();
    expect(location.hash).toBe("#/offres");
  });

  it("is taken back at once", async () => {
    const { asked, dialog, user } = await opened();
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier" }));
    await user.click(await dialog.findByRole("button", { name: "Importer" }));
    await user.click(await dialog.findByRole("button", { name: "Annuler l’import" }));
    await waitFor(() => expect(asked).toContainEqual({ name: "catalogue.undo_import", request: { import: 4 } }));
    expect(await dialog.findByRole("button", { name: "Importer" }), "it can be looked at and taken in again").toBeInTheDocument();
    expect(said.now?.text).toBe("Import annulé : services-62.json.");
  });

  it("tells how far it is while it runs, and is stopped on request", async () => {
    const run = held<CatalogueTaken>();
    const { dialog, user } = await opened({
      "catalogue.import": () => run.promise,
      "catalogue.stop": () => {
        run.fail(STOPPED);
        return null;
      },
    });
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier" }));
    await user.click(await dialog.findByRole("button", { name: "Importer" }));
    expect(await dialog.findByText("50 %, 512 Ko sur 1 Mo")).toBeInTheDocument();
    expect(dialog.getByRole("progressbar", { name: "Import du fichier" })).toHaveValue(50);
    await user.keyboard("{Escape}");
    expect(screen.getByRole("dialog"), "a running import is stopped, not left").toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Arrêter" }));
    expect(await dialog.findByText("Import arrêté, rien n’a été gardé.")).toBeInTheDocument();
  });

  it("asks how far it is only as long as it runs", async () => {
    vi.useFakeTimers();
    try {
      const run = held<CatalogueReading>();
      const { asked } = fakeDesk({ "catalogue.read": () => run.promise, "catalogue.progress": () => ({ reading: { read: 1, total: 2 } }) });
      const count = (): number => asked.filter(({ name }) => name === "catalogue.progress").length;
      const intake = new Intake();
      const looking = intake.look(PATH);
      await vi.advanceTimersByTimeAsync(1_100);
      const during = count();
      expect(during).toBeGreaterThan(1);
      run.end(reading);
      await looking;
      await vi.advanceTimersByTimeAsync(5_000);
      expect(count(), "the timer went with the reading").toBe(during);
    } finally {
      vi.useRealTimers();
    }
  });

  it("looks at a path that is typed, where the system has no dialog", async () => {
    const { asked, dialog, user } = await opened();
    await user.type(dialog.getByLabelText("Fichier du catalogue"), `${PATH}{Enter}`);
    expect(await dialog.findByText("Services d’insertion (data.inclusion)")).toBeInTheDocument();
    expect(asked).toContainEqual({ name: "catalogue.read", request: { path: PATH } });
  });

  it("is stopped, not left to itself, when its window is closed", async () => {
    const run = held<CatalogueReading>();
    const { asked, dialog, user } = await opened({
      "catalogue.read": () => run.promise,
      "catalogue.stop": () => {
        run.fail(STOPPED);
        return null;
      },
    });
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier" }));
    await waitFor(() => expect(dialog.getByRole("button", { name: "Arrêter" })).toHaveFocus());
    await user.click(dialog.getByRole("button", { name: "Fermer" }));
    expect(await dialog.findByText("Lecture arrêtée, rien n’a été gardé.")).toBeInTheDocument();
    expect(asked.some(({ name }) => name === "catalogue.stop")).toBe(true);
  });

  it("says why a file is not read, and lets another be chosen", async () => {
    const { dialog, user } = await opened({
      "catalogue.read": () => {
        throw { code: "file_refused", refusal: { refusal: "not_this_format" } } satisfies Problem;
      },
    });
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier" }));
    expect(await dialog.findByRole("alert")).toHaveTextContent("Ce fichier n’est d’aucun format connu ici.");
    expect(dialog.queryByRole("button", { name: "Importer" })).not.toBeInTheDocument();
    expect(dialog.getByRole("button", { name: "Choisir un autre fichier" })).toBeInTheDocument();
  });
});
