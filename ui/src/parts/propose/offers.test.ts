import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { CatalogueState, OfferForPerson, OffersForPerson, Problem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { offer } from "./sample.test-env.ts";
import { line, person, programme } from "../referral/sample.test-env.ts";
import ProposeDialog from "./ProposeDialog.svelte";

const LINA = { id: "p1", name: "Lina Benali" };
const STATE: CatalogueState = { offers: 2, communes: 0, outlines: false, imports: [], data_on: "2026-10-01" };
const NAMES = /Vélo-école|Code de la route/;

const velo = offer({}, "yes", [{ reason: { code: "need", theme: "mobility" }, points: 12 }, { reason: { code: "near", km: 4 }, points: 6 }]);
const code = offer({ key: "code", name: "Code de la route", provider: "Auto-école sociale", km: 12, free: false }, "verify");
const minors = offer({ key: "mineurs", name: "Atelier des moins de seize ans", permanent: false }, "no");

beforeEach(() => {
  said.hush();
  overlays.open = null;
});

interface Given {
  offers?: OfferForPerson[];
  state?: CatalogueState | Problem;
  changed?: Partial<OffersForPerson>;
  keep?: Problem;
  before?: boolean;
}

function desk({ offers = [velo, code, minors], state = STATE, changed = {}, keep, before = false }: Given = {}) {
  return fakeDesk({
    "person.open": () => person(before ? { referrals: [line({ programme: "kept", state: "refused" })] } : {}),
    "programme.list": () => [programme({}, { name: "Prépa apprentissage" })],
    "programme.open": ({ programme: id }) => programme({ id, provider_name: "Association Roue libre" }, { name: "Vélo-école", next_start: null }),
    "catalogue.state": () => {
      if ("code" in state) throw state;
      return state;
    },
    "offer.for_person": ({ filter }) => {
      const lines = offers.filter(({ line: { name, themes } }) => name.toLowerCase().includes(filter.text.toLowerCase()) && filter.themes.every((theme) => themes.includes(theme)));
      return { lines, total: lines.length, instead: [], from_commune: false, ...changed };
    },
    "offer.keep": () => {
      if (keep) throw keep;
      return { programme: "kept", new: true };
    },
    "referral.propose": () => ({ referral: "r9" }),
    "referral.send": () => null,
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  });
}

const search = (): Promise<HTMLElement> => screen.findByLabelText("Vers quelle offre ?");
const choices = (): HTMLElement[] => screen.getAllByRole("button", { name: NAMES }).filter((button) => !/^Pourquoi/.test(button.getAttribute("aria-label") ?? ""));

describe("offers of the catalogues for one person", () => {
  it("make a referral in six acts from an open file, agreement included, by keyboard", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    // 1: "Nouvelle orientation" in the file.
    overlays.open = { name: "propose", person: LINA };
    await screen.findByRole("button", { name: /^Vélo-école/ });
    await waitFor(async () => expect(await search()).toHaveFocus());
    // 2: into the list, whose first line is the best.
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(screen.getByRole("button", { name: /^Vélo-école/ })).toHaveFocus());
    // 3: this one.
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByLabelText(/Le souhait du jeune/)).toHaveFocus());
    // 4: the wish; 5: the agreement; 6: off it goes.
    await user.keyboard("Aller au CFA à vélo.");
    await user.click(screen.getByLabelText("Lina Benali donne son accord"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(place.route).toEqual({ screen: "referral", id: "r9" }));
    expect(asked).toContainEqual({ name: "offer.keep", request: { source: "data_inclusion", key: "velo" } });
    expect(asked).toContainEqual({ name: "referral.propose", request: { person: "p1", programme: "kept", wish: "Aller au CFA à vélo.", session_start: null, session_end: null } });
    expect(asked).toContainEqual({ name: "referral.send", request: { referral: "r9", on: null, note: "", agreement: "person" } });
  });

  it("say of each line who, how far, when and whether it fits, in the order of the desk", async () => {
    desk();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    const first = await screen.findByRole("button", { name: /^Vélo-école/ });
    expect(first).toHaveTextContent(/Association Roue libre, Denain.*Oui.*à 4 km · entrée à tout moment · gratuit/);
    expect(screen.getByRole("button", { name: /^Code de la route/ })).toHaveTextContent(/À vérifier.*à 12 km.*payant/);
    expect(screen.getByRole("button", { name: /^Atelier des moins de seize ans/ })).toHaveTextContent("Non");
    expect(screen.getByRole("region", { name: "Offres pour Lina Benali" })).toBeInTheDocument();
    expect(screen.getByText("3 offres")).toBeInTheDocument();
  });

  it("unfold why, by arrow and by button, criterion by criterion and point by point", async () => {
    desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await screen.findByRole("button", { name: /^Vélo-école/ });
    await user.click(await search());
    await user.keyboard("{ArrowDown}{ArrowRight}");
    const why = screen.getByRole("button", { name: "Pourquoi : Vélo-école" });
    expect(why).toHaveAttribute("aria-expanded", "true");
    expect(within(screen.getByRole("list", { name: "Critère par critère" })).getByRole("listitem")).toHaveTextContent("Trajet : À 4 km");
    expect(within(screen.getByRole("list", { name: "Pourquoi à cette place" })).getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual(["+12répond au besoin : mobilité", "+6à 4 km"]);
    await user.keyboard("{ArrowLeft}");
    expect(why).toHaveAttribute("aria-expanded", "false");
    await user.click(why);
    expect(why).toHaveAttribute("aria-expanded", "true");
  });

  it("are sought by word and by need, and say what was sought in place of a misspelt word", async () => {
    const { asked } = desk({ changed: { instead: [["veol", "vélo"]], from_commune: true } });
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await screen.findByRole("button", { name: /^Vélo-école/ });
    await user.selectOptions(screen.getByLabelText("Besoin"), "Mobilité");
    await user.type(await search(), "code");
    await waitFor(() => expect(choices()).toHaveLength(1));
    expect(asked.filter(({ name }) => name === "offer.for_person").at(-1)?.request).toMatchObject({ person: "p1", filter: { text: "code", themes: ["mobility"] } });
    expect(screen.getByText("Rien avec « veol » : « vélo » a été cherché à la place.")).toBeInTheDocument();
    expect(screen.getByText(/Distances comptées depuis le centre de la commune/)).toBeInTheDocument();
    // Enter goes into what was just sought, and sends nothing.
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("button", { name: /^Code de la route/ })).toHaveFocus());
    expect(asked.map(({ name }) => name)).not.toContain("referral.propose");
  });

  it("leave the team's own programmes within reach", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await screen.findByRole("button", { name: /^Vélo-école/ });
    await user.click(screen.getByRole("tab", { name: "Offres de l’équipe" }));
    await user.click(screen.getByRole("radio", { name: /Prépa apprentissage/ }));
    expect(await screen.findByLabelText(/Le souhait du jeune/)).toBeInTheDocument();
    expect(asked.map(({ name }) => name)).not.toContain("offer.keep");
  });

  it("give way to what the team keeps where no catalogue is imported", async () => {
    desk({ state: { ...STATE, offers: 0 } });
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    expect(await screen.findByText(/Aucun catalogue n’est importé/)).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: /Prépa apprentissage/ })).toBeInTheDocument();
  });

  it("give way to what the team keeps where a catalogue does not open", async () => {
    desk({ state: { code: "catalogue_damaged" } });
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    expect(await screen.findByText(/Le catalogue ne s’ouvre pas/)).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: /Prépa apprentissage/ })).toBeInTheDocument();
  });

  it("stay where they are when one cannot be kept", async () => {
    desk({ keep: { code: "disk_full" } });
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await user.click(await screen.findByRole("button", { name: /^Vélo-école/ }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/Votre saisie est encore à l’écran/);
    expect(screen.getByRole("button", { name: /^Vélo-école/ })).toBeInTheDocument();
  });

  it("tell of a referral there before, once one is chosen", async () => {
    desk({ before: true });
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await user.click(await screen.findByRole("button", { name: /^Vélo-école/ }));
    expect(await screen.findByText("Déjà proposée : refusée")).toBeInTheDocument();
  });
});
