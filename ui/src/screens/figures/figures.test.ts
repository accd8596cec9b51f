import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { Calls, FigureLine, FigureReport, OutcomeRule, ReportAsk } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { writeHash } from "../../frame/route.ts";
import Behind from "./Behind.svelte";
import { readFigure, writeFigure, type Opened } from "./choices.svelte.ts";
import Figures from "./Figures.svelte";
import { periodOf } from "./period.ts";

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
        : ask.what.report === "works"
        ? works(compared)
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
    rules: ask.what.report === "outcomes" ? [house, cej] : [],
    invented: 0,
    limited: 0,
    on: "2026-11-24",
  };
}

const house: OutcomeRule = { id: null, name: "Passerelle 1", from: "2020-01-01", of: { of: "all" }, positive: ["job", "training"] };
const cej: OutcomeRule = { id: "c1", name: "CEJ, 2026", from: "2026-01-01", of: { of: "kind", kind: "guidance" }, positive: ["job"] };

const works = (compared: boolean): FigureReport["tables"] => {
  const counts = [7230, 37_200, 90_000, 52_800];
  const before = compared ? [0, 30_000, 90_000, 60_000] : null;
  const rest = { of: null, counts, before, place: null, rings: [] };
  return [
    {
      table: "works",
      columns: ["hours_done", "hours_until", "hours_due", "hours_left"],
      rows: [{ key: "s1", name: "Réhabilitation", ...rest }],
      total: { key: null, name: null, ...rest },
    },
  ];
};

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
    "outcome_rule.list": () => ({ rules: [{ id: "c1", what: { name: cej.name, from: cej.from, of: cej.of, positive: cej.positive }, programme_name: "" }], house }),
    "outcome_rule.add": () => ({ rule: "c2" }),
    "outcome_rule.correct": () => null,
    "programme.list": () => [],
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
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
  expect(screen.getByText(/Positives selon la règle «\sCEJ, 2026\s», depuis le 1er janvier(?: 2026)?\s: emploi\./)).toBeInTheDocument();
  const before = asked.length;
  publish("people");
  await waitFor(() => expect(asked.length).toBe(before + 1));
});

it("says hours of social clauses as hours, each a way to its lines or to the site", async () => {
  const { user } = shown();
  await screen.findByRole("table", { name: "Effectifs" });
  await user.click(screen.getByRole("tab", { name: "Clauses sociales" }));
  const table = within(await screen.findByRole("table", { name: "Heures de clause sociale par chantier" }));
  const done = table.getByRole("link", { name: /^Réhabilitation, Faites dans la période\s: 120\sh\s30, 0\sh avant$/ });
  const opened = readFigure(decodeURIComponent((done.getAttribute("href") ?? "").replace("#/chiffre/", "")));
  expect(opened?.figure).toEqual({ table: "works", row: "s1", column: "hours_done" });
  expect(table.getByRole("link", { name: /^Réhabilitation, Dues au contrat/ })).toHaveAttribute("href", "#/chantier/s1");
  expect(screen.queryByRole("combobox", { name: "Dossiers" }), "the sites are the whole team’s").toBeNull();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

it("opens whoever worked the hours, or the site where nobody is named", async () => {
  const { asked } = fakeDesk({
    "report.hours": () => ({
      total: 2,
      minutes: 7230,
      lines: [
        { site: "s1", site_name: "Réhabilitation", line: { id: "h1", what: { employer: "Bâtir Ensemble", person: "p1", on: "2026-11-03", minutes: 6000, contract: "insertion" }, person_name: "Awa Diallo" } },
        { site: "s1", site_name: "Réhabilitation", line: { id: "h2", what: { employer: "Intérim du Nord", person: null, on: "2026-11-02", minutes: 1230, contract: null }, person_name: "" } },
      ],
    }),
  });
  render(Behind, { id: writeFigure({ ...opened, ask: { ...opened.ask, what: { report: "works" } }, figure: { table: "works", row: "s1", column: "hours_done" }, name: "Réhabilitation" }) });
  expect(await screen.findByRole("heading", { level: 1, name: "Réhabilitation, Faites dans la période" })).toBeInTheDocument();
  expect(await screen.findByText(/^2 lignes, 120\sh\s30, du 1er novembre/)).toBeInTheDocument();
  expect(asked.map(({ name }) => name)).not.toContain("report.people");
  const user = userEvent.setup();
  await user.click(await screen.findByText("Awa Diallo"));
  await waitFor(() => expect(location.hash).toBe("#/jeune/p1"));
  await user.click(screen.getByText("Intérim du Nord"));
  await waitFor(() => expect(location.hash).toBe("#/chantier/s1"));
});

it("takes down a rule of the funder with its day, from what the house counts", async () => {
  const { asked, user } = shown();
  await screen.findByRole("table", { name: "Effectifs" });
  await user.click(screen.getByRole("tab", { name: "Sorties" }));
  const rules = within(await screen.findByRole("table", { name: "Règles de sortie positive" }));
  expect(rules.getByRole("rowheader", { name: "CEJ, 2026" })).toBeInTheDocument();
  expect(rules.getByText("Là où aucune autre ne vaut")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Nouvelle règle" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Nouvelle règle" }));
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  expect(await dialog.findByText(/Donnez un nom à la règle/)).toBeInTheDocument();
  await user.type(dialog.getByLabelText(/Nom de la règle/), "Région, 2026");
  await user.click(dialog.getByRole("radio", { name: "Après un type d’offre" }));
  await user.selectOptions(dialog.getByRole("combobox", { name: "Type d’offre" }), "Formation");
  await user.click(dialog.getByRole("checkbox", { name: "Formation" }));
  await user.click(dialog.getByRole("checkbox", { name: "Service civique" }));
  await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
  await waitFor(() => expect(asked.find(({ name }) => name === "outcome_rule.add")).toBeDefined());
  const { what } = asked.find(({ name }) => name === "outcome_rule.add")?.request as Calls["outcome_rule.add"]["request"];
  expect(what).toMatchObject({ name: "Région, 2026", of: { of: "kind", kind: "training" }, positive: ["job", "civic_service"] });
  expect(what.from).toMatch(/^\d{4}-01-01$/);
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
