import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem, ProgrammeDraft, ProgrammeLine, ProviderDraft, ProviderLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { addDays, today } from "../../words/index.ts";
import { narrowed, sorted, type Narrowing } from "./narrow.ts";
import Programmes from "./Programmes.svelte";

const WHO: ProviderDraft = { name: "", siret: "", uai: "", phone: "", email: "", address_line: "", postal_code: "", commune: "", insee: "", contact: "", note: "" };
const WHAT: ProgrammeDraft = {
  name: "",
  kind: "training",
  summary: "",
  min_age: null,
  max_age: null,
  next_start: null,
  places: null,
  status: "open",
  tags: [],
  fundings: [],
};

function provider(id: string, name: string, more: Partial<ProviderDraft> = {}): ProviderLine {
  return { id, demo: false, who: { ...WHO, name, ...more } };
}

function programme(id: string, name: string, more: Partial<ProgrammeDraft> = {}, referrals = 0): ProgrammeLine {
  return { id, provider: "cfa", provider_name: "CFA des Deux Rives", commune: "Lille", demo: false, what: { ...WHAT, name, ...more }, referrals, source: null };
}

let programmes: ProgrammeLine[];
let providers: ProviderLine[];
let drafts: Map<string, string>;

beforeEach(() => {
  // jsdom measures nothing: a table of no height would draw no row.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  said.hush();
  location.hash = "#/offres";
  drafts = new Map();
  programmes = [
    programme("cap", "CAP Carrosserie", { kind: "apprenticeship", min_age: 16, max_age: 25, tags: ["craft"], fundings: ["region"], places: 12 }, 22),
    programme("e2c", "Parcours E2C", { kind: "back_to_school", status: "closed" }, 3),
  ];
  providers = [provider("cfa", "CFA des Deux Rives", { commune: "Lille", phone: "+33320123456" }), provider("e2c", "École de la 2e chance", { commune: "Lens" })];
});

afterEach(() => vi.restoreAllMocks());

function desk(refusals: { provider?: Problem } = {}) {
  return fakeDesk({
    "catalogue.state": () => ({ offers: 0, communes: 0, outlines: false, imports: [], data_on: null }),
    "programme.list": ({ text }) => programmes.filter(({ what }) => what.name.toLowerCase().includes(text.toLowerCase())),
    "provider.list": () => structuredClone(providers),
    "provider.add": ({ who }) => {
      if (refusals.provider) throw refusals.provider;
      providers.push({ id: "new", demo: false, who });
      return { provider: "new" };
    },
    "provider.correct": () => null,
    "programme.add": () => ({ programme: "p9" }),
    "draft.read": ({ place }) => ({ body: drafts.get(place) ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts.set(place, body);
      return null;
    },
  });
}

async function shown() {
  render(Programmes);
  await screen.findByRole("tab", { name: "Offres de l’équipe" });
  return userEvent.setup({ delay: null });
}

describe("the catalogue", () => {
  it("shows each programme with what one chooses it by", async () => {
    desk();
    await shown();
    const row = screen.getByText("CAP Carrosserie").closest("[role='row']") as HTMLElement;
    for (const words of ["Apprentissage", "CFA des Deux Rives", "Lille", "16 à 25 ans", "12", "Ouverte", "artisanat", "Région", "22"])
      expect(within(row).getByText(words)).toBeInTheDocument();
    expect(screen.getByText("2 offres, 2 structures")).toBeInTheDocument();
  });

  it("is narrowed by chips and lists, and says how many are left", async () => {
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Ouvertes" }));
    expect(screen.queryByText("Parcours E2C")).not.toBeInTheDocument();
    expect(screen.getByText("1 sur 2 offres")).toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText("Genre"), "Retour à l’école");
    expect(screen.getByText("Aucune offre ne correspond")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Tout effacer" }));
    expect(screen.getByLabelText("Chercher une offre")).toHaveFocus();
    expect(screen.getByText("Parcours E2C")).toBeInTheDocument();
  });

  it("is searched by the desk, as one types", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.type(screen.getByLabelText("Chercher une offre"), "e2c");
    await waitFor(() => expect(screen.queryByText("CAP Carrosserie")).not.toBeInTheDocument());
    expect(asked).toContainEqual({ name: "programme.list", request: { text: "e2c" } });
  });

  it("opens a programme with Enter", async () => {
    desk();
    const user = await shown();
    (screen.getByText("CAP Carrosserie").closest("[role='row']") as HTMLElement).focus();
    await user.keyboard("{Enter}");
    expect(location.hash).toBe("#/offre/cap");
  });
});

describe("a new programme", () => {
  it("is refused in words under its fields, and the first takes the focus", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Nouvelle offre" }));
    await user.type(screen.getByLabelText(/^Âge minimum/), "30");
    await user.type(screen.getByLabelText(/^Âge maximum/), "20");
    await user.type(screen.getByLabelText(/^Places/), "beaucoup");
    await user.click(screen.getByRole("button", { name: "Ajouter l’offre" }));
    await waitFor(() => expect(screen.getByLabelText("Structure")).toHaveFocus());
    expect(screen.getByLabelText("Structure")).toHaveAccessibleDescription(/Choisissez la structure/);
    expect(screen.getByLabelText("Nom de l’offre")).toHaveAccessibleDescription(/Il manque un nom/);
    expect(screen.getByLabelText("Genre", { selector: "[aria-required]" })).toHaveAccessibleDescription("Choisissez un genre.");
    expect(screen.getByLabelText(/^Âge maximum/)).toHaveAccessibleDescription(/vient avant l’âge minimum/);
    expect(screen.getByLabelText(/^Places/)).toHaveAccessibleDescription(/en chiffres/);
    expect(asked.some(({ name }) => name === "programme.add")).toBe(false);
  });

  it("is opened once it is written", async () => {
    drafts.set("programme/new", JSON.stringify({ provider: "cfa", name: "Permis et vélo", kind: "obstacle", status: "open" }));
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Nouvelle offre" }));
    await screen.findByText("Voici ce qui était en cours de saisie.");
    await user.click(screen.getByText("Ajouter l’offre"));
    await waitFor(() => expect(location.hash).toBe("#/offre/p9"));
  });

  it("is still there when the form is opened again", async () => {
    drafts.set("programme/new", JSON.stringify({ name: "Permis et vélo", kind: "obstacle", status: "open" }));
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Nouvelle offre" }));
    expect(await screen.findByText("Voici ce qui était en cours de saisie.")).toBeInTheDocument();
    expect(screen.getByLabelText("Nom de l’offre")).toHaveValue("Permis et vélo");
    await user.click(screen.getByRole("button", { name: "Annuler" }));
    await waitFor(() => expect(drafts.get("programme/new")).toBe(""));
  });
});

describe("a provider", () => {
  it("is found among the providers and corrected; a refusal is shown under its field and keeps what was typed", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("tab", { name: "Offres de l’équipe" }));
    await user.keyboard("{ArrowRight}");
    expect(screen.getByRole("tab", { name: "Structures" })).toHaveFocus();
    await user.type(screen.getByLabelText("Chercher une structure"), "lille");
    expect(screen.queryByText("École de la 2e chance")).not.toBeInTheDocument();
    (screen.getByText("CFA des Deux Rives").closest("[role='row']") as HTMLElement).focus();
    await user.keyboard("{Enter}");
    const phone = await screen.findByLabelText(/^Téléphone/);
    expect(phone).toHaveValue("03\u00a020\u00a012\u00a034\u00a056");
    await user.type(screen.getByLabelText(/^Interlocuteur/), "Mme Roussel");
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    const who = { ...WHO, name: "CFA des Deux Rives", commune: "Lille", phone: "03\u00a020\u00a012\u00a034\u00a056", contact: "Mme Roussel" };
    expect(asked).toContainEqual({ name: "provider.correct", request: { provider: "cfa", who } });
  });

  it("says under the SIRET that it cannot be read", async () => {
    desk({ provider: { code: "refused", refusal: { refusal: "unreadable", field: "siret" } } });
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Nouvelle structure" }));
    await user.type(screen.getByLabelText("Nom de la structure"), "Unis du Littoral");
    await user.type(screen.getByLabelText(/^SIRET/), "123");
    await user.click(screen.getByRole("button", { name: "Ajouter la structure" }));
    await waitFor(() => expect(screen.getByLabelText(/^SIRET/)).toHaveAccessibleDescription(/ne se lit pas comme : SIRET/));
    await waitFor(() => expect(screen.getByLabelText(/^SIRET/)).toHaveFocus());
    expect(screen.getByLabelText(/^SIRET/)).toHaveValue("123");
  });
});

describe("narrowing and sorting", () => {
  const by: Narrowing = { kind: null, funding: null, tags: [], open: false, soon: false };

  it("keeps what starts within three months, not what has begun", () => {
    const present = today();
    const lines = [
      programme("past", "Passée", { next_start: addDays(present, -1) }),
      programme("soon", "Bientôt", { next_start: addDays(present, 30) }),
      programme("late", "Plus tard", { next_start: addDays(present, 200) }),
      programme("open", "Sans date"),
    ];
    expect(narrowed(lines, { ...by, soon: true }, present).map(({ id }) => id)).toEqual(["soon"]);
  });

  it("asks for every tag at once", () => {
    const lines = [programme("one", "Une", { tags: ["rev3"] }), programme("both", "Deux", { tags: ["craft", "rev3"] })];
    expect(narrowed(lines, { ...by, tags: ["rev3", "craft"] }, today()).map(({ id }) => id)).toEqual(["both"]);
  });

  it("puts what is not known last, upwards and downwards", () => {
    const lines = [programme("none", "Sans"), programme("many", "Beaucoup", { places: 30 }), programme("few", "Peu", { places: 2 })];
    expect(sorted(lines, { key: "places", descending: false }).map(({ id }) => id)).toEqual(["few", "many", "none"]);
    expect(sorted(lines, { key: "places", descending: true }).map(({ id }) => id)).toEqual(["many", "few", "none"]);
  });
});
