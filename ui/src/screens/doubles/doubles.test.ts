import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Pair } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { shortcuts } from "../../frame/shortcuts.svelte.ts";
import { who } from "../person/file.test-env.ts";
import Doubles from "./Doubles.svelte";

const twin = (id: string, given: string, phone: string) => ({ id, demo: false, who: who({ given_name: given, phone }), last_contact: null });
const pairOf = (one: string, other: string): Pair => ({
  one: twin(one, "Awa", "+33639980123"),
  other: twin(other, "Hawa", ""),
  likeness: { strength: "likely", reasons: ["same_sound"] },
});

let pairs: Pair[];
beforeEach(() => {
  said.hush();
  pairs = [pairOf("a1", "a2")];
});

function shown() {
  const desk = fakeDesk({
    "likeness.pairs": ({ after }) => (after === 0 ? { pairs: [], next: 100 } : { pairs, next: null }),
    "person.merge": () => {
      pairs = [];
      return null;
    },
    "person.distinct": () => {
      pairs = [];
      return null;
    },
  });
  render(Doubles);
  return desk;
}
const press = (key: string) => shortcuts.press(new KeyboardEvent("keydown", { key, cancelable: true }));

describe("possible doubles", () => {
  it("stand side by side, and what differs is said in words", async () => {
    shown();
    const table = await screen.findByRole("table");
    expect(within(table).getByRole("row", { name: /Prénom Awa Hawa Différent/ })).toBeInTheDocument();
    expect(within(table).getByRole("row", { name: /Nom Benali Benali Identique/ })).toBeInTheDocument();
  });

  it("are merged by one key, into the file that is shown as kept", async () => {
    const { asked } = shown();
    await screen.findByRole("table");
    press("i");
    press("r");
    expect(await screen.findByText("Aucun doublon à juger.")).toBeInTheDocument();
    expect(asked.find(({ name }) => name === "person.merge")?.request).toEqual({ kept: "a2", other: "a1" });
    expect(said.now?.act?.label).toBe("Annuler");
  });

  it("are told apart, or left for later without being asked again", async () => {
    pairs = [pairOf("a1", "a2"), pairOf("b1", "b2")];
    const { asked } = shown();
    await userEvent.click(await screen.findByRole("button", { name: "Plus tard" }));
    await waitFor(() => expect(screen.getAllByRole("link")[0]).toHaveAttribute("href", "#/jeune/b1"));
    await userEvent.click(screen.getByRole("button", { name: /Ce ne sont pas les mêmes/ }));
    await waitFor(() => expect(asked.find(({ name }) => name === "person.distinct")?.request).toEqual({ one: "b1", other: "b2" }));
  });
});
