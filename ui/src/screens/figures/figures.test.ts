import axe from "axe-core";
import { configure, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { Calls, FigureLine, FigureReport, ReportAsk } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { writeHash } from "../../frame/route.ts";
import Behind from "./Behind.svelte";
import { readFigure, writeFigure, type Opened } from "./choices.svelte.ts";
import Figures from "./Figures.svelte";
import { periodOf } from "./period.ts";

vi.setConfig({ testTimeout: 20_000 });
configure({ asyncUtilTimeout: 5_000 });

const PASSPHRASE = "cheval agrafe pile";

function report(ask: ReportAsk, compared: boolean): FigureReport {
  const before = (counts: number[]): number[] | null => (compared ? counts : null);
  return {
    period: ask.period,
    before: compared ? { from: "2025-10-01", to: "2025-10-31" } : null,
    tables:
      ask.what.report === "caseload" && ask.what.by === "commune"
        ? communes
        : ask.what.report === "caseload" && ask.what.by === "neighbourhood"
        ? neighbourhoods
        : ask.what.report === "caseload"
        ? [
            {
              table: "caseload",
              columns: ["active", "opened", "ended", "unreached"],
              rows: [
                { key: "spotted", name: null, of: null, counts: [3, 1, 0, 2], before: before([5, 2, 0, 1]), place: null, rings: [] },
                { key: "following", name: null, of: null, counts: [12, 0, 0, 0], before: before([0, 0, 0, 0]), place: null, rings: [] },
              ],
              total: { key: null, name: null, of: null, counts: [15, 1, 0, 2], before: before([5, 2, 0, 1]), place: null, rings: [] },
            },
          ]
        : [{ table: "exits", columns: ["exits", "positive"], rows: [{ key: "job", name: null, of: null, counts: [4, 4], before: null, place: null, rings: [] }], total: { key: null, name: null, of: null, counts: [4, 4], before: null, place: null, rings: [] } }],
    delays: [],
    delays_before: [],
    rule: ask.what.report === "outcomes" ? { name: "Passerelle 1", from: "2020-01-01", positive: ["job", "training"] } : null,
    invented: 0,
    limited: 0,
    on: "2026-11-24",
  };
}

const communes: FigureReport["tables"] = [
  {
    table: "caseload",
    columns: ["active", "opened", "ended", "unreached"],
    rows: [
      { key: "Lens", name: "Lens", of: null, counts: [3, 0, 0, 0], before: null, place: { latitude: 50.43, longitude: 2.83 }, rings: [] },
      { key: "Lille", name: "Lille", of: null, counts: [12, 0, 0, 0], before: null, place: { latitude: 50.63, longitude: 3.05 }, rings: [] },
      { key: "", name: null, of: null, counts: [2, 0, 0, 0], before: null, place: null, rings: [] },
    ],
    total: { key: null, name: null, of: null, counts: [17, 0, 0, 0], before: null, place: null, rings: [] },
  },
];

const border = [
  { latitude: 50.687, longitude: 3.165 },
  { latitude: 50.687, longitude: 3.175 },
  { latitude: 50.693, longitude: 3.175 },
  { latitude: 50.687, longitude: 3.165 },
];
const neighbourhoods: FigureReport["tables"] = [
  {
    table: "caseload",
    columns: ["active", "opened", "ended", "unreached"],
    rows: [
      { key: "out", name: null, of: null, counts: [3, 0, 0, 0], before: null, place: null, rings: [] },
      { key: "QN05981N", name: "Le Trichon (QN05981N)", of: null, counts: [7, 0, 0, 0], before: null, place: null, rings: [border] },
    ],
    total: { key: null, name: null, of: null, counts: [10, 0, 0, 0], before: null, place: null, rings: [] },
  },
];

const awa: FigureLine = {
  person: { id: "p1", given_name: "Awa", family_name: "Diallo", birth: "2007-03-01", age: { at_least: 19, at_most: 19 }, phone: "", commune: "Lens", qpv: "", stage: "spotted", referent: "Hélène", last_contact: null, last_attempt: null, demo: false },
  referral: null,
  programme: "",
};
const opened: Opened = {
  ask: { what: { report: "caseload", by: "stage" }, period: { from: "2026-11-01", to: "2026-11-30" }, mine: false },
  figure: { table: "caseload", row: "spotted", column: "unreached" },
  name: null,
};

beforeEach(() => {
  said.hush();
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
});

function shown() {
  const desk = fakeDesk({
    "report.show": ({ ask, against }) => report(ask, against !== null),
    "report.export": ({ passphrase }) => {
      if (passphrase !== PASSPHRASE) throw { code: "wrong_passphrase", retry_after_s: 0 };
      return { tables: 1 };
    },
  });
  render(Figures);
  return { ...desk, user: userEvent.setup() };
}

it("shows a table whose figures lead to their lists, and a drawing that says the same", async () => {
  const { asked } = shown();
  const table = within(await screen.findByRole("table", { name: "Effectifs" }));
  expect(table.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual(["Actifs", "Nouveaux", "Terminés", "Jamais joints"]);
  const figure = table.getByRole("link", { name: /^repéré, Jamais joints\s: 2, 1 avant$/ });
  const address = figure.getAttribute("href") ?? "";
  const id = decodeURIComponent(address.replace("#/chiffre/", ""));
  const request = asked.find(({ name }) => name === "report.show")?.request as Calls["report.show"]["request"];
  expect(readFigure(id)).toEqual({ ask: request.ask, figure: { table: "caseload", row: "spotted", column: "unreached" }, name: null });
  expect(table.queryByRole("link", { name: /Terminés/ }), "nobody is behind a nought").toBeNull();
  expect(screen.getByRole("img", { name: "Actifs par étape. Les mêmes nombres sont dans le tableau." })).toBeInTheDocument();
  expect(screen.getByText("comparée")).toBeInTheDocument();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

it("draws the communes where they lie, each a way to its list", async () => {
  const { user, asked } = shown();
  await screen.findByRole("table", { name: "Effectifs" });
  expect(screen.queryByRole("group", { name: /^Carte/ })).toBeNull();
  await user.selectOptions(screen.getByRole("combobox", { name: "Répartir par" }), "Commune");
  const map = within(await screen.findByRole("group", { name: /^Carte des communes/ }));
  expect(map.getAllByRole("link").map((link) => link.getAttribute("aria-label"))).toEqual([expect.stringMatching(/^Lille, Actifs\s: 12/), expect.stringMatching(/^Lens, Actifs\s: 3/)]);
  expect(screen.getByText("1 ligne n’est pas sur la carte")).toBeInTheDocument();
  expect(asked.at(-1)?.request).toMatchObject({ ask: { what: { by: "commune" } } });
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

it("draws neighbourhoods with their borders", async () => {
  const { user } = shown();
  await screen.findByRole("table", { name: "Effectifs" });
  await user.selectOptions(screen.getByRole("combobox", { name: "Répartir par" }), "Quartier prioritaire");
  const map = await screen.findByRole("group", { name: /^Carte des quartiers/ });
  expect(within(map).getByRole("link").getAttribute("aria-label")).toMatch(/^Le Trichon \(QN05981N\), Actifs\s: 7/);
  expect(map.querySelectorAll("path").length).toBe(1);
  expect(screen.getByText("1 ligne n’est pas sur la carte")).toBeInTheDocument();
  expect(screen.getByRole("rowheader", { name: "Hors quartier prioritaire" })).toBeInTheDocument();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

it("counts anew by what is chosen, and says the rule of a positive exit", async () => {
  const { asked, publish, user } = shown();
  await screen.findByRole("table", { name: "Effectifs" });
  await user.selectOptions(screen.getByRole("combobox", { name: "Répartir par" }), "Sexe");
  await user.selectOptions(screen.getByRole("combobox", { name: "Comparer avec" }), "rien");
  await user.selectOptions(screen.getByRole("combobox", { name: "Dossiers" }), "les miens");
  await waitFor(() => expect(asked.at(-1)?.request).toMatchObject({ ask: { what: { report: "caseload", by: "sex" }, mine: true }, against: null }));
  await user.click(screen.getByRole("tab", { name: "Sorties" }));
  expect(await screen.findByText(/Positives selon la règle «\sPasserelle 1\s», depuis le 1er janvier 2020\s: emploi, formation\./)).toBeInTheDocument();
  const before = asked.length;
  publish("people");
  await waitFor(() => expect(asked.length).toBe(before + 1));
});

it("exports masked unless somebody says otherwise, after the passphrase", async () => {
  useFiles({ open: () => Promise.resolve(null), save: () => Promise.resolve(null) });
  const { asked, user } = shown();
  await screen.findByRole("table", { name: "Effectifs" });
  await user.click(screen.getByTitle(/Ctrl\+E/));
  const dialog = within(await screen.findByRole("dialog", { name: "Exporter les chiffres" }));
  expect(dialog.getByRole("checkbox", { name: "Masquer les petits effectifs" })).toBeChecked();
  await user.type(dialog.getByLabelText("Fichier"), "/home/helene/chiffres.xlsx");
  await user.type(dialog.getByLabelText("Votre phrase de passe"), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(said.now?.text).toBe("Chiffres écrits dans /home/helene/chiffres.xlsx."));
  expect(asked.at(-1)?.request).toMatchObject({ masked: true, format: "xlsx", path: "/home/helene/chiffres.xlsx" });
  // The page can be pointed at again once the dialog has gone.
  await waitFor(() => expect(document.body).not.toHaveStyle({ pointerEvents: "none" }));
  await user.click(screen.getByTitle(/Ctrl\+E/));
  const again = within(await screen.findByRole("dialog", { name: "Exporter les chiffres" }));
  await user.click(again.getByRole("radio", { name: "dessin du premier tableau (SVG)" }));
  expect(again.getByText(/pour un rapport ou une affiche/)).toBeInTheDocument();
  expect(again.getByText(/\.svg/)).toBeInTheDocument();
  await user.click(again.getByRole("checkbox", { name: "Masquer les petits effectifs" }));
  expect(await again.findByText(/ce fichier ne doit pas sortir de l’équipe/)).toBeInTheDocument();
});

it("lists who is behind a figure and opens their file", async () => {
  fakeDesk({ "report.people": () => ({ total: 1, lines: [awa] }) });
  render(Behind, { id: writeFigure(opened) });
  expect(await screen.findByRole("heading", { level: 1, name: "Repéré, Jamais joints" })).toBeInTheDocument();
  expect(await screen.findByText("Awa Diallo")).toBeInTheDocument();
  expect(screen.getByText(/^1 ligne, du 1er novembre/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Pilotage" })).toHaveAttribute("href", writeHash({ screen: "figures" }));
  await userEvent.setup().click(screen.getByText("Awa Diallo"));
  await waitFor(() => expect(location.hash).toBe("#/jeune/p1"));
});

it("writes the list, shows how far it has come, and stops on demand", async () => {
  let end: (lines: { lines: number }) => void = () => undefined;
  let refuse: (thrown: unknown) => void = () => undefined;
  const { asked } = fakeDesk({
    "report.people": () => ({ total: 1, lines: [awa] }),
    "report.export_people": () => new Promise((done, failed) => ([end, refuse] = [done, failed])),
    "report.progress": () => ({ writing: { done: 2000, total: 75000 } }),
    "report.stop": () => {
      refuse({ code: "stopped" });
      return null;
    },
  });
  render(Behind, { id: writeFigure(opened) });
  const user = userEvent.setup();
  await screen.findByText("Awa Diallo");
  await user.click(screen.getByTitle(/Ctrl\+E/));
  const dialog = within(await screen.findByRole("dialog", { name: "Exporter la liste" }));
  await user.type(dialog.getByLabelText("Fichier"), "/home/helene/liste.xlsx");
  await user.type(dialog.getByLabelText("Votre phrase de passe"), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  expect(await dialog.findByText("2000 lignes sur 75000")).toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Arrêter" }));
  expect(await dialog.findByText(/Arrêté à votre demande/)).toBeInTheDocument();
  expect(asked.some(({ name }) => name === "report.stop")).toBe(true);
  expect(dialog.queryByText(/lignes sur/)).toBeNull();
  await user.type(dialog.getByLabelText("Votre phrase de passe"), PASSPHRASE);
  await user.click(dialog.getByRole("button", { name: "Exporter" }));
  await waitFor(() => expect(asked.filter(({ name }) => name === "report.export_people").length).toBe(2));
  end({ lines: 1 });
  await waitFor(() => expect(said.now?.text).toBe("1 ligne écrite dans /home/helene/liste.xlsx."));
});

it.each(["", "{}", "null", '{"ask":{},"figure":{}}', "[1]", "%"])("says that an address of no figure opens none: %s", (id) => {
  fakeDesk({});
  expect(readFigure(id)).toBeNull();
  render(Behind, { id });
  expect(screen.getByText("Cette adresse ne dit plus quel chiffre ouvrir.")).toBeInTheDocument();
});

it("knows the months, quarters and years around a day", () => {
  expect(periodOf("this_month", "2028-02-10")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
  expect(periodOf("last_month", "2026-01-31")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  expect(periodOf("quarter", "2026-11-24")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(periodOf("year", "2026-11-24")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
});
