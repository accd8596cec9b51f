import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk } from "../../api/fake.test-env.ts";
import type { Calls, PersonFile, Problem, ReferralLine, TimelineItem } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { overlays } from "../../frame/overlay.svelte.ts";
import { shortcuts } from "../../frame/shortcuts.svelte.ts";
import { addDays, today } from "../../words/index.ts";
import { needs, note, personFile, who } from "./file.test-env.ts";
import Person from "./Person.svelte";

type Answers = Parameters<typeof fakeDesk>[0];
let file: PersonFile;
let drafts: Map<string, string>;

beforeEach(() => {
  file = personFile();
  drafts = new Map();
  overlays.open = null;
  said.hush();
});

function desk(answers: Answers = {}) {
  return fakeDesk({
    "person.open": () => file,
    "participation.list": () => ({ participations: [], open: [] }),
    "draft.read": ({ place }) => ({ body: drafts.get(place) ?? "" }),
    "draft.keep": ({ place, body }) => {
      drafts.set(place, body);
      return null;
    },
    ...answers,
  });
}

async function shown(answers: Answers = {}) {
  const { asked, publish } = desk(answers);
  render(Person, { id: "p1" });
  await screen.findByRole("heading", { level: 1, name: "Awa Benali" });
  return { asked, publish, user: userEvent.setup() };
}

const refused = (refusal: Extract<Problem, { code: "refused" }>["refusal"]): Problem => ({ code: "refused", refusal });
const region = (name: string) => within(screen.getByRole("region", { name }));
const requests = <N extends keyof Calls>(asked: { name: string; request: unknown }[], name: N) =>
  asked.filter((one) => one.name === name).map(({ request }) => request as Calls[N]["request"]);

describe("who", () => {
  it("says what is known in words, and what a minor needs", async () => {
    file = personFile({ signals: [{ signal: "representative_missing" }] });
    await shown();
    const person = region("La personne");
    expect(person.getByText("17 ans")).toBeInTheDocument();
    expect(person.getByText("Mineur")).toBeInTheDocument();
    expect(region("Vigilance").getByText(/son représentant légal n’est pas indiqué/)).toBeInTheDocument();
    expect(person.getByText("06 39 98 01 23".replaceAll(" ", "\u00a0"), { normalizer: (text) => text })).toBeInTheDocument();
    expect(person.getByText("Rencontre de rue : city-stade")).toBeInTheDocument();
    expect(person.getAllByText("Jamais"), "neither a contact nor an attempt").toHaveLength(2);
    expect(person.queryByText("inventé")).not.toBeInTheDocument();
  });

  it("keeps the range of an incomplete birth date and guesses no majority", async () => {
    file = personFile({ who: who({ birth: "2008" }), age: { at_least: 17, at_most: 18 }, minor: null, demo: true });
    await shown();
    expect(screen.getByText("17 ou 18 ans")).toBeInTheDocument();
    expect(screen.getByText("Peut-être mineur")).toBeInTheDocument();
    expect(screen.getByText("inventé")).toBeInTheDocument();
  });

  it("marks what laptops said differently, and leads to where it is settled", async () => {
    const of = (field: string, waiting = false) => ({ table: "person", row: "p1", field, waiting });
    file = personFile({ who: who({ email: "awa@exemple.fr" }), disagreements: [of("phone"), of("email", true)] });
    await shown();
    const person = region("La personne");
    expect(person.getByRole("link", { name: "Désaccord" })).toHaveAttribute("href", "#/desaccords");
    expect(person.getByText("En attente d’un envoi")).toBeInTheDocument();
    expect(screen.getByText(/1 désaccord à trancher dans ce dossier\s: téléphone\./)).toBeInTheDocument();
  });

  it("says that an age is not known", async () => {
    file = personFile({ who: who({ birth: "" }), age: null, minor: null });
    await shown();
    expect(screen.getByText("Âge inconnu")).toBeInTheDocument();
  });

  it("copies the phone and says so", async () => {
    const { user } = await shown();
    await user.click(screen.getByRole("button", { name: "Copier le téléphone" }));
    await waitFor(() => expect(said.now?.text).toBe("Copié : le téléphone"));
    expect((await navigator.clipboard.readText()).replaceAll("\u00a0", " ")).toBe("06 39 98 01 23");
  });

  it("says kindly that nobody is there", async () => {
    desk({
      "participation.list": () => ({ participations: [], open: [] }),
      "person.open": () => {
        throw { code: "not_found" } satisfies Problem;
      },
    });
    render(Person, { id: "p1" });
    expect(await screen.findByText("Ce dossier n’est pas dans ce coffre.")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Revenir à la liste des jeunes" })).toHaveAttribute("href", "#/jeunes");
  });

  it("is read again when something of people changed", async () => {
    const { publish } = await shown();
    file = personFile({ who: who({ given_name: "Aïssa" }) });
    publish("people");
    expect(await screen.findByRole("heading", { level: 1, name: "Aïssa Benali" })).toBeInTheDocument();
  });
});

describe("the correction of a person", () => {
  const save = (user: ReturnType<typeof userEvent.setup>) => user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Enregistrer" }));

  it("opens with Ctrl+E, puts a refusal under its field and keeps everything typed", async () => {
    const { user, asked } = await shown({
      "person.correct": () => {
        throw refused({ refusal: "unreadable", field: "birth" });
      },
    });
    shortcuts.press(new KeyboardEvent("keydown", { key: "e", ctrlKey: true }));
    const birth = await screen.findByLabelText("Date de naissance");
    await user.clear(birth);
    await user.type(birth, "31/02/2009");
    await save(user);
    await waitFor(() => expect(birth).toHaveAccessibleDescription(/ne se lit pas comme : date de naissance/));
    expect(birth).toHaveValue("31/02/2009");
    await waitFor(() => expect(birth).toHaveFocus());
    expect(requests(asked, "person.correct")[0]?.who.commune).toBe("Denain");
    await waitFor(() => expect(drafts.get("person/p1")).toBe(JSON.stringify({ birth: "31/02/2009" })));
  });

  it("comes back after a lock with what was typed, and can start again", async () => {
    drafts.set("person/p1", JSON.stringify({ summary: "Cherche une alternance" }));
    const { user } = await shown();
    await user.click(screen.getByRole("button", { name: "Modifier" }));
    expect(await screen.findByText(/Une modification commencée plus tôt/)).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText("Résumé")).toHaveValue("Cherche une alternance"));
    expect(screen.getByLabelText("Prénom"), "what was not typed comes from the file").toHaveValue("Awa");
    await user.click(screen.getByRole("button", { name: "Repartir de ce qui est enregistré" }));
    await waitFor(() => expect(screen.getByLabelText("Résumé")).toHaveValue(""));
    await waitFor(() => expect(drafts.get("person/p1")).toBe(""));
  });

  it("is saved, closed and said", async () => {
    const { user } = await shown({ "person.correct": () => null });
    await user.click(screen.getByRole("button", { name: "Modifier" }));
    await user.type(await screen.findByLabelText("Représentant légal"), "Fatou Benali");
    await save(user);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(said.now?.text).toBe("Dossier de Awa Benali enregistré.");
    expect(drafts.get("person/p1") ?? "", "nothing is left to put back").toBe("");
  });
});

describe("the timeline", () => {
  it("shows a note with markup as text", async () => {
    file = personFile({ timeline: [note("n1", "<script>alert(1)</script><b>gras</b>")] });
    await shown();
    expect(screen.getByText("<script>alert(1)</script><b>gras</b>")).toBeInTheDocument();
    expect(document.querySelector("main script, .note b")).toBeNull();
  });

  it("folds a long note and unfolds it", async () => {
    const long = "Mot qui compte. ".repeat(80);
    file = personFile({ timeline: [note("n1", long)] });
    const { user } = await shown();
    const more = screen.getByRole("button", { name: "Lire la suite" });
    expect(more).toHaveAttribute("aria-expanded", "false");
    await user.click(more);
    expect(screen.getByRole("button", { name: "Replier" })).toHaveAttribute("aria-expanded", "true");
  });

  it("keeps one kind with a chip and puts one day under one heading", async () => {
    const sent: TimelineItem = {
      id: "t1",
      on: "2026-03-02",
      author: "",
      what: { kind: "transition", referral: "r1", programme: "CAP cuisine", from: "draft", to: "sent", reason: null, note: "" },
    };
    const moved: TimelineItem = { id: "m1", on: "2026-02-01", author: "", what: { kind: "case_move", from: "contacting", to: "assessing", reason: "", exit: null } };
    file = personFile({ timeline: [note("n1", "Vu au marché"), sent, moved] });
    const { user } = await shown();
    expect(region("Le fil").getAllByRole("heading", { level: 3 })).toHaveLength(2);
    expect(screen.getByRole("link", { name: "CAP cuisine" })).toHaveAttribute("href", "#/orientation/r1");
    expect(screen.getByText(/de « prise de contact » à « diagnostic »/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /^Orientations/ }));
    expect(screen.queryByText("Vu au marché")).not.toBeInTheDocument();
    expect(screen.getByText("Envoyée")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /^Tout/ }));
    expect(screen.getByText("Vu au marché")).toBeInTheDocument();
  });

  it("rewrites a note in place", async () => {
    file = personFile({ timeline: [note("n1", "Vu au marche", today())] });
    const { user, asked } = await shown({ "encounter.rewrite": () => null });
    await user.click(screen.getByRole("button", { name: "Corriger la note (aujourd’hui)" }));
    const area = screen.getByLabelText("Texte corrigé");
    await waitFor(() => expect(area).toHaveFocus());
    await user.clear(area);
    await user.type(area, "Vu au marché{Control>}{Enter}{/Control}");
    await waitFor(() => expect(said.now?.text).toBe("Note corrigée."));
    expect(requests(asked, "encounter.rewrite")).toEqual([{ encounter: "n1", note: "Vu au marché" }]);
  });
});

describe("the quick note", () => {
  it("is saved with Ctrl+Enter and leaves room for the next one", async () => {
    const { user, asked } = await shown({ "encounter.record": () => ({ encounter: "e1" }) });
    const area = screen.getByRole("textbox", { name: "Noter un échange" });
    await user.type(area, "Appelée, vient lundi");
    await user.selectOptions(screen.getByLabelText("C’était"), "Appel");
    await user.selectOptions(screen.getByLabelText("Résultat"), "Message laissé");
    await user.type(screen.getByLabelText("Jour"), "hier{Control>}{Enter}{/Control}");
    await waitFor(() => expect(said.now?.text).toBe("Note enregistrée."));
    expect(requests(asked, "encounter.record")).toEqual([
      { person: "p1", kind: "call", initiative: "worker", result: "left_message", on: addDays(today(), -1), place: "", note: "Appelée, vient lundi" },
    ]);
    expect(area).toHaveValue("");
    expect(area).toHaveFocus();
  });

  it("keeps a text that is too long, and says by how much it must shrink", async () => {
    const { user } = await shown({
      "encounter.record": () => {
        throw refused({ refusal: "too_long", field: "note", limit: 20_000 });
      },
    });
    const area = screen.getByRole("textbox", { name: "Noter un échange" });
    const long = "é".repeat(20_001);
    await user.click(area);
    await user.paste(long);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(area).toHaveAccessibleDescription(/20000 caractères au plus/));
    expect(area).toHaveValue(long);
  });

  it("asks for words, and for a day that can be read", async () => {
    const { user, asked } = await shown();
    const area = screen.getByRole("textbox", { name: "Noter un échange" });
    await user.click(area);
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(area).toHaveAccessibleDescription(/Il n’y a rien à enregistrer/);
    await user.type(area, "Vu au marché");
    await user.type(screen.getByLabelText("Jour"), "31/02{Control>}{Enter}{/Control}");
    expect(screen.getByLabelText("Jour")).toHaveAccessibleDescription(/Ce jour ne se lit pas/);
    expect(requests(asked, "encounter.record")).toEqual([]);
    expect(area).toHaveValue("Vu au marché");
  });

  it("comes back after a lock", async () => {
    drafts.set("note/p1", JSON.stringify({ note: "Il faut rappel", kind: "visit", result: "missed", initiative: "worker", on: null, place: "" }));
    await shown();
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Noter un échange" })).toHaveValue("Il faut rappel"));
    expect(screen.getByLabelText("C’était")).toHaveDisplayValue("Visite");
    expect(screen.getByLabelText("Résultat")).toHaveDisplayValue("Rendez-vous manqué");
  });
});

describe("what is open", () => {
  it("says how long nobody reached the person, unless the case is over", async () => {
    file = personFile({ signals: [{ signal: "quiet", days: 43, ever_reached: false }] });
    const { publish } = await shown();
    expect(region("Vigilance").getByText(/^Jamais jointe/)).toBeInTheDocument();
    expect(screen.getByText("Aucun contact, aucune tentative jusqu’ici.")).toBeInTheDocument();
    file = personFile({ ...file, signals: [], cases: file.cases.map((one) => ({ ...one, stage: "left" })) });
    publish("people");
    expect(await screen.findByText(/Le suivi est terminé/)).toBeInTheDocument();
    expect(screen.queryByText(/Aucun contact/)).not.toBeInTheDocument();
    expect(screen.queryByRole("region", { name: "Vigilance" })).not.toBeInTheDocument();
  });

  it("moves the case, asking to what the person leaves", async () => {
    const { user, asked } = await shown({ "case.move": () => null });
    await user.click(screen.getByRole("button", { name: "Changer d’étape" }));
    const to = await screen.findByLabelText("Nouvelle étape");
    expect(within(to).getByRole("option", { name: "Injoignable" }), "not after an assessment has begun").toBeDisabled();
    await user.selectOptions(to, "Sorti");
    await user.click(screen.getByRole("button", { name: "Enregistrer l’étape" }));
    const exit = screen.getByLabelText("Sortie vers");
    expect(exit).toHaveAccessibleDescription("Indiquez vers quoi la personne sort.");
    await user.selectOptions(exit, "Apprentissage");
    await user.click(screen.getByRole("button", { name: "Enregistrer l’étape" }));
    await waitFor(() => expect(said.now?.text).toBe("Étape enregistrée : sorti."));
    expect(requests(asked, "case.move")).toEqual([
      {
        person: "p1", to: "left", on: null, reason: "", exit: "apprenticeship", situation: { kind: "apprenticeship", proof: "declared", note: "" },
        remind: { four_weeks: expect.any(String) as string, six_months: expect.any(String) as string },
      },
    ]);
  });

  it("marks what is late and opens the proposal of a referral", async () => {
    const line: ReferralLine = {
      id: "r1", person: "p1", person_name: "Awa Benali", programme: "g1", programme_name: "CAP cuisine", programme_kind: "training",
      provider_name: "CFA Lille", state: "sent", since: addDays(today(), -20), disputed: false,
      due: { kind: "answer", on: addDays(today(), -3), late_days: 3 }, and_now: false, demo: false,
    };
    file = personFile({ referrals: [line] });
    const { user } = await shown();
    const open = region("Ce qui est ouvert");
    expect(open.getByRole("link", { name: "CAP cuisine" })).toHaveAttribute("href", "#/orientation/r1");
    expect(open.getByText("Réponse attendue il y a 3 jours")).toBeInTheDocument();
    expect(open.getByText("3 jours de retard")).toBeInTheDocument();
    await user.click(open.getByRole("button", { name: "Nouvelle orientation" }));
    expect(overlays.open).toEqual({ name: "propose", person: { id: "p1", name: "Awa Benali" } });
  });

  it("shows the needs said, stores an answer at once and does not move it away", async () => {
    file = personFile({ needs: needs(["housing"]) });
    const { user, asked } = await shown({ "need.answer": () => null });
    expect(screen.getByRole("group", { name: "Logement" })).toBeInTheDocument();
    expect(screen.queryByRole("group", { name: "Santé" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Voir les 9 autres thèmes" }));
    const yes = within(screen.getByRole("group", { name: "Santé" })).getByLabelText("Oui");
    await user.click(yes);
    await waitFor(() => expect(said.now?.text).toBe("Santé : oui."));
    expect(requests(asked, "need.answer")).toEqual([{ person: "p1", theme: "health", answer: "yes", note: "", situations: [] }]);
    expect(yes).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Préciser : santé" }));
    await user.type(screen.getByLabelText("Précision (santé)"), "Pas de médecin{Enter}");
    await waitFor(() => expect(screen.getByText("Pas de médecin")).toBeInTheDocument());
    expect(requests(asked, "need.answer")[1]).toEqual({ person: "p1", theme: "health", answer: "yes", note: "Pas de médecin", situations: [] });
  });

  it("ticks a situation, which says yes to its theme, and says folded those that stand", async () => {
    file = personFile({ needs: needs() });
    const { user, asked } = await shown({ "need.answer": () => null });
    await user.click(screen.getByRole("button", { name: "Voir les 10 autres thèmes" }));
    const housing = within(screen.getByRole("group", { name: "Logement" }));
    const fold = screen.getByRole("button", { name: "Situations : logement" });
    await user.click(fold);
    const situations = within(screen.getByRole("group", { name: "Situations (logement)" }));
    await user.click(situations.getByRole("checkbox", { name: "Retard de loyer ou de factures" }));
    await waitFor(() => expect(housing.getByLabelText("Oui")).toBeChecked());
    expect(requests(asked, "need.answer")).toEqual([{ person: "p1", theme: "housing", answer: "yes", note: "", situations: ["rent_late"] }]);
    await user.click(fold);
    expect(screen.getByText("Retard de loyer ou de factures").tagName).toBe("LI");
    await user.click(housing.getByLabelText("Non"));
    await waitFor(() => expect(requests(asked, "need.answer")).toHaveLength(2));
    expect(requests(asked, "need.answer")[1]).toEqual({ person: "p1", theme: "housing", answer: "no", note: "", situations: [] });
    expect(screen.queryByText("Retard de loyer ou de factures")).not.toBeInTheDocument();
  });

  it("keeps a situation unticked that could not be stored", async () => {
    file = personFile({ needs: needs(["housing"]) });
    const { user } = await shown({
      "need.answer": () => {
        throw { code: "disk_full" } satisfies Problem;
      },
    });
    await user.click(screen.getByRole("button", { name: "Situations : logement" }));
    const box = screen.getByRole("checkbox", { name: "Retard de loyer ou de factures" });
    await user.click(box);
    expect(await screen.findByRole("alert")).toHaveTextContent("Le disque est plein");
    expect(box).not.toBeChecked();
  });

  it("takes an answer back that could not be stored", async () => {
    file = personFile({ needs: needs(["housing"]) });
    const { user } = await shown({
      "need.answer": () => {
        throw { code: "disk_full" } satisfies Problem;
      },
    });
    const group = within(screen.getByRole("group", { name: "Logement" }));
    await user.click(group.getByLabelText("Non"));
    expect(await screen.findByRole("alert")).toHaveTextContent("Le disque est plein");
    expect(group.getByLabelText("Oui")).toBeChecked();
  });

  it("adds a task, ticks it off and takes the tick back", async () => {
    const task = { id: "k1", person: "p1", person_name: "Awa Benali", what: "Rappeler le CFA", due_on: addDays(today(), -2), done_on: null, urgent: true, demo: false, every: "" as const };
    file = personFile({ tasks: [task] });
    const settled = vi.fn(() => null);
    const { user, asked } = await shown({ "task.add": () => ({ task: "k2" }), "task.settle": settled });
    const open = region("Ce qui est ouvert");
    expect(open.getByText("2 jours de retard")).toBeInTheDocument();
    await user.click(open.getByRole("button", { name: "Ajouter une tâche" }));
    const what = open.getByLabelText("Quoi faire");
    await waitFor(() => expect(what).toHaveFocus());
    await user.type(what, "Apporter le dossier{Enter}");
    await waitFor(() => expect(said.now?.text).toBe("Tâche ajoutée : Apporter le dossier"));
    expect(requests(asked, "task.add")).toEqual([{ person: "p1", what: "Apporter le dossier", due_on: addDays(today(), 7), urgent: false, every: "" }]);

    await user.click(open.getByLabelText("Rappeler le CFA"));
    expect(await open.findByRole("button", { name: "1 tâche faite" })).toBeInTheDocument();
    said.now?.act?.run();
    await waitFor(() => expect(open.getByLabelText("Rappeler le CFA")).not.toBeChecked());
    expect(settled).toHaveBeenLastCalledWith({ task: "k1", done: false });
  });

  it("withdraws an agreement only after saying what it means", async () => {
    file = personFile({
      agreements: [{ id: "a1", provider: "o1", provider_name: "CFA Lille", given_on: "2026-01-12", given_by: "both", text_version: "1", withdrawn_on: null }],
    });
    const { user, asked } = await shown({ "agreement.withdraw": () => null });
    await user.click(screen.getByRole("button", { name: "Retirer l’accord avec CFA Lille" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/plus rien de ce dossier ne doit être transmis à CFA Lille/)).toBeInTheDocument();
    expect(requests(asked, "agreement.withdraw")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Retirer l’accord" }));
    await waitFor(() => expect(said.now?.text).toBe("Accord retiré : plus rien ne part vers CFA Lille."));
    expect(requests(asked, "agreement.withdraw")).toEqual([{ person: "p1", agreement: "a1" }]);
  });

  it("puts former cases below the present one", async () => {
    const [present] = file.cases;
    file = personFile({ cases: present ? [present, { ...present, id: "c0", stage: "closed", opened_on: "2023-05-02", since: "2024-01-01", origin: "siei" }] : [] });
    await shown();
    const open = region("Ce qui est ouvert");
    expect(open.getByText("Diagnostic")).toBeInTheDocument();
    expect(open.getByRole("heading", { name: "Suivis précédents" })).toBeInTheDocument();
    expect(open.getByText(/du 02\/05\/2023 au 01\/01\/2024/)).toBeInTheDocument();
  });
});
