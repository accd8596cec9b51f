import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Disagreement, Problem, Side } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { shortcuts } from "../../frame/shortcuts.svelte.ts";
import Disagreements from "./Disagreements.svelte";

const side = (worker: string, head: string, ...value: string[]): Side => ({
  heads: head === "" ? [] : [head],
  value,
  authors: [{ worker, device: "d1", at: Date.UTC(2026, 2, 4, 9, 5) }],
  shown: head === "k1",
});

const phones = (changes: Partial<Disagreement> = {}): Disagreement => ({
  table: "person",
  row: "p1",
  field: "phone",
  asks: "value",
  person: "p1",
  person_name: "Awa Diallo",
  about: "",
  about_on: null,
  waits: null,
  both: false,
  sides: [side("Karim", "k1", "+33639980002"), side("Marguerite", "m1", "+33639980001")],
  ...changes,
});

let lines: Disagreement[];
let refuses: boolean;
beforeEach(() => {
  said.hush();
  lines = [phones()];
  refuses = false;
});

function shown() {
  const desk = fakeDesk({
    "disagreement.list": () => ({ open: lines.filter(({ waits }) => waits === null).length, waiting: 0, lines }),
    "disagreement.resolve": ({ row }) => {
      if (refuses) throw { code: "refused", refusal: { refusal: "said_otherwise_since" } } satisfies Problem;
      lines = lines.filter((line) => line.row !== row);
      return null;
    },
  });
  render(Disagreements);
  return desk;
}
const press = (key: string) => shortcuts.press(new KeyboardEvent("keydown", { key, cancelable: true }));
const chosen = ({ asked }: ReturnType<typeof shown>) => asked.find(({ name }) => name === "disagreement.resolve")?.request;

describe("what laptops said differently", () => {
  it("stands side by side with who wrote it and when", async () => {
    shown();
    const karim = await screen.findByRole("region", { name: "Version A" });
    expect(within(karim).getByText("06 39 98 00 02")).toBeInTheDocument();
    expect(within(karim).getByText(/^Karim, .*10 h 05$/)).toBeInTheDocument();
    expect(within(karim).getByText("affichée dans le dossier en attendant")).toBeInTheDocument();
    expect(within(screen.getByRole("region", { name: "Version B" })).getByText(/^Marguerite/)).toBeInTheDocument();
    expect(screen.getByRole("heading", { level: 2, name: /Awa Diallo.*Téléphone/ })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Ouvrir le dossier" })).toHaveAttribute("href", "#/jeune/p1");
  });

  it("is settled by one key, with all that was shown", async () => {
    const desk = shown();
    await screen.findByRole("region", { name: "Version A" });
    press("b");
    expect(await screen.findByText("Aucun désaccord à trancher.")).toBeInTheDocument();
    expect(chosen(desk)).toEqual({ table: "person", row: "p1", field: "phone", shown: ["k1", "m1"], keep: { keep: "one", head: "m1" } });
    expect(said.now?.text).toBe("C’est tranché : Téléphone.");
  });

  it("keeps both texts where that makes sense", async () => {
    lines = [phones({ table: "encounter", row: "e1", field: "note", about: "visit", about_on: "2026-03-02", both: true, sides: [side("Karim", "k1", "Rappelle lundi."), side("Marguerite", "m1", "Cherche un stage.")] })];
    const desk = shown();
    await userEvent.click(await screen.findByRole("button", { name: "Garder les deux textes" }));
    await waitFor(() => expect(chosen(desk)).toMatchObject({ keep: { keep: "both" } }));
  });

  it("asks whether what one took out and another edited stays", async () => {
    lines = [phones({ table: "encounter", row: "e1", field: "removed", asks: "removal", about: "note", sides: [side("Marguerite", "m1", "1"), side("Karim", "", "0")] })];
    const desk = shown();
    expect(within(await screen.findByRole("region", { name: "Version B" })).getByText("Modifiée entre-temps")).toBeInTheDocument();
    press("b");
    await waitFor(() => expect(chosen(desk)).toMatchObject({ shown: ["m1"], keep: { keep: "back" } }));
  });

  it("tells both ways of a referral", async () => {
    lines = [phones({ table: "referral", row: "r1", field: "state", asks: "moves", about: "CAP Carrosserie", sides: [side("Karim", "k1", "refused", "2026-03-06"), side("Marguerite", "m1", "accepted", "2026-03-05")] })];
    shown();
    expect(within(await screen.findByRole("region", { name: "Version A" })).getByText(/^Refusée.*6 mars 2026$/)).toBeInTheDocument();
  });

  it("says what changed meanwhile, and shows what stands now", async () => {
    refuses = true;
    shown();
    await screen.findByRole("region", { name: "Version A" });
    press("a");
    expect(await screen.findByText(/quelqu’un a écrit autre chose/)).toBeInTheDocument();
    expect(screen.getByRole("region", { name: "Version A" })).toBeInTheDocument();
  });

  it("is left for later and taken up again; what waits for a line is no question", async () => {
    lines = [phones(), phones({ row: "p2", person: "p2", person_name: "Bruno Caron", waits: { for: "line", worker: "Inès" } })];
    shown();
    await screen.findByRole("region", { name: "Version A" });
    expect(screen.getByText("En attente de l’envoi de Inès")).toBeInTheDocument();
    press("p");
    await userEvent.click(await screen.findByRole("button", { name: "Les revoir" }));
    expect(await screen.findByRole("heading", { level: 2, name: /Awa Diallo/ })).toBeInTheDocument();
  });
});
