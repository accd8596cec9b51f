import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { PersonFile, Problem, ProgrammeLine } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { place } from "../../frame/place.svelte.ts";
import { day, line, person, programme } from "../referral/sample.test-env.ts";
import { ageFit, ranked } from "./fit.ts";
import ProposeDialog from "./ProposeDialog.svelte";

const LINA = { id: "p1", name: "Lina Benali" };

beforeEach(() => {
  said.hush();
  overlays.open = null;
});

function desk(given: { of?: PersonFile; programmes?: ProgrammeLine[]; refusal?: Problem; kept?: string } = {}) {
  return fakeDesk({
    "person.open": () => given.of ?? person(),
    "person.list": () => ({
      total: 1,
      lines: [{ id: "p1", given_name: "Lina", family_name: "Benali", birth: "2007", age: null, phone: "", commune: "Lille", qpv: "", stage: null, referent: "", last_contact: null, last_attempt: null, demo: false }],
    }),
    "catalogue.state": () => ({ offers: 0, communes: 0, outlines: false, imports: [], data_on: null }),
    "programme.list": () => given.programmes ?? [programme()],
    "referral.propose": () => ({ referral: "r9" }),
    "referral.send": () => {
      if (given.refusal) throw given.refusal;
      return null;
    },
    "referral.settle_and_now": () => null,
    "draft.read": () => ({ body: given.kept ?? "" }),
    "draft.keep": () => null,
  });
}

function names(asked: { name: string }[]): string[] {
  return asked.map(({ name }) => name).filter((name) => name.startsWith("referral."));
}

describe("proposing a referral", () => {
  it("takes six acts from an open file, agreement included, by keyboard", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await waitFor(() => expect(screen.getByLabelText("Vers quelle offre ?")).toHaveFocus());
    await user.tab();
    expect(screen.getByRole("radio", { name: /Prépa apprentissage/ })).toHaveFocus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByLabelText(/Le souhait du jeune/)).toHaveFocus());
    await user.keyboard("Je veux apprendre.");
    await user.click(screen.getByLabelText("Lina Benali donne son accord"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(place.route).toEqual({ screen: "referral", id: "r9" }));
    expect(asked).toContainEqual({
      name: "referral.propose",
      request: { person: "p1", programme: "g1", wish: "Je veux apprendre.", session_start: day(20), session_end: null },
    });
    expect(asked).toContainEqual({ name: "referral.send", request: { referral: "r9", on: null, note: "", agreement: "person" } });
    expect(said.now?.text).toBe("Orientation de Lina Benali envoyée à CFA des Deux Rives.");
    expect(overlays.open).toBeNull();
  });

  it("sends nothing and makes no draft without the agreement", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA, programme: { id: "g1", name: "Prépa apprentissage" } };
    await user.click(await screen.findByRole("button", { name: "Recueillir l’accord et envoyer" }));
    await waitFor(() => expect(screen.getByLabelText("Lina Benali donne son accord")).toHaveAccessibleDescription(/Rien ne part sans l’accord du jeune/));
    expect(names(asked)).toEqual([]);
  });

  it("keeps a draft without any agreement", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA, programme: { id: "g1", name: "Prépa apprentissage" } };
    await screen.findByLabelText(/Le souhait du jeune/);
    await user.click(screen.getByRole("button", { name: "Garder en brouillon" }));
    await waitFor(() => expect(said.now?.text).toBe("Orientation de Lina Benali vers Prépa apprentissage : brouillon gardé."));
    expect(names(asked)).toEqual(["referral.propose"]);
  });

  it("asks for whom when it was not opened from a file", async () => {
    const { asked } = desk();
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose" };
    await user.click(await screen.findByRole("button", { name: "Garder en brouillon" }));
    expect(await screen.findByText("Choisissez la personne.")).toBeInTheDocument();
    expect(screen.getByText("Choisissez une offre.")).toBeInTheDocument();
    expect(names(asked)).toEqual([]);
  });

  it("makes one draft only when the sending is refused and tried again", async () => {
    const { asked } = desk({ refusal: { code: "busy" } });
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA, programme: { id: "g1", name: "Prépa apprentissage" } };
    await user.click(await screen.findByLabelText("Lina Benali donne son accord"));
    await user.click(screen.getByRole("button", { name: "Recueillir l’accord et envoyer" }));
    expect(await screen.findByText("Le brouillon est enregistré ; il reste à l’envoyer.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Recueillir l’accord et envoyer" }));
    await waitFor(() => expect(names(asked)).toEqual(["referral.propose", "referral.send", "referral.send"]));
  });

  it("brings back what a lock interrupted", async () => {
    desk({ kept: JSON.stringify({ programme: "g1", wish: "Apprendre", start: day(30), end: null }) });
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    expect(await screen.findByText("Ce que vous aviez commencé est revenu.")).toBeInTheDocument();
    expect(screen.getByLabelText(/Le souhait du jeune/)).toHaveValue("Apprendre");
  });

  it("refuses to send to a session that is past, before there is a draft", async () => {
    const { asked } = desk({ programmes: [programme({}, { next_start: day(-3) })] });
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA, programme: { id: "g1", name: "Prépa apprentissage" } };
    await user.click(await screen.findByLabelText("Lina Benali donne son accord"));
    await user.click(screen.getByRole("button", { name: "Recueillir l’accord et envoyer" }));
    await waitFor(() => expect(screen.getByLabelText(/Début de session/)).toHaveAccessibleDescription(/Cette session est passée/));
    expect(names(asked)).toEqual([]);
  });

  it("answers the ending it comes from", async () => {
    const { asked } = desk({ of: person({ agreements: [{ id: "a1", provider: "o1", provider_name: "CFA", given_on: day(-9), given_by: "person", text_version: "1", withdrawn_on: null }] }) });
    const user = userEvent.setup();
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA, programme: { id: "g1", name: "Prépa apprentissage" }, settles: "r1" };
    await user.click(await screen.findByRole("button", { name: "Envoyer" }));
    await waitFor(() => expect(names(asked)).toEqual(["referral.propose", "referral.send", "referral.settle_and_now"]));
  });
});

describe("the fit of a programme", () => {
  it("says yes, no or to be checked", async () => {
    desk({ of: person({ referrals: [line({ programme: "g3", state: "refused" })] }), programmes: [
      programme({ id: "g2" }, { name: "Réservée aux majeurs", min_age: 21 }),
      programme({ id: "g3" }, { name: "Fermée", status: "closed" }),
      programme({ id: "g1" }, { name: "Ouverte" }),
    ] });
    render(ProposeDialog);
    overlays.open = { name: "propose", person: LINA };
    await screen.findByRole("radio", { name: /Ouverte.*Âge : oui, de 16 à 25 ans/ });
    expect(screen.getByRole("radio", { name: /Réservée aux majeurs.*Âge : non, de 21 à 25 ans/ })).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: /Fermée.*Déjà proposée : refusée/ })).toBeInTheDocument();
    expect(screen.getAllByRole("radio")[0]).toHaveAccessibleName(/^Ouverte/);
  });

  it("is unsure while the age is a range across the limit, or unknown", () => {
    const adults = programme({}, { min_age: 18, max_age: null });
    expect(ageFit({ at_least: 17, at_most: 18 }, adults)).toBe("unsure");
    expect(ageFit({ at_least: 18, at_most: 19 }, adults)).toBe("yes");
    expect(ageFit({ at_least: 16, at_most: 17 }, adults)).toBe("no");
    expect(ageFit(null, adults)).toBe("unsure");
    expect(ageFit(null, programme({}, { min_age: null, max_age: null }))).toBe("yes");
  });

  it("puts what starts soonest first among those that fit", () => {
    const soon = programme({ id: "soon" }, { next_start: day(3) });
    const late = programme({ id: "late" }, { next_start: day(90) });
    const shut = programme({ id: "shut" }, { next_start: day(1), status: "blocked" });
    expect(ranked([shut, late, soon], { at_least: 19, at_most: 19 }).map(({ id }) => id)).toEqual(["soon", "late", "shut"]);
  });
});
