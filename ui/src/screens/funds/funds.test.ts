import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { said } from "../../design/index.ts";
import { line, operation, view } from "../../parts/fund/sample.test-env.ts";
import { speak } from "../../words/index.ts";
import Fund from "./Fund.svelte";
import Funds from "./Funds.svelte";

beforeEach(() => {
  speak("fr");
  said.hush();
});

function desk(more: Parameters<typeof fakeDesk>[0] = {}) {
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
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    ...more,
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

  it("keep what is being asked through a lock, and put it back", async () => {
    let kept = "";
    const { asked } = desk({
      "draft.read": () => ({ body: kept }),
      "draft.keep": ({ place, body }) => {
        expect(place).toBe("participation/p-Awa");
        kept = body;
        return null;
      },
    });
    const user = userEvent.setup();
    const first = render(Fund, { id: "o1" });
    await user.click(await screen.findByRole("button", { name: "Questionnaire, Awa Diop" }));
    const dialog = await screen.findByRole("dialog", { name: "Questionnaire de Awa Diop" });
    await user.click(within(within(dialog).getByRole("group", { name: "Minorité" })).getByRole("radio", { name: "Refuse" }));
    await waitFor(() => expect(kept).toContain('"minority":"refused"'));
    first.unmount();
    await waitFor(() => expect(document.body).not.toHaveStyle({ pointerEvents: "none" }));
    render(Fund, { id: "o1" });
    await user.click(await screen.findByRole("button", { name: "Questionnaire, Awa Diop" }));
    const again = await screen.findByRole("dialog", { name: "Questionnaire de Awa Diop" });
    expect(within(within(again).getByRole("group", { name: "Minorité" })).getByRole("radio", { name: "Refuse" })).toBeChecked();
    await user.click(within(again).getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(sent(asked, "participation.answer")).toHaveLength(1));
    await waitFor(() => expect(kept).toBe(""));
  });

  it("ask why before a colleague’s questionnaire opens", async () => {
    let said = false;
    const { asked } = desk({
      "participation.open": () => {
        if (!said) throw { code: "refused", refusal: { refusal: "why_missing", person: "awa", outside: true, limited: false } };
        return view();
      },
      "access.say_why": () => {
        said = true;
        return null;
      },
    });
    const user = userEvent.setup();
    render(Fund, { id: "o1" });
    await user.click(await screen.findByRole("button", { name: "Questionnaire, Awa Diop" }));
    await user.click(await screen.findByRole("button", { name: "Ouvrir le dossier" }));
    expect(sent(asked, "access.say_why")).toEqual([{ person: "awa", reason: "stand_in", words: "" }]);
    expect(await screen.findByRole("dialog", { name: "Questionnaire de Awa Diop" })).toBeInTheDocument();
  });

  it("say that a limited file counts and takes nothing new", async () => {
    desk({ "participation.open": () => view({ limited: true }) });
    const user = userEvent.setup();
    render(Fund, { id: "o1" });
    await user.click(await screen.findByRole("button", { name: "Questionnaire, Awa Diop" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Questionnaire de Awa Diop" }));
    expect(dialog.getByText(/reste compté dans les comptes dus au fonds/)).toBeInTheDocument();
    expect(dialog.queryByRole("button", { name: "Enregistrer" })).toBeNull();
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
