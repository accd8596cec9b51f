import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { said } from "../../design/index.ts";
import { line, operation, view } from "../../parts/fund/sample.test-env.ts";
import { speak } from "../../words/index.ts";
import Fund from "./Fund.svelte";
import Funds from "./Funds.svelte";

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  speak("fr");
  said.hush();
});

function desk() {
  return fakeDesk({
    "fund.list": () => {
      const { id, demo, what, completeness, warns_from } = operation();
      return [{ id, demo, name: what.name, number: what.number, from: what.from, until: what.until, warns_from, completeness }];
    },
    "fund.open": () => operation(),
    "fund.people": ({ of }) => {
      const lines = of.list === "incomplete" ? [line("Awa", { missing: ["minority", "housing"] })] : [line("Awa"), line("Bruno")];
      return { total: lines.length, lines };
    },
    "participation.open": () => view(),
    "participation.answer": () => null,
    "fund.preview": ({ columns }) => ({ heads: columns.map(({ head }) => head), rows: [["Diop", "femme"]] }),
    "fund.keep_columns": () => null,
  });
}

const sent = (asked: { name: string; request: unknown }[], name: string): unknown[] => asked.filter((one) => one.name === name).map(({ request }) => request);

describe("operations of the fund", () => {
  it("say how complete they are at a glance", async () => {
    desk();
    render(Funds);
    expect(await screen.findByRole("link", { name: "Vers l’emploi" })).toHaveAttribute("href", "#/operation/o1");
    expect(screen.getByText(/^25\s% incomplets \(1 sur 4\)$/)).toBeInTheDocument();
    expect(screen.getByText("À compléter")).toBeInTheDocument();
  });

  it("open the people behind each figure, and the rule under it", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(Fund, { id: "o1" });
    await user.click(await screen.findByRole("button", { name: /^EECO01, Femmes\s: 3\. Voir la liste\.$/ }));
    await waitFor(() => expect(sent(asked, "fund.people")).toContainEqual({ operation: "o1", of: { list: "holds", indicator: "EECO01", gender: "women" }, offset: 0, limit: 200 }));
    expect(await screen.findByText("2 personnes")).toBeInTheDocument();
    await user.click(screen.getByText("Règle de EECO15"));
    expect(screen.getByText("Règle en mots de EECO15")).toBeVisible();
    expect(screen.getAllByText("À vérifier")).toHaveLength(2);
  });

  it("take an answer by the keyboard, a refusal among them", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(Fund, { id: "o1" });
    expect(await screen.findByText(/^Manque\s: minorité, logement$/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Questionnaire, Awa Diop" }));
    const dialog = await screen.findByRole("dialog", { name: "Questionnaire de Awa Diop" });
    const refuse = within(within(dialog).getByRole("group", { name: "Minorité" })).getByRole("radio", { name: "Refuse" });
    refuse.focus();
    await user.keyboard(" ");
    expect(refuse).toBeChecked();
    await user.click(within(within(dialog).getByRole("group", { name: "Sans-abri ou exclusion du logement" })).getByRole("radio", { name: "Oui" }));
    await user.click(within(dialog).getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(sent(asked, "participation.answer")).toHaveLength(1));
    const what = view().what;
    expect(sent(asked, "participation.answer")[0]).toMatchObject({ participation: "p-Awa", what: { ...what, entry: { ...what.entry, minority: "refused", housing: "yes" } } });
  });

  it("show what leaves before it does, in the columns that were chosen", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(Fund, { id: "o1" });
    await user.click(await screen.findByRole("button", { name: "Exporter" }));
    const dialog = await screen.findByRole("dialog", { name: "Exporter" });
    await user.click(within(dialog).getByText("Colonnes"));
    await user.click(within(dialog).getByRole("button", { name: "Descendre la colonne 1" }));
    await user.click(within(dialog).getByRole("button", { name: "Aperçu" }));
    expect(await within(dialog).findByRole("columnheader", { name: "Genre" })).toBeInTheDocument();
    const columns = [{ head: "Genre", source: "gender" }, { head: "Nom", source: "family_name" }];
    expect(sent(asked, "fund.preview")).toEqual([{ operation: "o1", columns }]);
    await user.click(within(dialog).getByRole("button", { name: "Garder ces colonnes" }));
    await waitFor(() => expect(sent(asked, "fund.keep_columns")).toEqual([{ operation: "o1", columns }]));
  });
});
