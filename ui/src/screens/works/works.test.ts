import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem, WorksSiteFile } from "../../api/generated.ts";
import { said, StatusBar } from "../../design/index.ts";
import { place } from "../../frame/place.svelte.ts";
import { draft, hours, site } from "../../parts/works/sample.test-env.ts";
import { lastMonthEnd } from "../../parts/works/sheet.svelte.ts";
import { speak } from "../../words/index.ts";
import WorksSite from "./WorksSite.svelte";

const AWA = { found: "person" as const, id: "awa", name: "Awa Benali", demo: false, birth: "2009-03-14", commune: "Denain" };

let file: WorksSiteFile;
let drafts: Record<string, string>;
let refusal: Problem | null;

beforeEach(() => {
  speak("fr");
  said.hush();
  file = site();
  drafts = {};
  refusal = null;
});
afterEach(() => place.go({ screen: "today" }));

function desk() {
  const refused = (): null => {
    if (refusal) throw refusal;
    return null;
  };
  return fakeDesk({
    "works_site.open": () => structuredClone(file),
    "works_site.correct": refused,
    "works_site.remove": () => null,
    "clause_hours.add": refused,
    "clause_hours.correct": refused,
    "clause_hours.remove": () => null,
    "programme.list": () => [],
    "residence.areas": ({ text }) => [{ code: "QN05910M", name: "Faubourg du Château", metres: 0 }].filter(({ code, name }) => `${name} ${code}`.includes(text)),
    search: () => [AWA],
    "history.of_works_site": () => ({
      total: 1,
      lines: [
        {
          act: "clause_hours.correct", undo: false, at: Date.UTC(2020, 2, 12, 13, 5), by: "Marguerite Sénéchal",
          changes: [
            { table: "clause_hours", row: "h1", field: "minutes", label: "", before: ["7200"], beside: [], after: ["7080"] },
            { table: "clause_hours", row: "h1", field: "contract", label: "", before: [], beside: [], after: ["temporary"] },
          ],
        },
      ],
    }),
    "undo.last": () => [],
    "draft.read": ({ place }) => ({ body: drafts[place] ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts[place] = body;
      return null;
    },
  });
}

async function shown() {
  const made = desk();
  render(StatusBar);
  render(WorksSite, { id: "s1" });
  await screen.findByRole("heading", { level: 1, name: file.what.name });
  return { ...made, user: userEvent.setup({ delay: null }) };
}

/** The sheet, opened by the button of the page. */
async function sheet() {
  const made = await shown();
  await made.user.click(screen.getByRole("button", { name: "Saisir des heures" }));
  return { ...made, dialog: within(await screen.findByRole("dialog", { name: "Saisir des heures" })) };
}

const plain = (text: string | null): string => (text ?? "").replace(/[\u00a0\u202f]/g, " ").replace(/\s+/g, " ");
const sent = (asked: { name: string; request: unknown }[], name: string) => asked.filter((call) => call.name === name).map(({ request }) => request);

describe("a works site", () => {
  it("tells what is due, done and by whom, and where it is", async () => {
    await shown();
    await screen.findByText(/Faubourg du Château, QN05910M/);
    const text = plain(document.body.textContent);
    for (const words of [
      "Office de l’habitat, Lot 2, gros œuvre", "30 000 h", "7 %, selon le marché", "2 100 h", "279 h 30", "1 820 h 30", "13 % des heures dues",
      "Bâtir Ensemble244 h 30", "dont 2 jeunes suivis ici : 153 h",
    ])
      expect(text).toContain(words);
  });

  it("says the charter's share where the contract asks for none, or for less", async () => {
    file = site({ what: draft({ percent: null, works: "local_management" }), charter_percent: 10 });
    const { publish } = await shown();
    expect(plain(document.body.textContent)).toContain("10 %, le minimum de la charte (gestion urbaine de proximité)");
    file = site({ what: draft({ percent: 3 }) });
    publish("catalogue");
    await waitFor(() => expect(plain(document.body.textContent)).toContain("5 %, le minimum de la charte (travaux et ingénierie) ; le marché n’en demande que 3 %"));
  });

  it("leads from a line to the file of whoever worked, and tells who has no name from whose file is gone", async () => {
    await shown();
    const [, first, second, third] = screen.getAllByRole("row");
    expect(within(first as HTMLElement).getByRole("link", { name: "Awa Benali" })).toHaveAttribute("href", "#/jeune/awa");
    expect(second).toHaveTextContent("dossier effacé");
    expect(second).toHaveTextContent("Intérim");
    expect(third).toHaveTextContent("sans nom");
  });

  it("says kindly that it is no longer there", async () => {
    fakeDesk({
      "works_site.open": () => {
        throw { code: "not_found" };
      },
    });
    render(WorksSite, { id: "s1" });
    expect(await screen.findByText("Ce chantier n’est plus là")).toBeInTheDocument();
  });

  it("tells in its history what was written of its hours", async () => {
    const { user } = await shown();
    await user.click(screen.getByRole("button", { name: "Historique" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Historique du chantier" }));
    expect(plain((await dialog.findByRole("row", { name: /Heures/ })).textContent)).toContain("120 h118 h");
    expect(dialog.getByRole("row", { name: /Contrat/ })).toHaveTextContent("intérim");
    expect(dialog.getByText(/Correction d’heures de clause sociale/)).toBeInTheDocument();
  });

  it("is taken out with the way back, and leads to the list", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: "Autres actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Retirer le chantier" }));
    await waitFor(() => expect(place.route).toEqual({ screen: "programmes" }));
    expect(sent(asked, "works_site.remove")).toEqual([{ site: "s1" }]);
    // The page can be pointed at again once the menu has gone.
    await waitFor(() => expect(document.body).not.toHaveStyle({ pointerEvents: "none" }));
    await user.click(await screen.findByRole("button", { name: "Annuler" }));
    await waitFor(() => expect(sent(asked, "undo.last")).toHaveLength(1));
  });

  it("is corrected, what is refused standing under its field", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: "Modifier" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Modifier le chantier" }));
    const total = dialog.getByLabelText("Heures de travail prévues en tout");
    await user.clear(total);
    await user.type(total, "trente mille");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(await dialog.findByText("Écrivez un nombre entier d’heures.")).toBeInTheDocument();
    await user.clear(total);
    await user.type(total, "32 000");
    await user.clear(dialog.getByLabelText(/Part demandée/));
    refusal = { code: "refused", refusal: { refusal: "unreadable", field: "qpv" } };
    await user.clear(dialog.getByLabelText(/Quartier prioritaire/));
    await user.type(dialog.getByLabelText(/Quartier prioritaire/), "Faub");
    await user.click(await dialog.findByRole("option", { name: "Faubourg du Château, QN05910M" }));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(await dialog.findByText(/ne se lit pas comme : quartier prioritaire/u)).toBeInTheDocument();
    refusal = null;
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(asked, "works_site.correct").at(-1)).toEqual({ site: "s1", what: { ...file.what, total_hours: 32_000, percent: null, qpv: "QN05910M" } });
  });
});

describe("a sheet of hours", () => {
  it("takes several lines by keyboard and writes them in one call", async () => {
    const { user, asked, dialog } = await sheet();
    expect(dialog.getByLabelText("Jour des heures")).toHaveValue(lastMonthEnd().split("-").reverse().join("/"));
    await user.type(dialog.getByLabelText("Employeur"), "bât");
    await user.keyboard("{ArrowDown}{Enter}");
    expect(dialog.getByLabelText("Employeur")).toHaveValue("Bâtir Ensemble");
    await user.type(dialog.getByLabelText(/^Jeune/), "Aw");
    await user.click(await screen.findByRole("option", { name: /Awa Benali/ }));
    await user.selectOptions(dialog.getByLabelText("Contrat"), "Contrat d’insertion (IAE)");
    await user.type(dialog.getByLabelText("Heures"), "118h30{Enter}");
    const second = within(dialog.getByRole("group", { name: "Ligne 2" }));
    await waitFor(() => expect(second.getByLabelText("Employeur")).toHaveFocus());
    expect(second.getByLabelText("Employeur")).toHaveValue("Bâtir Ensemble");
    await user.keyboard("Intérim du Nord");
    await user.type(second.getByLabelText("Heures"), "402,5{Enter}");
    expect(dialog.getByText(/2 lignes, 521.h en tout/u)).toBeInTheDocument();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const on = lastMonthEnd();
    // The third line was begun by Enter and left empty: it is none.
    expect(sent(asked, "clause_hours.add")).toEqual([
      {
        site: "s1",
        lines: [
          { employer: "Bâtir Ensemble", person: "awa", on, minutes: 7_110, contract: "insertion" },
          { employer: "Intérim du Nord", person: null, on, minutes: 24_150, contract: "insertion" },
        ],
      },
    ]);
    expect(await screen.findByText("2 lignes d’heures enregistrées.")).toBeInTheDocument();
  });

  it("says under each line what cannot be read, and sends nothing", async () => {
    const { user, asked, dialog } = await sheet();
    await user.type(dialog.getByLabelText("Heures"), "7 heures");
    await user.click(dialog.getByRole("button", { name: "Ajouter une ligne" }));
    const second = within(dialog.getByRole("group", { name: "Ligne 2" }));
    await user.type(second.getByLabelText("Employeur"), "Bâtir Ensemble");
    await user.type(second.getByLabelText("Heures"), "7");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    const first = within(dialog.getByRole("group", { name: "Ligne 1" }));
    expect(await first.findByText(/Ces heures ne se lisent pas/)).toBeInTheDocument();
    expect(first.getByText("Dites chez quel employeur, ou quel jeune.")).toBeInTheDocument();
    expect(second.getByLabelText("Heures")).not.toHaveAttribute("aria-invalid");
    expect(first.getByLabelText("Employeur")).toHaveFocus();
    expect(sent(asked, "clause_hours.add")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Retirer la ligne 1" }));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(sent(asked, "clause_hours.add")).toHaveLength(1));
  });

  it("puts what the desk refuses under the line it is about", async () => {
    const { user, dialog } = await sheet();
    await user.type(dialog.getByLabelText("Employeur"), "Bâtir Ensemble");
    await user.type(dialog.getByLabelText("Heures"), "900{Enter}");
    const second = within(dialog.getByRole("group", { name: "Ligne 2" }));
    await user.type(second.getByLabelText(/^Jeune/), "Aw");
    await user.click(await screen.findByRole("option", { name: /Awa Benali/ }));
    await user.type(second.getByLabelText("Heures"), "800");
    refusal = { code: "refused", refusal: { refusal: "unreadable", field: "minutes" } };
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(second.getByLabelText("Heures")).toHaveAttribute("aria-invalid", "true"));
    expect(within(dialog.getByRole("group", { name: "Ligne 1" })).getByLabelText("Heures")).not.toHaveAttribute("aria-invalid");
    refusal = { code: "refused", refusal: { refusal: "in_the_future", field: "on" } };
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(dialog.getByLabelText("Jour des heures")).toHaveAttribute("aria-invalid", "true"));
  });

  it("comes back as it was left, every line of it", async () => {
    const line = { key: 0, employer: "Bâtir Ensemble", person: "awa", personName: "Awa Benali", contract: null, hours: "118" };
    drafts["clause_hours/s1/new"] = JSON.stringify({ on: "2026-02-28", lines: [line, { ...line, key: 1, person: null, personName: "", hours: "7:30" }] });
    const { user, asked, dialog } = await sheet();
    await waitFor(() => expect(dialog.getByRole("group", { name: "Ligne 2" })).toBeInTheDocument());
    expect(dialog.getByText(/votre saisie est revenue/)).toBeInTheDocument();
    expect(within(dialog.getByRole("group", { name: "Ligne 1" })).getByLabelText(/^Jeune/)).toHaveValue("Awa Benali");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(sent(asked, "clause_hours.add")).toHaveLength(1));
    expect(drafts["clause_hours/s1/new"]).toBe("");
  });

  it("corrects a line of somebody whose file is gone without losing that there was somebody", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: /Corriger la ligne du 31 mars.*dossier effacé, 35.h/u }));
    const dialog = within(await screen.findByRole("dialog", { name: "Corriger une ligne d’heures" }));
    expect(dialog.getByLabelText(/^Jeune/)).toHaveValue("dossier effacé");
    await user.clear(dialog.getByLabelText("Heures"));
    await user.type(dialog.getByLabelText("Heures"), "34h30");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(asked, "clause_hours.correct")).toEqual([{ id: "h2", line: { ...hours("h2").what, employer: "Intérim du Canal", person: "gone", minutes: 2_070, contract: "temporary" } }]);
  });

  it("takes the name off a line, and takes a line out with the way back", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: /Corriger la ligne du 31 mars.*Awa Benali/u }));
    let dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByLabelText(/^Jeune/));
    await user.click(await screen.findByRole("option", { name: "Personne n’est nommé" }));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(asked, "clause_hours.correct")).toMatchObject([{ id: "h1", line: { person: null } }]);
    await user.click(screen.getByRole("button", { name: /Corriger la ligne du 31 mars.*Awa Benali/u }));
    dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Retirer cette ligne" }));
    await waitFor(() => expect(sent(asked, "clause_hours.remove")).toEqual([{ id: "h1" }]));
    expect(await screen.findByText("Ligne d’heures retirée.")).toBeInTheDocument();
  });
});
