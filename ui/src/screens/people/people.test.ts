import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Calls, PeopleFilter, PersonLine, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { addDays, today } from "../../words/index.ts";
import People from "./People.svelte";
import { Caseload } from "./state.svelte.ts";
import { knownColumns, PeopleView } from "./view.svelte.ts";

type Ask = Calls["person.list"]["request"];

function line(given_name: string, family_name: string, more: Partial<PersonLine> = {}): PersonLine {
  return {
    id: `${given_name}-${family_name}`.toLowerCase(),
    given_name,
    family_name,
    birth: "",
    age: null,
    phone: "",
    commune: "",
    qpv: "",
    stage: null,
    referent: "Awa Diallo",
    last_contact: null,
    last_attempt: null,
    demo: false,
    ...more,
  };
}

const karim = line("Karim", "Haddad", {
  age: { at_least: 17, at_most: 18 },
  phone: "+33612345678",
  commune: "Lens",
  qpv: "QN06201M",
  stage: "following",
  last_contact: addDays(today(), -1),
  demo: true,
});
const lea = line("Léa", "");

// jsdom measures nothing: a window of a believable size, so that rows are drawn.
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
});
afterEach(() => vi.restoreAllMocks());

let answer: (ask: Ask) => PersonLine[];

function desk() {
  return fakeDesk({
    "person.list": (ask) => {
      const lines = answer(ask);
      return { total: lines.length, lines: lines.slice(ask.offset, ask.offset + ask.limit) };
    },
    "person.communes": () => ["Lens", "Roubaix"],
    "view.list": () => [],
  });
}

function lastFilter(asked: { name: string; request: unknown }[]): PeopleFilter {
  return (asked.findLast(({ name }) => name === "person.list")?.request as Ask).filter;
}

beforeEach(() => {
  place.go({ screen: "people" });
  overlays.open = null;
  answer = () => [karim, lea];
});

describe("the caseload", () => {
  it("says of each person what a worker looks for", async () => {
    desk();
    render(People);
    const row = await screen.findByRole("row", { name: /Haddad/ });
    for (const words of ["inventé", "17 ou 18 ans", "QPV", "Suivi", "hier", "Awa Diallo"]) expect(row, words).toHaveTextContent(words);
    expect(row.textContent?.replaceAll("\u00a0", " ")).toContain("06 12 34 56 78");
    expect(screen.getByRole("row", { name: /Léa/ })).toHaveTextContent("jamais");
    expect(screen.getByRole("status")).toHaveTextContent("2 jeunes");
  });

  it("marks a file that only a smaller team has, in words too", async () => {
    answer = () => [line("Zoé", "Marchand", { smaller: "Mineurs" }), lea];
    desk();
    render(People);
    const row = await screen.findByRole("row", { name: /Marchand/ });
    expect(row).toHaveTextContent(/Équipe restreinte.: Mineurs/);
    expect(within(row).getByTitle("Seuls les membres de Mineurs ont ce dossier.")).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /Léa/ })).not.toHaveTextContent(/restreinte/);
  });

  it("opens a file by the keyboard", async () => {
    desk();
    const user = userEvent.setup();
    render(People);
    const first = await screen.findByRole("row", { name: /Haddad/ });
    first.focus();
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(screen.getByRole("row", { name: /Léa/ })).toHaveFocus());
    await user.keyboard("{Enter}");
    expect(place.route).toEqual({ screen: "person", id: "léa-" });
  });

  it("opens a file by a double press, not by pointing at a row", async () => {
    desk();
    const user = userEvent.setup();
    render(People);
    const phone = within(await screen.findByRole("row", { name: /Haddad/ })).getByText("Lens");
    await user.click(phone);
    expect(place.route).toEqual({ screen: "people" });
    await user.dblClick(phone);
    expect(place.route).toEqual({ screen: "person", id: karim.id });
  });

  it("narrows by chips, lists and words, and lets go of all at once", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(People);
    await screen.findByRole("row", { name: /Haddad/ });
    await user.click(screen.getByRole("button", { name: "Mes dossiers" }));
    await user.click(screen.getByRole("button", { name: "En quartier prioritaire" }));
    await user.click(screen.getByRole("button", { name: "À surveiller" }));
    expect(screen.getByText(/^Sans contact depuis plus de 21 jours, dossier à effacer/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "15-17 ans" }));
    await user.click(screen.getByRole("button", { name: "18-20 ans" }));
    await user.click(screen.getByRole("button", { name: "60 jours" }));
    await user.selectOptions(screen.getByLabelText("Étape"), "Injoignable");
    await user.selectOptions(screen.getByLabelText("Commune"), "Roubaix");
    await user.type(screen.getByLabelText("Filtrer par nom, téléphone ou commune"), "ka ");
    expect(lastFilter(asked)).toEqual({
      text: "ka",
      stage: "unreachable",
      commune: "Roubaix",
      in_qpv: true,
      mine: true,
      watched: true,
      aside: false,
      referent: null,
      unassigned: false,
      min_age: 18,
      max_age: 20,
      quiet_days: 60,
      custom: null,
    });
    expect(screen.getByRole("button", { name: "15-17 ans" }), "one age band at a time").toHaveAttribute("aria-pressed", "false");
    expect(screen.getByRole("status")).toHaveTextContent("2 jeunes correspondent aux filtres");

    await user.click(screen.getByRole("button", { name: "Retirer les filtres" }));
    expect(lastFilter(asked)).toEqual({ text: "", stage: null, commune: "", in_qpv: false, mine: false, watched: false, aside: false, referent: null, unassigned: false, min_age: null, max_age: null, quiet_days: null, custom: null });
    expect(screen.getByLabelText("Filtrer par nom, téléphone ou commune")).toHaveFocus();
  });

  it("sorts by its headings", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(People);
    await user.click(await screen.findByRole("button", { name: "Dernier contact" }));
    expect(asked.at(-1)?.request).toMatchObject({ sort: "last_contact", descending: false });
    await user.click(screen.getByRole("button", { name: "Dernier contact" }));
    expect(asked.at(-1)?.request).toMatchObject({ sort: "last_contact", descending: true });
    expect(screen.getByRole("columnheader", { name: "Dernier contact" })).toHaveAttribute("aria-sort", "descending");
  });

  it("shows the way out when nobody fits, and the way in when there is nobody", async () => {
    answer = ({ filter }) => (filter.mine ? [] : [karim]);
    desk();
    const user = userEvent.setup();
    const { unmount } = render(People);
    await user.click(await screen.findByRole("button", { name: "Mes dossiers" }));
    expect((await screen.findAllByText("Personne ne correspond à ces filtres")).length).toBeGreaterThan(0);
    await user.click(screen.getAllByRole("button", { name: "Retirer les filtres" })[0] as HTMLElement);
    expect(await screen.findByRole("row", { name: /Haddad/ })).toBeInTheDocument();
    unmount();

    answer = () => [];
    render(People);
    await waitFor(() => expect(screen.getAllByText("Aucun dossier pour l’instant").length).toBeGreaterThan(0));
    await user.click(screen.getAllByRole("button", { name: "Nouvelle personne" })[1] as HTMLElement);
    expect(overlays.open).toEqual({ name: "new_person" });
  });

  it("reads again when people changed", async () => {
    const { publish } = desk();
    render(People);
    await screen.findByRole("row", { name: /Haddad/ });
    answer = () => [karim, lea, line("Inès", "Martin")];
    publish("people");
    expect(await screen.findByRole("row", { name: /Martin/ })).toBeInTheDocument();
  });

  it("says what went wrong and tries again", async () => {
    answer = () => {
      throw { code: "busy" } satisfies Problem;
    };
    desk();
    render(People);
    expect(await screen.findByRole("alert")).toHaveTextContent("Le coffre est occupé");
    answer = () => [karim];
    await userEvent.click(screen.getByRole("button", { name: "Réessayer" }));
    expect(await screen.findByRole("row", { name: /Haddad/ })).toBeInTheDocument();
  });
});

describe("selecting many", () => {
  const many = Array.from({ length: 250 }, (_, index) => line("Personne", String(index), { phone: index < 2 ? `+3361234567${index}` : "" }));
  const row = (name: string) => screen.findByRole("row", { name: new RegExp(`^Sélectionner cette ligne ${name} Personne`) });
  const chosen = () => screen.getByRole("group", { name: "Sélection" });
  const nobody = () => expect(screen.queryByRole("group", { name: "Sélection" })).not.toBeInTheDocument();

  async function list() {
    answer = () => many;
    const { asked } = desk();
    const user = userEvent.setup();
    render(People);
    (await row("0")).focus();
    return { user, asked };
  }

  it("goes by Space, Shift and the arrows, and is let go of by Escape", async () => {
    const { user } = await list();
    await user.keyboard(" ");
    expect(chosen()).toHaveTextContent("1 sélectionné");
    expect(await row("0")).toHaveAttribute("aria-selected", "true");
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    await waitFor(async () => expect(await row("1")).toHaveFocus());
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    await waitFor(() => expect(chosen()).toHaveTextContent("3 sélectionnés"));
    await waitFor(async () => expect(await row("2")).toHaveFocus());
    await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
    await waitFor(() => expect(chosen()).toHaveTextContent("2 sélectionnés"));
    await user.keyboard("{Escape}");
    await waitFor(nobody);
    expect(await row("0")).toHaveAttribute("aria-selected", "false");
  });

  it("takes all by Ctrl+A, those not yet fetched among them, in one question", async () => {
    const { user, asked } = await list();
    await user.keyboard("{Control>}a{/Control}");
    await waitFor(() => expect(chosen()).toHaveTextContent("250 sélectionnés"));
    expect(asked.at(-1)?.request).toMatchObject({ offset: 0, limit: 250 });
  });

  it("takes a range by Shift and the pointer", async () => {
    const { user } = await list();
    await user.click(within(await row("1")).getByRole("checkbox"));
    await user.keyboard("{Shift>}");
    await user.click(await row("4"));
    await user.keyboard("{/Shift}");
    await waitFor(() => expect(chosen()).toHaveTextContent("4 sélectionnés"));
  });

  it("offers what can be done, and gives the focus back to the rows when it is let go of", async () => {
    const { user } = await list();
    await user.keyboard("{Control>}a{/Control}");
    await user.click(await screen.findByRole("button", { name: "Copier les téléphones" }));
    await waitFor(() => expect(said.now?.text).toBe("2 numéros copiés."));
    expect((await navigator.clipboard.readText()).replaceAll("\u00a0", " ")).toBe("06 12 34 56 70\n06 12 34 56 71");
    await user.click(screen.getByRole("button", { name: "Tout désélectionner" }));
    await waitFor(async () => expect(await row("0")).toHaveFocus());
  });

  it("does not outlive the filters it was made under, but does outlive a sorting", async () => {
    const { user } = await list();
    await user.keyboard(" ");
    await user.click(screen.getByRole("button", { name: "Dernier contact" }));
    expect(chosen()).toHaveTextContent("1 sélectionné");
    await user.click(screen.getByRole("button", { name: "Mes dossiers" }));
    await waitFor(nobody);
  });
});

describe("the columns", () => {
  afterEach(() => localStorage.clear());

  it("are chosen, and stay chosen on this laptop", async () => {
    desk();
    const user = userEvent.setup();
    const { unmount } = render(People);
    await user.click(await screen.findByRole("button", { name: "Colonnes" }));
    const choices = within(screen.getByRole("group", { name: "Colonnes affichées" }));
    await user.click(choices.getByRole("button", { name: "Téléphone" }));
    expect(screen.queryByRole("columnheader", { name: "Téléphone" })).not.toBeInTheDocument();
    expect(choices.queryByRole("button", { name: "Nom" }), "the name always stays").not.toBeInTheDocument();
    unmount();
    render(People);
    expect(await screen.findByRole("columnheader", { name: "Commune" })).toBeInTheDocument();
    expect(screen.queryByRole("columnheader", { name: "Téléphone" })).not.toBeInTheDocument();
  });

  it("that are kept but not known are passed over", () => {
    expect(knownColumns(["age", "poids", 3])).toEqual(["name", "age"]);
    expect(knownColumns("age")).toBeNull();
  });
});

describe("the pages of the caseload", () => {
  const many = Array.from({ length: 250 }, (_, index) => line("Personne", String(index)));

  it("fetches a page when it comes into sight, once", async () => {
    answer = () => many;
    const { asked } = desk();
    const caseload = new Caseload();
    await caseload.ask(new PeopleView().question);
    expect(caseload.at(120)).toBeUndefined();
    caseload.sight(95, 115);
    caseload.sight(96, 116);
    await waitFor(() => expect(caseload.at(120)?.family_name).toBe("120"));
    expect(asked.map(({ request }) => (request as Ask).offset)).toEqual([0, 100]);
  });

  it("drops the answer to an older question", async () => {
    const waiting: (() => void)[] = [];
    fakeDesk({
      "person.list": ({ filter }) =>
        new Promise((answered) => waiting.push(() => answered({ total: 1, lines: [line(filter.text, "")] }))),
    });
    const caseload = new Caseload();
    const view = new PeopleView();
    view.text = "ancien";
    const old = caseload.ask(view.question);
    view.text = "nouveau";
    const fresh = caseload.ask(view.question);
    waiting[1]?.();
    await fresh;
    waiting[0]?.();
    await old;
    expect(caseload.at(0)?.given_name).toBe("nouveau");
  });

  it("comes back to the row it left", async () => {
    answer = () => many;
    const { asked } = desk();
    const caseload = new Caseload();
    await caseload.ask(new PeopleView().question, 230);
    expect(caseload.at(230)?.family_name).toBe("230");
    expect((asked[0]?.request as Ask).offset).toBe(200);
  });
});
