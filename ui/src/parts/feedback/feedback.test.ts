import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { FeedbackShown } from "../../api/generated.ts";
import { said, StatusBar } from "../../design/index.ts";
import FeedbackCard from "./FeedbackCard.svelte";

const NOTHING: FeedbackShown = { answers: 0, helped: 0, helped_partly: 0, helped_not: 0, would_recommend: 0, since: "", until: "", words: [] };
let shown: FeedbackShown;

beforeEach(() => {
  said.hush();
  shown = NOTHING;
});

function desk() {
  return fakeDesk({
    "feedback.show": () => structuredClone(shown),
    "feedback.give": () => null,
    "feedback.remove_words": ({ id }) => {
      shown = { ...shown, words: shown.words.filter((one) => one.id !== id) };
      return null;
    },
    "consultation.names": () => [],
    "draft.read": () => ({ body: "" }),
    "draft.keep": () => null,
  });
}

describe("what young people say of a programme", () => {
  it("is not shown before there are five, and says why", async () => {
    desk();
    render(FeedbackCard, { programme: "cap" });
    expect(await screen.findByText(/Les avis s’affichent à partir de cinq/)).toBeInTheDocument();
    expect(screen.queryByText("Ça les a aidés")).not.toBeInTheDocument();
  });

  it("is given by three short questions, without a name or a day", async () => {
    const { asked } = desk();
    const user = userEvent.setup({ delay: null });
    render(StatusBar);
    render(FeedbackCard, { programme: "cap" });
    await user.click(await screen.findByRole("button", { name: "Recueillir un avis" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Mettre dans l’urne" }));
    expect(await within(dialog).findAllByText("Choisissez une réponse.")).toHaveLength(2);
    await user.click(within(dialog).getByRole("radio", { name: "En partie" }));
    const recommend = within(dialog).getByRole("group", { name: /Le conseillerais-tu/ });
    await user.click(within(recommend).getByRole("radio", { name: "Oui" }));
    await user.type(within(dialog).getByLabelText(/Une phrase/), "Trop loin en bus");
    await user.click(within(dialog).getByRole("button", { name: "Mettre dans l’urne" }));
    expect(await screen.findByText("Avis dans l’urne. Merci.")).toBeInTheDocument();
    const answer = { helped: "partly", recommend: "yes", words: "Trop loin en bus" };
    expect(asked).toContainEqual({ name: "feedback.give", request: { programme: "cap", answer } });
  });

  it("shows counts and sentences from five on, and a sentence can go", async () => {
    shown = { answers: 5, helped: 3, helped_partly: 1, helped_not: 1, would_recommend: 4, since: "2026-03", until: "2026-03", words: [{ id: "w1", words: "Merci à tous" }] };
    const desked = desk();
    const user = userEvent.setup({ delay: null });
    render(StatusBar);
    render(FeedbackCard, { programme: "cap" });
    expect(await screen.findByText("5 avis, mars 2026")).toBeInTheDocument();
    expect(screen.getByText("Le conseilleraient").nextElementSibling).toHaveTextContent("4");
    await user.click(screen.getByRole("button", { name: /Retirer la phrase/ }));
    await waitFor(() => expect(screen.queryByText("Merci à tous")).not.toBeInTheDocument());
    expect(desked.asked).toContainEqual({ name: "feedback.remove_words", request: { id: "w1" } });
    expect(await screen.findByText("Phrase retirée ; l’avis compte toujours.", { normalizer: (text) => text.replace(/[\u202f\u00a0]/g, " ") })).toBeInTheDocument();
  });
});
