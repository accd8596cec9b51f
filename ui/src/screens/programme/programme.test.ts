import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { ProgrammeLine, ProviderLine, ReferralLine, WorksSiteLine } from "../../api/generated.ts";
import { said, StatusBar } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { offerView } from "../../parts/offer/sample.test-env.ts";
import { draft, lineOf, site, stand } from "../../parts/works/sample.test-env.ts";
import Programme from "./Programme.svelte";

let line: ProgrammeLine;
let sites: WorksSiteLine[];

const cfa: ProviderLine = {
  id: "cfa",
  demo: false,
  who: {
    name: "CFA des Deux Rives",
    siret: "",
    uai: "",
    phone: "+33320123456",
    email: "accueil@cfa.invalid",
    address_line: "3 rue du Pont",
    postal_code: "59000",
    commune: "Lille",
    insee: "",
    contact: "Mme Roussel",
    note: "<b>Appeler le matin</b>",
  },
};

const referral: ReferralLine = {
  id: "r1",
  person: "p1",
  person_name: "Lina Ferreira",
  programme: "cap",
  programme_name: "CAP Carrosserie",
  programme_kind: "apprenticeship",
  provider_name: "CFA des Deux Rives",
  state: "sent",
  since: "2026-03-12",
  disputed: false,
  due: { kind: "acknowledge", on: "2026-03-19", late_days: 5 },
  and_now: false,
  demo: false,
};

beforeEach(() => {
  // jsdom measures nothing: a table of no height would draw no row.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1000);
  said.hush();
  overlays.open = null;
  sites = [];
  line = {
    id: "cap",
    provider: "cfa",
    provider_name: "CFA des Deux Rives",
    commune: "Lille",
    demo: false,
    referrals: 1,
    source: null,
    what: {
      name: "CAP Carrosserie",
      kind: "apprenticeship",
      summary: "Deux ans en alternance.",
      min_age: 16,
      max_age: null,
      next_start: null,
      places: 12,
      status: "open",
      tags: ["craft"],
      fundings: [],
    },
  };
});

afterEach(() => vi.restoreAllMocks());

function desk(more: Parameters<typeof fakeDesk>[0] = {}) {
  return fakeDesk({
    "programme.open": () => structuredClone(line),
    "programme.correct": ({ what }) => {
      line = { ...line, what };
      return null;
    },
    "provider.list": () => [cfa],
    "referral.list": () => ({ total: 1, lines: [referral] }),
    "works_site.list": () => sites,
    "feedback.show": () => ({ answers: 0, helped: 0, helped_partly: 0, helped_not: 0, would_recommend: 0, since: "", until: "", words: [] }),
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
    ...more,
  });
}

async function shown() {
  render(StatusBar);
  render(Programme, { id: "cap" });
  await screen.findByRole("heading", { level: 1, name: "CAP Carrosserie" });
  return userEvent.setup({ delay: null });
}

describe("a programme", () => {
  it("tells what it is, how to reach its provider and who was referred", async () => {
    const { asked } = desk();
    await shown();
    for (const words of ["Apprentissage, CFA des Deux Rives", "Deux ans en alternance.", "dès 16 ans", "artisanat", "03 20 12 34 56", "Mme Roussel"])
      expect(screen.getByText(words)).toBeInTheDocument();
    expect(screen.getByText("<b>Appeler le matin</b>"), "a note with markup is text").toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Orientations vers cette offre (1)" })).toBeInTheDocument();
    expect(screen.getByText("Accusé de réception attendu, en retard de 5 jours")).toBeInTheDocument();
    const filter = { state: null, late: false, open: false, programme: "cap" };
    expect(asked).toContainEqual({ name: "referral.list", request: { filter, offset: 0, limit: 100 } });
  });

  it("is proposed to a young person by the dialog of the frame", async () => {
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Proposer à un jeune" }));
    expect(overlays.open).toEqual({ name: "propose", programme: { id: "cap", name: "CAP Carrosserie" } });
  });

  it("is suspended as one act, which can be undone", async () => {
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Suspendre l’offre" }));
    expect(await screen.findByText("Offre suspendue : CAP Carrosserie.")).toBeInTheDocument();
    expect(screen.getByText("Suspendue")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Rouvrir l’offre" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Annuler" }));
    expect(await screen.findByText("Ouverte")).toBeInTheDocument();
    expect(line.what.status).toBe("open");
  });

  it("is closed, and the focus goes to what opens it again", async () => {
    desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Fermer l’offre" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Rouvrir l’offre" })).toHaveFocus());
    expect(screen.getByText("Fermée")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Fermer l’offre" })).not.toBeInTheDocument();
  });

  it("is corrected in its form", async () => {
    const { asked } = desk();
    const user = await shown();
    await user.click(screen.getByRole("button", { name: "Modifier" }));
    const places = await screen.findByLabelText(/^Places/);
    await user.clear(places);
    await user.type(places, "8");
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(asked).toContainEqual({ name: "programme.correct", request: { programme: "cap", what: { ...line.what, places: 8 } } });
  });

  it("tells how far the clauses of its works sites are met, and leads there", async () => {
    const here = { ...lineOf(site({ what: draft({ programme: "cap" }), stand: stand() })), id: "s1" };
    sites = [here, { ...here, id: "s2", name: "Ailleurs", programme: null }];
    desk();
    await shown();
    expect(await screen.findByRole("link", { name: "Réhabilitation de 120 logements" })).toHaveAttribute("href", "#/chantier/s1");
    expect(screen.getByText(/13.% des heures dues/u)).toHaveTextContent(/reste 1.820.h.30/u);
    expect(screen.queryByText("Ailleurs")).not.toBeInTheDocument();
  });

  it("has no card of works sites where none names it", async () => {
    sites = [lineOf(site())];
    const { asked } = desk();
    await shown();
    await waitFor(() => expect(asked).toContainEqual({ name: "works_site.list", request: {} }));
    expect(screen.queryByText("Chantiers où cette offre mène")).not.toBeInTheDocument();
  });

  it("that is gone says so", async () => {
    fakeDesk({
      "programme.open": () => {
        throw { code: "not_found" };
      },
      "provider.list": () => [],
      "referral.list": () => ({ total: 0, lines: [] }),
    });
    render(Programme, { id: "gone" });
    expect(await screen.findByRole("alert")).toHaveTextContent("n’existe plus");
  });
});

describe("a programme made of an offer", () => {
  it("leads to the offer that it was made of", async () => {
    line = { ...line, source: { source: "lheo", key: "cap/42" } };
    desk({ "offer.open": () => offerView() });
    await shown();
    expect(await screen.findByText("Faite d’une offre du catalogue Carif-Oref (LHEO).")).toBeInTheDocument();
    expect(await screen.findByRole("link", { name: "Voir l’offre du catalogue" })).toHaveAttribute("href", "#/catalogue/lheo/cap%2F42");
    expect(screen.queryByText("N’est plus au catalogue")).not.toBeInTheDocument();
  });

  it("says that the catalogue no longer has it, and keeps what the team knows", async () => {
    line = { ...line, source: { source: "lheo", key: "cap/42" } };
    desk({ "offer.open": () => offerView({ standing: { standing: "gone", name: "lheo-novembre.xml", at: Date.parse("2026-11-20T09:00:00Z") } }) });
    await shown();
    expect(await screen.findByText("N’est plus au catalogue")).toBeInTheDocument();
    expect(screen.getByText("Deux ans en alternance.")).toBeInTheDocument();
  });

  it("says so where this laptop never had the catalogue", async () => {
    line = { ...line, source: { source: "lheo", key: "cap/42" } };
    desk({
      "offer.open": () => {
        throw { code: "not_found" };
      },
    });
    await shown();
    expect(await screen.findByText("N’est plus au catalogue")).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Voir l’offre du catalogue" })).not.toBeInTheDocument();
  });
});
