import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import { useFiles } from "../../api/files.ts";
import type { DocumentView } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { Content, textOf } from "./content.svelte.ts";
import DocumentCard from "./DocumentCard.svelte";
import { copyName, shownAs } from "./kinds.ts";

beforeEach(() => said.hush());

const CARD: DocumentView = { id: "d1", name: "Carte d’identité", kind: "identity", media: "png", size: 300_000, added_on: "2026-03-02", author: "Awa Diallo", here: true };
const LETTER: DocumentView = { ...CARD, id: "d2", name: "Lettre", kind: "letter", media: "text", size: 12 };

interface Dialogs {
  open?: string | null;
  save?: string | null;
}

function card(documents: DocumentView[], answers: Parameters<typeof fakeDesk>[0] = {}, { open = null, save = null }: Dialogs = {}) {
  const proposed: string[] = [];
  useFiles({
    open: () => Promise.resolve(open),
    save: ({ defaultPath }) => {
      proposed.push(defaultPath);
      return Promise.resolve(save);
    },
  });
  const { asked } = fakeDesk(answers);
  render(DocumentCard, { person: "p1", documents });
  return { asked, proposed, user: userEvent.setup() };
}

describe("the documents of a file", () => {
  it("says that there is none", () => {
    card([]);
    expect(screen.getByText("Aucun document dans ce dossier.")).toBeInTheDocument();
  });

  it("lists what each is, how large, and since when", () => {
    card([CARD]);
    expect(screen.getByRole("listitem")).toHaveTextContent(/Carte d’identité.*Pièce d’identité, 293 Ko, ajouté le 2 mars/);
  });

  it("says of a colleague’s that it has not come yet, and offers nothing to look at", () => {
    card([CARD, { ...LETTER, here: false }]);
    const [card_, letter] = screen.getAllByRole("listitem");
    expect(card_).not.toHaveTextContent("Pas encore arrivé");
    expect(letter).toHaveTextContent("Pas encore arrivé sur ce portable.");
    expect(screen.getAllByRole("button", { name: /^Voir/ })).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Retirer « Lettre »" })).toBeInTheDocument();
  });

  it("adds the file that was chosen, once its kind is said", async () => {
    const { asked, user } = card([], { "document.add": () => ({ document: "d9" }) }, { open: "/media/clé/scan 1.pdf" });
    await user.click(screen.getByRole("button", { name: "Ajouter un document" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Ajouter un document" }));
    await user.click(dialog.getByRole("button", { name: "Ajouter un document" }));
    expect(await dialog.findByText("Choisissez d’abord un fichier.")).toBeInTheDocument();
    expect(dialog.getByText("Choisissez la sorte de document.")).toBeInTheDocument();
    expect(asked).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier…" }));
    expect(await dialog.findByText("Fichier choisi : scan 1.pdf")).toBeInTheDocument();
    await user.selectOptions(dialog.getByLabelText("Sorte de document"), "Attestation");
    await user.click(dialog.getByRole("button", { name: "Ajouter un document" }));
    await waitFor(() => expect(said.now?.text).toBe("« scan 1.pdf » est dans le dossier."));
    expect(asked).toEqual([{ name: "document.add", request: { person: "p1", name: "", kind: "certificate", path: "/media/clé/scan 1.pdf" } }]);
  });

  it("keeps what was typed when the file is too large, and says both sizes", async () => {
    const add = () => {
      throw { code: "refused", refusal: { refusal: "file_too_large", size: 26_214_401, limit: 26_214_400 } };
    };
    const { user } = card([], { "document.add": add }, { open: "/tmp/plan.pdf" });
    await user.click(screen.getByRole("button", { name: "Ajouter un document" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Choisir un fichier…" }));
    await user.selectOptions(dialog.getByLabelText("Sorte de document"), "Autre");
    await user.type(dialog.getByLabelText(/^Nom/), "Plan");
    await user.click(dialog.getByRole("button", { name: "Ajouter un document" }));
    expect(await dialog.findByRole("alert")).toHaveTextContent("Ce fichier fait 25,01 Mo, et un document en fait 25 au plus.");
    expect(dialog.getByLabelText(/^Nom/)).toHaveValue("Plan");
  });

  it("corrects a name, and takes out with a way back", async () => {
    const undo = { position: 7, act: "document.remove", again: false, at: 0, person: "p1", person_name: "Awa", on: null, way: null, what: "", people: 1, followed_by: null };
    const { asked, user } = card([CARD], {
      "document.correct": () => null,
      "document.remove": () => null,
      "undo.last": () => [undo],
      "undo.do": () => ({ position: 8 }),
    });
    await user.click(screen.getByRole("button", { name: "Corriger « Carte d’identité »" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.clear(dialog.getByLabelText("Nom"));
    await user.type(dialog.getByLabelText("Nom"), "Passeport");
    await user.click(dialog.getByRole("button", { name: "Enregistrer" }));
    await waitFor(() => expect(asked.at(-1)?.request).toEqual({ document: "d1", name: "Passeport", kind: "identity" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Retirer « Carte d’identité »" }));
    await waitFor(() => expect(said.now?.text).toBe("« Carte d’identité » est retiré du dossier."));
    said.now?.act?.run();
    await waitFor(() => expect(asked.at(-1)).toEqual({ name: "undo.do", request: { position: 7 } }));
  });

  it("shows a text, and saves a copy only after saying what that means", async () => {
    const read = () => ({ pieces: 1, given: 1, base64: btoa("Bonjour <b>") });
    const { asked, proposed, user } = card([LETTER], { "document.read": read, "document.save": () => null }, { save: "/home/nadia/Lettre.txt" });
    await user.click(screen.getByRole("button", { name: "Voir « Lettre »" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Lettre" }));
    expect(await dialog.findByText("Bonjour <b>")).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Enregistrer une copie" }));
    expect(dialog.getByRole("alert")).toHaveTextContent("La copie ne sera plus protégée");
    expect(proposed).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Choisir où l’enregistrer" }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ name: "document.save", request: { document: "d2", path: "/home/nadia/Lettre.txt" } }));
    expect(proposed).toEqual(["Lettre.txt"]);
    await waitFor(() => expect(said.now?.text).toBe("Copie de « Lettre » enregistrée."));
  });

  it("says when the content is not there any more", async () => {
    const read = () => {
      throw { code: "content_missing" };
    };
    const { user } = card([LETTER], { "document.read": read });
    await user.click(screen.getByRole("button", { name: "Voir « Lettre »" }));
    expect(await screen.findByText(/Le contenu de ce document n’est plus entier/)).toBeInTheDocument();
  });
});

describe("a content", () => {
  it("is put together from its pieces, and an older reading never covers a newer one", async () => {
    const waiting: (() => void)[] = [];
    fakeDesk({
      "document.read": async ({ document, piece }) => {
        if (document === "slow") await new Promise<void>((go) => waiting.push(go));
        return { pieces: 3, given: piece === 0 ? 2 : 1, base64: btoa(`${document}${String(piece)} `) };
      },
    });
    const content = new Content();
    const slow = content.read("slow");
    await content.read("quick");
    for (const go of waiting) go();
    await slow;
    expect(textOf(content.bytes ?? new Uint8Array())).toBe("quick0 quick2 ");
  });

  it("is read as UTF-8 or else as older programs write it", () => {
    expect(textOf(new TextEncoder().encode("Né à Creil"))).toBe("Né à Creil");
    expect(textOf(new Uint8Array([0x4e, 0xe9]))).toBe("Né");
  });

  it("is shown by what it is, and copied under a name that leads nowhere else", () => {
    expect([shownAs("png"), shownAs("pdf"), shownAs("text"), shownAs("docx"), shownAs(null)]).toEqual(["picture", "pdf", "text", "opaque", "opaque"]);
    expect(copyName({ name: "../../etc/passwd", media: "jpeg" })).toBe("-..-etc-passwd.jpg");
    expect(copyName({ name: "Bail 2026.PDF", media: "pdf" })).toBe("Bail 2026.PDF");
    expect(copyName({ name: "carte.pdf", media: "png" })).toBe("carte.pdf.png");
    expect(copyName({ name: "...", media: null })).toBe("document");
  });
});
