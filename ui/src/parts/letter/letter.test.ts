import axe from "axe-core";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { mailto, useOutside } from "../../api/outside.ts";
import type { Problem } from "../../api/generated.ts";
import { file } from "../referral/sample.test-env.ts";
import { needs, personFile } from "../../screens/person/file.test-env.ts";
import HeadCard from "./HeadCard.svelte";
import PersonDialog from "./PersonDialog.svelte";
import SheetDialog from "./SheetDialog.svelte";

const MAIL = { to: "accueil@exemple.fr", subject: "Fiche d’orientation : Prépa & co", body: "Bonjour,\nMerci" };

function outside() {
  const opened: string[] = [];
  const take = (what: string) => (of: string) => {
    opened.push(`${what} ${of}`);
    return Promise.resolve();
  };
  useOutside({ open: take("open"), reveal: take("reveal"), mail: take("mail") });
  return opened;
}

it("writes the sheet with the needs that were ticked, and begins a message that lies beside the file", async () => {
  const opened = outside();
  const { asked } = fakeDesk({
    "person.open": () => personFile({ needs: needs(["mobility", "health"]) }),
    "letter.referral_sheet": () => ({ pages: 1, undrawn: 2, mail: MAIL }),
  });
  render(SheetDialog, { open: true, file: file() });
  const dialog = within(await screen.findByRole("dialog", { name: "Fiche d’orientation" }));
  await userEvent.click(await dialog.findByRole("checkbox", { name: "Mobilité" }));
  expect(dialog.queryByRole("checkbox", { name: "Santé" })).not.toBeInTheDocument();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await userEvent.type(dialog.getByLabelText("Fichier"), "/home/nadia/fiche.pdf");
  await userEvent.click(dialog.getByRole("button", { name: "Écrire le fichier" }));
  const ready = within(await screen.findByRole("dialog", { name: "Le fichier est prêt" }));
  expect(asked.at(-1)).toEqual({ name: "letter.referral_sheet", request: { referral: "r1", needs: ["mobility"], path: "/home/nadia/fiche.pdf" } });
  expect(ready.getByText("/home/nadia/fiche.pdf")).toBeInTheDocument();
  expect(ready.getByText(/^2 signes/)).toBeInTheDocument();
  await userEvent.click(ready.getByRole("button", { name: "Préparer un message" }));
  await waitFor(() => expect(opened).toEqual([`mail ${mailto(MAIL)}`, "reveal /home/nadia/fiche.pdf"]));
});

it("says why no sheet leaves without the agreement", async () => {
  outside();
  fakeDesk({
    "person.open": () => personFile(),
    "letter.referral_sheet": () => {
      throw { code: "refused", refusal: { refusal: "agreement_missing", provider: "CFA des Deux Rives" } } satisfies Problem;
    },
  });
  render(SheetDialog, { open: true, file: file() });
  const dialog = within(await screen.findByRole("dialog", { name: "Fiche d’orientation" }));
  await userEvent.type(dialog.getByLabelText("Fichier"), "/home/nadia/fiche.pdf");
  await userEvent.click(dialog.getByRole("button", { name: "Écrire le fichier" }));
  expect(await dialog.findByText(/Rien ne part sans l’accord du jeune/)).toBeInTheDocument();
});

it("ticks nothing sensitive of a summary beforehand", async () => {
  outside();
  const { asked } = fakeDesk({ "letter.summary": () => ({ pages: 1, undrawn: 0, mail: null }) });
  render(PersonDialog, { sheet: "summary", file: personFile({ needs: needs(["health"]) }), onclose: () => undefined });
  const dialog = within(await screen.findByRole("dialog", { name: "Point de situation pour une réunion" }));
  const ticked = dialog.getAllByRole<HTMLInputElement>("checkbox").filter(({ checked, ariaChecked }) => checked || ariaChecked === "true");
  expect(ticked).toHaveLength(4);
  await userEvent.type(dialog.getByLabelText("Fichier"), "/home/nadia/point.pdf");
  await userEvent.click(dialog.getByRole("button", { name: "Écrire le fichier" }));
  await waitFor(() => expect(asked.at(-1)?.request).toEqual({ person: personFile().id, parts: ["situation", "plan", "referrals", "meetings"], path: "/home/nadia/point.pdf" }));
});

it("puts nothing but what is meant into the address of a message", () => {
  expect(mailto(MAIL)).toBe("mailto:accueil@exemple.fr?subject=Fiche%20d%E2%80%99orientation%20%3A%20Pr%C3%A9pa%20%26%20co&body=Bonjour%2C%0D%0AMerci");
  expect(mailto({ to: "a@b.fr?bcc=x@y.fr", subject: "", body: "" })).toBe("mailto:a@b.fr%3Fbcc%3Dx@y.fr?subject=&body=");
});

it("asks once for the letterhead and rests, and keeps what is typed", async () => {
  const { asked } = fakeDesk({ "letterhead.show": () => ({ letterhead: { name: "Équipe du Pile", address: "", foot: "" }, logo: "" }), "letterhead.change": () => null });
  render(HeadCard);
  const name = await screen.findByDisplayValue("Équipe du Pile");
  await waitFor(() => expect(document.querySelector("[aria-busy=true]")).toBe(null));
  expect(asked.filter(({ name }) => name === "letterhead.show")).toHaveLength(1);
  await userEvent.type(name, " et du Canal{Enter}");
  await waitFor(() => expect(asked.at(-1)).toEqual({ name: "letterhead.change", request: { letterhead: { name: "Équipe du Pile et du Canal", address: "", foot: "" } } }));
});
