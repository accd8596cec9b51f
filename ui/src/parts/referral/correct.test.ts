import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk, type FakeDesk } from "../../api/fake.test-env.ts";
import type { Calls, Problem, ReferralFile } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { shortcuts } from "../../frame/shortcuts.svelte.ts";
import Referral from "../../screens/referral/Referral.svelte";
import { file, line } from "./sample.test-env.ts";

let of: ReferralFile;
let drafts: Record<string, string>;
let refusal: Problem | null;

const draft = line({ state: "draft", due: null });

beforeEach(() => {
  of = file({ line: draft, wish: "Travailler le bois", session_start: "2099-03-19" });
  drafts = {};
  refusal = null;
  said.hush();
});

function desk(): FakeDesk {
  return fakeDesk({
    "referral.open": () => of,
    "referral.correct": () => {
      if (refusal) throw refusal;
      return null;
    },
    "draft.read": ({ place }) => ({ body: drafts[place] ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts[place] = body;
      return null;
    },
  });
}

async function edit() {
  const user = userEvent.setup();
  render(Referral, { id: "r1" });
  await user.click(await screen.findByRole("button", { name: "Modifier la demande" }));
  await screen.findByRole("dialog", { name: "Modifier la demande" });
  return user;
}

const corrected = ({ asked }: FakeDesk): unknown => asked.find(({ name }) => name === "referral.correct")?.request;

describe("the request of a referral", () => {
  it("is corrected while it is a draft, wish and days, by the keyboard alone", async () => {
    const asked = desk();
    const user = userEvent.setup();
    render(Referral, { id: "r1" });
    await screen.findByRole("button", { name: "Modifier la demande" });
    shortcuts.press(new KeyboardEvent("keydown", { key: "e", code: "KeyE", ctrlKey: true }));
    const wish = await screen.findByRole("textbox", { name: /Le souhait du jeune/ });
    await user.clear(wish);
    await user.type(wish, "Devenir menuisière");
    const end = screen.getByLabelText(/Fin de session/);
    await user.click(end);
    await user.keyboard("30/06/2099");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(said.now?.text).toBe("Demande modifiée."));
    expect(corrected(asked)).toEqual({
      referral: "r1",
      wish: "Devenir menuisière",
      session_start: "2099-03-19",
      session_end: "2099-06-30",
    } satisfies Calls["referral.correct"]["request"]);
    await waitFor(() => expect(drafts["correct/r1"] ?? "", "nothing is left to come back").toBe(""));
  });

  it("keeps the wish that the provider has read, and corrects the days", async () => {
    of = file({ line: line({ state: "accepted" }), wish: "Travailler le bois", session_start: "2099-03-19" });
    drafts["correct/r1"] = JSON.stringify({ wish: "Autre chose", start: "2099-04-01", end: null });
    const asked = desk();
    const user = await edit();
    expect(screen.queryByRole("textbox", { name: /Le souhait du jeune/ })).toBeNull();
    expect(await screen.findByText(/Ce que vous aviez commencé est revenu/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(corrected(asked)).toMatchObject({ wish: "Travailler le bois", session_start: "2099-04-01" }));
  });

  it("says under its field what is refused, and loses nothing of what was typed", async () => {
    refusal = { code: "refused", refusal: { refusal: "too_early", field: "session_end", not_before: "2099-03-19" } };
    desk();
    const user = await edit();
    const end = screen.getByLabelText(/Fin de session/);
    await user.click(end);
    await user.keyboard("01/03/2099");
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(end).toHaveAccessibleDescription(/trop ancienne/));
    expect(end).toHaveFocus();
    expect(screen.getByRole("dialog")).toBeInTheDocument();
  });

  it("says above the fields what belongs to none of them", async () => {
    refusal = { code: "refused", refusal: { refusal: "referral_ended", state: "refused" } };
    desk();
    const user = await edit();
    await user.click(screen.getByRole("button", { name: "Enregistrer" }));
    expect(await screen.findByText(/Cette orientation est terminée/)).toBeInTheDocument();
  });

  it("forgets what was typed when it is left on purpose, and brings it back when it was not", async () => {
    desk();
    const user = await edit();
    await user.type(screen.getByRole("textbox", { name: /Le souhait du jeune/ }), " à Lille");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(drafts["correct/r1"]).toContain("Travailler le bois à Lille"));
    await user.click(screen.getByRole("button", { name: "Modifier la demande" }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: /Le souhait du jeune/ })).toHaveValue("Travailler le bois à Lille"));
    await user.click(screen.getByRole("button", { name: "Annuler" }));
    await waitFor(() => expect(drafts["correct/r1"]).toBe(""));
  });

  it("is not corrected once the referral has ended", async () => {
    of = file({ line: line({ state: "completed", due: null }) });
    desk();
    render(Referral, { id: "r1" });
    await screen.findByRole("heading", { level: 1, name: /Orientation de Lina Benali/ });
    expect(screen.queryByRole("button", { name: "Modifier la demande" })).toBeNull();
  });
});
