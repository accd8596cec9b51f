import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { TeamFile, TeamSum } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import GiveDialog from "../figures/GiveDialog.svelte";
import Teams from "./Teams.svelte";

const PASSPHRASE = "cheval agrafe pile";

const file = (name: string, changed: Partial<TeamFile> = {}): TeamFile => ({ file: name, team: name.replace(".json", ""), counted_on: "2026-07-01", refused: null, ...changed });

function sum(paths: readonly string[]): TeamSum {
  const files = paths.map((path) => {
    const name = path.split("/").at(-1) ?? "";
    return name === "autre.json" ? file(name, { team: null, counted_on: null, refused: "unreadable" }) : file(name);
  });
  const teams = files.filter(({ refused }) => refused === null).length;
  return {
    period: teams > 0 ? { from: "2026-01-01", to: "2026-06-30" } : null,
    files,
    reports:
      teams === 0
        ? []
        : [
            {
              what: { report: "caseload", by: "sex" },
              whole: { told: 28 * teams, masked: 1 },
              lists: [{ table: "caseload", column: "active", rows: [["female", { told: 16 * teams, masked: 0 }], ["male", { told: 0, masked: 2 }]], withheld: 1 }],
            },
            {
              what: { report: "caseload", by: "commune" },
              whole: { told: 28, masked: 0 },
              lists: [{ table: "caseload", column: "active", rows: [["Avion", { told: 9, masked: 0 }], ["", { told: 7, masked: 0 }]], withheld: 0 }],
            },
          ],
  };
}

beforeEach(() => {
  said.hush();
  useFiles({ open: () => Promise.resolve(["/cle/arras.json", "/cle/autre.json"]), save: () => Promise.resolve(null) });
});

function shown() {
  const desk = fakeDesk({
    "report.add_teams_up": ({ paths }) => {
      if (paths.some((path) => !path.startsWith("/"))) throw { code: "refused", refusal: { refusal: "unreadable", field: "paths" } };
      return sum(paths);
    },
    "report.export_team_sum": ({ paths }) => ({ teams: paths.length }),
  });
  render(Teams);
  return { ...desk, user: userEvent.setup() };
}

it("adds teams up, says what is masked beside, and names what is no file of a team", async () => {
  const { user } = shown();
  expect(screen.getByRole("button", { name: "Exporter" })).toBeDisabled();
  await user.type(screen.getByLabelText("Fichier d’une équipe"), "/cle/lens.json{Enter}");
  const first = within(await screen.findByRole("table", { name: "Effectifs" }));
  expect(first.getByRole("row", { name: /^Femme/ })).toHaveTextContent("16");
  await user.click(screen.getByRole("button", { name: "Choisir des fichiers" }));
  const files = within(await screen.findByRole("table", { name: "Fichiers" }));
  await waitFor(() => expect(files.getAllByRole("row").length).toBe(4));
  expect(files.getByRole("row", { name: /autre\.json/ })).toHaveTextContent("n’est pas un fichier de chiffres d’équipe");
  expect(screen.getByRole("status")).toHaveTextContent("2 équipes");
  expect(screen.getByText(/Ensemble\s: 56, 1 équipe le masque\./)).toBeInTheDocument();
  expect(within(screen.getByRole("table", { name: "Effectifs" })).getAllByRole("row").at(-1)).toHaveTextContent("2 équipes le masquent");
  expect(screen.getByText("1 équipe compte trop peu de personnes pour détailler.")).toBeInTheDocument();
  await user.selectOptions(screen.getByRole("combobox", { name: "Ce qui est compté" }), "Effectifs par commune");
  expect(await screen.findByRole("rowheader", { name: "Avion" })).toBeInTheDocument();
  expect(screen.getByRole("rowheader", { name: "Non renseigné" })).toBeInTheDocument();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Retirer autre.json" }));
  await waitFor(() => expect(files.queryByText("autre.json")).toBeNull());
  expect(screen.getByLabelText("Fichier d’une équipe")).toHaveFocus();
});

it("keeps a path that cannot be used in its field and says what it has to be", async () => {
  const { user } = shown();
  const field = screen.getByLabelText("Fichier d’une équipe");
  await user.type(field, "lens.json{Enter}");
  expect(await screen.findByText("Écrivez le chemin entier d’un fichier.")).toBeInTheDocument();
  expect(field).toHaveValue("lens.json");
  expect(screen.getByText("Aucune équipe encore")).toBeInTheDocument();
});

it("writes the sum where it is asked to be", async () => {
  const { asked, user } = shown();
  await user.type(screen.getByLabelText("Fichier d’une équipe"), "/cle/lens.json{Enter}");
  await screen.findByRole("table", { name: "Effectifs" });
  await user.click(screen.getByRole("button", { name: "Exporter" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Exporter la somme" }));
  await user.type(dialog.getByLabelText("Fichier"), "/home/helene/somme.xlsx");
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(said.now?.text).toBe("Somme de 1 équipe écrite dans /home/helene/somme.xlsx."));
  expect(asked.at(-1)?.request).toEqual({ paths: ["/cle/lens.json"], format: "xlsx", path: "/home/helene/somme.xlsx" });
});

it("gives a team's figures under the name that its letters bear", async () => {
  const { asked } = fakeDesk({
    "letterhead.show": () => ({ letterhead: { name: "Équipe de Lens", address: "", foot: "" }, logo: "" }),
    "report.give_team": () => ({ reports: 10, invented: 0 }),
  });
  const user = userEvent.setup();
  render(GiveDialog, { open: true, period: { from: "2026-01-01", to: "2026-06-30" } });
  const dialog = within(await screen.findByRole("dialog", { name: "Donner nos chiffres" }));
  const name = dialog.getByLabelText("Nom de l’équipe");
  await waitFor(() => expect(name).toHaveValue("Équipe de Lens"));
  await user.clear(name);
  await user.type(dialog.getByLabelText("Fichier"), "/cle/lens.json");
  await user.type(dialog.getByLabelText("Votre phrase de passe"), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  expect(await dialog.findByText("Dites comment s’appelle votre équipe.")).toBeInTheDocument();
  await user.type(name, "Lens");
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(said.now?.text).toBe("Chiffres de l’équipe écrits dans /cle/lens.json."));
  expect(asked.at(-1)?.request).toEqual({ period: { from: "2026-01-01", to: "2026-06-30" }, team: "Lens", path: "/cle/lens.json", passphrase: PASSPHRASE });
});
