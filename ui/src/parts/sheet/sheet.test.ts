import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import type { Sheet } from "./export.svelte.ts";
import SheetDialog from "./SheetDialog.svelte";

const PASSPHRASE = "cheval agrafe pile";
const SHEET: Sheet = {
  filter: { text: "", stage: null, commune: "", in_qpv: false, mine: true, referent: null, unassigned: false, min_age: null, max_age: null, quiet_days: null, watched: false, aside: false, custom: null },
  sort: "name",
  descending: false,
  people: ["p1", "p2"],
  columns: ["name", "phone"],
};

beforeEach(() => said.hush());

async function opened(chosen: string | null = null) {
  useFiles({ open: () => Promise.resolve(null), save: () => Promise.resolve(chosen) });
  const { asked } = fakeDesk({
    "person.export": ({ path, passphrase }) => {
      if (passphrase !== PASSPHRASE) throw { code: "wrong_passphrase", retry_after_s: 0 } satisfies Problem;
      if (!path.startsWith("/")) throw { code: "refused", refusal: { refusal: "unreadable", field: "path" } } satisfies Problem;
      return { people: 2 };
    },
  });
  render(SheetDialog, { open: true, sheet: SHEET, count: 2, columns: ["Nom", "Téléphone"] });
  const dialog = within(await screen.findByRole("dialog", { name: "Exporter en tableau (CSV)" }));
  return { asked, dialog, user: userEvent.setup(), file: () => dialog.getByLabelText("Fichier"), pass: () => dialog.getByLabelText("Votre phrase de passe") };
}

it("says what leaves, asks where to and for the passphrase again, and says where it went", async () => {
  const { asked, dialog, user, file, pass } = await opened("/home/helene/jeunes");
  expect(screen.getByRole("dialog")).toHaveAccessibleDescription(/2 personnes, avec ces colonnes\s: Nom, Téléphone\./);
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Choisir l’endroit" }));
  await waitFor(() => expect(file()).toHaveValue("/home/helene/jeunes.csv"));
  await user.type(pass(), "autre");
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(pass()).toHaveAccessibleDescription(/phrase de passe/i));
  expect(pass()).toHaveFocus();
  await user.clear(pass());
  await user.type(pass(), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(said.now?.text).toBe("2 personnes écrites dans /home/helene/jeunes.csv."));
  expect(asked.at(-1)?.request).toEqual({ ...SHEET, path: "/home/helene/jeunes.csv", passphrase: PASSPHRASE });
});

it("keeps the path that cannot be written to, and says what it has to be", async () => {
  const { dialog, user, file, pass } = await opened();
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  expect(await dialog.findByText("Indiquez où écrire le fichier.")).toBeInTheDocument();
  await user.type(file(), "jeunes.csv");
  await user.type(pass(), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(file()).toHaveAccessibleDescription(/hors du coffre, et un nom qui finit par \.csv/));
  expect(file()).toHaveValue("jeunes.csv");
});
