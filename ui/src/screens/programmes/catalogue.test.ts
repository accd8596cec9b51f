import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Calls, CatalogueState, FoundOffers, OfferLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { holds, offerLine, report, taken } from "../../parts/offer/sample.test-env.ts";
import { OfferSearch } from "../../parts/offer/search.svelte.ts";
import { addDays, plainDay, today } from "../../words/index.ts";
import { OfferPages } from "./pages.svelte.ts";
import Programmes from "./Programmes.svelte";

let state: CatalogueState;
let lines: OfferLine[];
let instead: FoundOffers["instead"];

beforeEach(() => {
  // jsdom measures nothing: a table of no height would draw no row.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  said.hush();
  overlays.open = null;
  location.hash = "#/offres";
  state = holds({ data_on: addDays(today(), -10) });
  instead = [];
  lines = [offerLine({ km: 3.4 }), offerLine({ key: "2", name: "Atelier CV", provider: "Mission locale", commune: "Liévin", qpv_only: true, free: null, over: true })];
});

afterEach(() => vi.restoreAllMocks());

function desk(more: Parameters<typeof fakeDesk>[0] = {}) {
  const fake = fakeDesk({
    "catalogue.state": () => state,
    "programme.list": () => [],
    "provider.list": () => [],
    "offer.find": ({ skip, limit }) => ({ lines: lines.slice(skip, skip + limit), total: lines.length, instead }),
    ...more,
  });
  const questions = (): Calls["offer.find"]["request"][] => fake.asked.filter(({ name }) => name === "offer.find").map(({ request }) => request as Calls["offer.find"]["request"]);
  return { ...fake, questions };
}

async function shown() {
  render(Programmes);
  await screen.findByRole("tab", { name: "Catalogue" });
  return userEvent.setup({ delay: null });
}

const rowOf = (name: string): HTMLElement => screen.getByText(name).closest("[role='row']") as HTMLElement;

describe("the catalogue", () => {
  it("is narrowed to what is open at an age", async () => {
    const { questions } = desk();
    const user = await shown();
    await screen.findByText("Permis solidaire");
    await user.click(screen.getByRole("button", { name: "Plus de filtres" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Âge du jeune" }), "17 ans");
    await waitFor(() => expect(questions().at(-1)?.filter.age).toBe(17));
    await user.click(screen.getByRole("button", { name: /ouverte à 17 ans/ }));
    await waitFor(() => expect(questions().at(-1)?.filter.age).toBe(null));
  });

  it("comes first once there is one, with what an offer is chosen by and how old its data are", async () => {
    desk();
    await shown();
    await screen.findByText("Permis solidaire");
    expect(screen.getByRole("tab", { name: "Catalogue" })).toHaveAttribute("aria-selected", "true");
    for (const words of ["Garage des Possibles", "Lens", "3 km", "gratuit", "Levée de frein"]) expect(within(rowOf("Permis solidaire")).getByText(words)).toBeInTheDocument();
    for (const words of ["terminée", "QPV seulement"]) expect(within(rowOf("Atelier CV")).getByText(words)).toBeInTheDocument();
    expect(screen.getByText(`2 offres, données du ${plainDay(addDays(today(), -10))}`)).toBeInTheDocument();
    expect(screen.queryByText(/des offres ont pu changer/)).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Permis solidaire" })).toHaveAttribute("href", "#/catalogue/data_inclusion/soliguide--7");
    expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  it("warns of data of more than ninety days", async () => {
    state = holds({ data_on: addDays(today(), -91) });
    desk();
    await shown();
    expect(await screen.findByText(/des offres ont pu changer ou disparaître/)).toBeInTheDocument();
  });

  it("asks the desk for what is typed and chosen, and says what was sought in place of a slip", async () => {
    const { questions } = desk();
    const user = await shown();
    await screen.findByText("Permis solidaire");
    instead = [["mobilté", "mobilité"]];
    await user.type(screen.getByLabelText("Chercher dans le catalogue"), "mobilté");
    expect(await screen.findByText("Rien avec « mobilté » : « mobilité » a été cherché à la place.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Gratuit" }));
    await user.click(screen.getByRole("button", { name: "Places libres" }));
    await user.click(screen.getByRole("button", { name: "Sur place" }));
    await user.click(screen.getByRole("button", { name: "Plus de filtres" }));
    await user.click(within(screen.getByRole("group", { name: "Besoin" })).getByRole("button", { name: "Mobilité" }));
    await user.click(within(screen.getByRole("group", { name: "Source" })).getByRole("button", { name: "data.inclusion" }));
    await waitFor(() =>
      expect(questions().at(-1)).toMatchObject({
        filter: { text: "mobilté", free: true, places: true, attendance: "on_site", themes: ["mobility"], sources: ["data_inclusion"], over: false },
        sort: "relevance",
        from: null,
        skip: 0,
        limit: 50,
      }),
    );
    await user.click(screen.getByRole("button", { name: "Retirer le filtre « Mobilité »" }));
    expect(screen.getByLabelText("Chercher dans le catalogue"), "the filter that is gone gives the focus back").toHaveFocus();
    await waitFor(() => expect(questions().at(-1)?.filter.themes).toEqual([]));
    await user.click(screen.getByRole("button", { name: "Tout effacer" }));
    await waitFor(() => expect(questions().at(-1)?.filter).toMatchObject({ text: "", free: false, places: false, attendance: null, sources: [] }));
    expect(screen.getByLabelText("Chercher dans le catalogue")).toHaveValue("");
  });

  it("tells a kind and a need of one name apart", async () => {
    const { questions } = desk();
    const user = await shown();
    await screen.findByText("Permis solidaire");
    await user.click(screen.getByRole("button", { name: "Plus de filtres" }));
    await user.click(within(screen.getByRole("group", { name: "Genre" })).getByRole("button", { name: "Formation" }));
    await user.click(within(screen.getByRole("group", { name: "Besoin" })).getByRole("button", { name: "Formation" }));
    await waitFor(() => expect(questions().at(-1)?.filter).toMatchObject({ kinds: ["training"], themes: ["training"] }));
    expect(screen.getAllByRole("button", { name: "Retirer le filtre « Formation »" })).toHaveLength(2);
  });

  it("measures from where a young person lives, and only then sorts by distance", async () => {
    const { questions } = desk({ search: () => [{ found: "person", id: "p1", name: "Karim Haddad", birth: "2008", commune: "Lens", demo: false }] });
    const user = await shown();
    await screen.findByText("Permis solidaire");
    expect(within(screen.getByLabelText("Trier par")).queryByRole("option", { name: "Distance" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Plus de filtres" }));
    await user.selectOptions(screen.getByLabelText("Distance depuis"), "Un jeune");
    await user.type(screen.getByRole("combobox", { name: "Jeune" }), "karim");
    await user.click(await screen.findByRole("option", { name: /Karim Haddad/ }));
    await waitFor(() => expect(questions().at(-1)?.from).toEqual({ from: "person", person: "p1" }));
    await user.selectOptions(screen.getByLabelText("À moins de"), "10 km");
    await user.selectOptions(screen.getByLabelText("Trier par"), "Distance");
    await waitFor(() => expect(questions().at(-1)).toMatchObject({ filter: { within_km: 10 }, sort: "distance" }));
    await user.click(screen.getByRole("button", { name: "Retirer le filtre « à moins de 10 km de Karim Haddad »" }));
    await waitFor(() => expect(questions().at(-1)).toMatchObject({ from: null, filter: { within_km: null }, sort: "relevance" }));
  });

  it("fetches fifty at a time, as far as one looks", async () => {
    lines = Array.from({ length: 120 }, (_, index) => offerLine({ key: String(index), name: `Offre ${String(index)}` }));
    const { questions } = desk();
    const pages = new OfferPages();
    await pages.ask(new OfferSearch().question);
    expect(pages.at(0)?.name).toBe("Offre 0");
    pages.sight(110, 119);
    await waitFor(() => expect(pages.at(119)?.name).toBe("Offre 119"));
    expect(questions().map(({ skip, limit }) => [skip, limit]), "what is not looked at is not asked for").toEqual([[0, 50], [100, 50]]);
  });

  it("opens an offer with Enter", async () => {
    desk();
    const user = await shown();
    await screen.findByText("Permis solidaire");
    rowOf("Permis solidaire").focus();
    await user.keyboard("{Enter}");
    expect(location.hash).toBe("#/catalogue/data_inclusion/soliguide--7");
  });

  it("explains, while there is none, where such files come from, and leads to the import", async () => {
    state = holds({ offers: 0, imports: [], data_on: null });
    desk();
    const user = await shown();
    expect(screen.getByRole("tab", { name: "Offres de l’équipe" }), "what the team keeps comes first then").toHaveAttribute("aria-selected", "true");
    await user.click(screen.getByRole("tab", { name: "Catalogue" }));
    expect(screen.getByText(/data\.inclusion, les formations de votre Carif-Oref \(fichier LHEO\)/)).toBeInTheDocument();
    await user.click(within(screen.getByRole("tabpanel")).getByRole("button", { name: "Importer un catalogue" }));
    expect(overlays.open).toEqual({ name: "import_catalogue" });
  });

  it("leaves what the team keeps at hand where the catalogue cannot be read", async () => {
    desk({
      "catalogue.state": () => {
        throw { code: "catalogue_damaged" };
      },
    });
    const user = await shown();
    expect(screen.getByText("Pas encore d’offre")).toBeInTheDocument();
    await user.click(screen.getByRole("tab", { name: "Catalogue" }));
    expect(screen.getByRole("alert")).toHaveTextContent(/N’effacez rien/);
  });
});

describe("imported files", () => {
  it("are listed with what they changed, their report, and the way to take the last one back", async () => {
    state = holds({ imports: [taken(), taken({ file: "vieux.json", undoable: false, whole: false, changes: { import: 3, added: 1, changed: 2, same: 5, gone: 1 } })] });
    const { asked } = desk({
      "catalogue.import_report": () => report({ findings: [{ place: { place: "record", number: 2 }, field: "code_postal", became: "repaired", why: { why: "form" }, from: "F-62300", to: "62300" }] }),
      "catalogue.undo_import": () => {
        state = holds({ imports: [] });
        return null;
      },
    });
    const user = await shown();
    await user.click(await screen.findByRole("tab", { name: "Fichiers importés" }));
    expect(screen.getByText("1 ajoutée, 2 changées, 5 inchangées, 1 disparue")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Annuler l’import de vieux.json" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Compte rendu de services-62.json" }));
    const told = within(await screen.findByRole("dialog", { name: "Compte rendu de services-62.json" }));
    expect(await told.findByText("fiche 2, code_postal")).toBeInTheDocument();
    expect(told.getByText(/« F-62300 » devient « 62300 »/)).toBeInTheDocument();
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "Annuler l’import de services-62.json" }));
    const question = within(await screen.findByRole("dialog"));
    await user.click(question.getByRole("button", { name: "Annuler l’import" }));
    await waitFor(() => expect(said.now?.text).toBe("Import annulé : services-62.json."));
    expect(asked).toContainEqual({ name: "catalogue.undo_import", request: { import: 4 } });
    expect(await screen.findByText("Aucun fichier importé")).toBeInTheDocument();
  });
});
