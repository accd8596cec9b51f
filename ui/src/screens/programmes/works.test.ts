import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { WorksSiteLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { draft, lineOf, site, stand } from "../../parts/works/sample.test-env.ts";
import NewSite from "../../parts/works/NewSite.svelte";
import { addDays, speak, today } from "../../words/index.ts";
import { programme } from "../../parts/referral/sample.test-env.ts";
import Programmes from "./Programmes.svelte";

let sites: WorksSiteLine[];
let drafts: Record<string, string>;

beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1400);
  speak("fr");
  said.hush();
  overlays.open = null;
  drafts = {};
  sites = [
    lineOf(site()),
    { ...lineOf(site({ what: draft({ name: "Espaces extérieurs", owner: "Ville de Creil", closes_on: addDays(today(), -3) }) })), id: "s2", stand: stand({ done_percent: 103, remaining_minutes: 0 }) },
  ];
});
afterEach(() => {
  vi.restoreAllMocks();
  overlays.open = null;
  place.go({ screen: "today" });
});

function desk() {
  return fakeDesk({
    "catalogue.state": () => ({ offers: 0, communes: 0, outlines: false, imports: [], data_on: null }),
    "programme.list": () => [programme({ id: "cap" }, { name: "CAP Carrosserie", kind: "apprenticeship" }), programme({ id: "clause" }, { name: "Clause du canal", kind: "social_clause" })],
    "provider.list": () => [],
    "works_site.list": () => sites,
    "works_site.add": () => ({ site: "new" }),
    "residence.areas": () => [],
    "draft.read": ({ place }) => ({ body: drafts[place] ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts[place] = body;
      return null;
    },
  });
}

async function shown() {
  const made = desk();
  const user = userEvent.setup({ delay: null });
  render(Programmes);
  render(NewSite);
  await user.click(await screen.findByRole("tab", { name: "Chantiers" }));
  return { ...made, user };
}

describe("the tab of works sites", () => {
  it("tells of each site what is due, done and how far that is, in words beside the bar", async () => {
    await shown();
    const [, first, second] = await screen.findAllByRole("row");
    for (const words of ["Réhabilitation de 120 logements", "Office de l’habitat", "Denain", "QN05910M (liste de 2024)"]) expect(first).toHaveTextContent(words);
    expect(first).toHaveTextContent(/2.100.h/u);
    expect(first).toHaveTextContent(/279.h.30/u);
    expect(first).toHaveTextContent(/13.% des heures dues/u);
    expect(first).not.toHaveTextContent(/terminé/i);
    expect(second).toHaveTextContent("Terminé · Ville de Creil");
    expect(second).toHaveTextContent(/103.%, clause tenue/u);
  });

  it("opens a site with Enter", async () => {
    const { user } = await shown();
    const [, first] = await screen.findAllByRole("row");
    first?.focus();
    await user.keyboard("{Enter}");
    expect(place.route).toEqual({ screen: "works_site", id: "s1" });
  });

  it("explains what a clause is where there is no site", async () => {
    sites = [];
    await shown();
    expect(await screen.findByText("Aucun chantier")).toBeInTheDocument();
    expect(screen.getByText(/au moins 5.% des heures de travaux, 10.% pour la gestion urbaine de proximité/u)).toBeInTheDocument();
  });

  it("writes a new site down, its draft kept, social clauses first among the offers", async () => {
    const { user, asked } = await shown();
    await user.click(screen.getByRole("button", { name: "Nouveau chantier" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Nouveau chantier" }));
    await user.type(dialog.getByLabelText("Nom du chantier"), "Tour des Lilas");
    await user.click(dialog.getByRole("radio", { name: /Gestion urbaine de proximité/ }));
    expect(dialog.getByText(/le minimum de la charte, 10.%/u)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    expect(await dialog.findByText("Dites combien d’heures le marché prévoit.")).toBeInTheDocument();
    await user.type(dialog.getByLabelText("Heures de travail prévues en tout"), "4 000");
    const offer = dialog.getByLabelText(/Offre par laquelle/);
    await waitFor(() => expect(within(offer).getAllByRole("option").map(({ textContent }) => textContent?.split(",")[0])).toEqual(["aucune", "Clause du canal", "CAP Carrosserie"]));
    await user.selectOptions(offer, within(offer).getByRole("option", { name: /Clause du canal/ }));
    await waitFor(() => expect(drafts["works_site/new"]).toContain("Tour des Lilas"));
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(place.route).toEqual({ screen: "works_site", id: "new" }));
    expect(asked.filter(({ name }) => name === "works_site.add").map(({ request }) => request)).toEqual([
      {
        what: {
          name: "Tour des Lilas", works: "local_management", total_hours: 4_000, percent: null, owner: "", contract: "", qpv: "", commune: "", opens_on: null, closes_on: null,
          programme: "clause", note: "",
        },
      },
    ]);
    expect(drafts["works_site/new"]).toBe("");
    expect(overlays.open).toBeNull();
  });
});
