import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Problem, ReferralFile, State } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { today } from "../../words/index.ts";
import CheckDialog from "./CheckDialog.svelte";
import MoveDialog from "./MoveDialog.svelte";
import { day, file, line } from "./sample.test-env.ts";

beforeEach(() => said.hush());

function desk(of: ReferralFile, refusal: Problem | null = null, kept = "") {
  const answer = (): null => {
    if (refusal) throw refusal;
    return null;
  };
  return fakeDesk({
    "referral.open": () => of,
    "referral.move": answer,
    "referral.send": answer,
    "referral.check": answer,
    "draft.read": () => ({ body: kept }),
    "draft.keep": () => null,
  });
}

function move(to?: State, among?: State[]) {
  const onmoved = vi.fn();
  render(MoveDialog, { referral: "r1", open: true, onmoved, ...(to ? { to } : {}), ...(among ? { among } : {}) });
  return onmoved;
}

describe("moving a referral", () => {
  it("writes the move down for today and says it", async () => {
    const { asked } = desk(file());
    const user = userEvent.setup();
    const onmoved = move("waitlisted");
    await user.type(await screen.findByLabelText(/^Note/), "trois places en janvier");
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(onmoved).toHaveBeenCalledWith("waitlisted"));
    expect(asked).toContainEqual({ name: "referral.move", request: { referral: "r1", to: "waitlisted", on: today(), reason: null, note: "trois places en janvier" } });
    expect(said.now?.text).toBe("Orientation de Lina Benali : liste d’attente.");
  });

  it("asks why where a reason is due, and puts the refusal under it", async () => {
    const { asked } = desk(file(), { code: "refused", refusal: { refusal: "reason_missing" } });
    const user = userEvent.setup();
    const onmoved = move("refused");
    const reason = await screen.findByLabelText("Raison");
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["Choisir une raison", "Plus de place", "Autre raison"]);
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(reason).toHaveAccessibleDescription("Il manque la raison. Choisissez-en une pour continuer."));
    expect(reason).toHaveFocus();
    expect(onmoved).not.toHaveBeenCalled();
    await user.selectOptions(reason, "no_place");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ name: "referral.move", request: { to: "refused", reason: "no_place" } }));
  });

  it("keeps what was typed when the day is refused, with the sentence under the day", async () => {
    desk(file(), { code: "refused", refusal: { refusal: "in_the_future", field: "on" } });
    const user = userEvent.setup();
    move("accepted");
    await user.type(await screen.findByLabelText(/^Note/), "au téléphone");
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(screen.getByLabelText("Jour")).toHaveAccessibleDescription(/Cette date n’est pas encore passée/));
    expect(screen.getByLabelText(/^Note/)).toHaveValue("au téléphone");
  });

  it("offers the allowed moves when it is not said which", async () => {
    const { asked } = desk(file());
    const user = userEvent.setup();
    move(undefined, ["accepted", "refused"]);
    expect(await screen.findByRole("group", { name: "Quelle suite ?" })).toBeInTheDocument();
    expect(screen.getAllByRole("radio")).toHaveLength(2);
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    expect(await screen.findByText("Choisissez la suite à noter.")).toBeInTheDocument();
    await user.click(screen.getByLabelText("Acceptée par le partenaire"));
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ name: "referral.move", request: { to: "accepted" } }));
  });

  it("brings back a note that a lock interrupted", async () => {
    desk(file(), null, JSON.stringify({ note: "commencé hier" }));
    move("accepted");
    expect(await screen.findByLabelText(/^Note/)).toHaveValue("commencé hier");
  });

  it("says that nothing can be done when the state has changed meanwhile", async () => {
    desk(file({ line: line({ state: "completed" }) }));
    move("accepted");
    expect(await screen.findByText(/Ce passage n’est pas possible d’ici/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Enregistrer" })).not.toBeInTheDocument();
  });
});

describe("sending", () => {
  const draft = line({ state: "draft", since: null, due: null });

  it("records the agreement on the spot", async () => {
    const { asked } = desk(file({ line: draft }));
    const user = userEvent.setup();
    move("sent");
    expect(await screen.findByText(/Lina Benali accepte que les informations utiles à cette orientation soient transmises à CFA des Deux Rives/)).toBeInTheDocument();
    await user.click(screen.getByLabelText("Lina Benali donne son accord"));
    await user.click(screen.getByRole("button", { name: "Recueillir l’accord et envoyer" }));
    await waitFor(() => expect(said.now?.text).toBe("Orientation de Lina Benali envoyée à CFA des Deux Rives."));
    expect(asked).toContainEqual({ name: "referral.send", request: { referral: "r1", on: today(), note: "", agreement: "person" } });
  });

  it("says why a minor's representative has to agree, and asks for both", async () => {
    const { asked } = desk(file({ line: draft, minor: true }));
    const user = userEvent.setup();
    move("sent");
    expect(await screen.findByText("La personne est mineure : la loi demande aussi l’accord de son représentant légal.")).toBeInTheDocument();
    await user.click(screen.getByLabelText("Lina Benali et son représentant légal donnent leur accord"));
    await user.click(screen.getByRole("button", { name: "Recueillir l’accord et envoyer" }));
    await waitFor(() => expect(asked.at(-1)?.name === "referral.send" || asked.some(({ name }) => name === "referral.send")).toBe(true));
    expect(asked.find(({ name }) => name === "referral.send")?.request).toMatchObject({ agreement: "both" });
  });

  it("shows the refusal beside the agreement, and nothing has left", async () => {
    desk(file({ line: draft }), { code: "refused", refusal: { refusal: "agreement_missing", provider: "CFA des Deux Rives" } });
    const user = userEvent.setup();
    const onmoved = move("sent");
    await user.click(await screen.findByRole("button", { name: "Recueillir l’accord et envoyer" }));
    await waitFor(() => expect(screen.getByLabelText("Lina Benali donne son accord")).toHaveAccessibleDescription(/Rien ne part sans l’accord du jeune/));
    expect(onmoved).not.toHaveBeenCalled();
  });

  it("asks nothing more when the agreement stands, and shows the warnings", async () => {
    const { asked } = desk(file({ line: draft, agreement: "person", warnings: ["programme_not_open"] }));
    const user = userEvent.setup();
    move("sent");
    expect(await screen.findByText("Accord du jeune")).toBeInTheDocument();
    expect(screen.getByText(/Cette offre est suspendue ou fermée/)).toBeInTheDocument();
    expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Envoyer" }));
    await waitFor(() => expect(asked.find(({ name }) => name === "referral.send")?.request).toMatchObject({ agreement: null }));
  });
});

describe("a check", () => {
  it("records a chase with what was said", async () => {
    const { asked } = desk(file());
    const user = userEvent.setup();
    const ondone = vi.fn();
    render(CheckDialog, { referral: "r1", kind: "chase", open: true, ondone });
    await user.type(await screen.findByLabelText(/Ce qui a été dit/), "appelé, doit rappeler");
    await user.click(screen.getByRole("button", { name: "Noter la relance" }));
    await waitFor(() => expect(ondone).toHaveBeenCalled());
    expect(asked).toContainEqual({ name: "referral.check", request: { referral: "r1", kind: "chase", present: "unknown", on: today(), note: "appelé, doit rappeler" } });
    expect(said.now?.text).toBe("Relance notée, le délai repart.");
  });

  it("asks whether the person came, and wants an answer", async () => {
    const { asked } = desk(file({ line: line({ state: "started", due: { kind: "day_1", on: day(0), late_days: 0 } }) }));
    const user = userEvent.setup();
    render(CheckDialog, { referral: "r1", kind: "day_1", open: true });
    expect(await screen.findByRole("group", { name: "Est-ce que la personne est venue ?" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    expect(await screen.findByText("Choisissez une réponse, même « on ne sait pas ».")).toBeInTheDocument();
    expect(asked.some(({ name }) => name === "referral.check")).toBe(false);
    await user.click(screen.getByLabelText("Non"));
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(said.now?.text).toBe("Présence au 1er jour : non."));
    expect(asked.find(({ name }) => name === "referral.check")?.request).toMatchObject({ kind: "day_1", present: "no" });
  });
});
