import { describe, expect, it } from "vitest";
import { speak } from "../../words/index.ts";
import { agreementWith, toAskFor } from "./agreement.ts";
import { nextAct } from "./next.ts";
import { day, file, line } from "./sample.test-env.ts";
import { duePhrase, heading, stateSentence } from "./sentence.ts";

describe("a referral in sentences", () => {
  it("says since when and until when", () => {
    expect(stateSentence(line())).toBe("Envoyée il y a 2 jours, accusé de réception attendu dans 5 jours.");
    expect(stateSentence(line({ since: "2020-03-12", due: { kind: "acknowledge", on: "2099-03-19", late_days: 0 } }))).toBe(
      "Envoyée le 12 mars 2020, accusé de réception attendu avant le 19 mars 2099.",
    );
  });

  it("says how late it is, in words", () => {
    expect(duePhrase({ kind: "answer", on: day(-12), late_days: 12 })).toBe("en retard de 12 jours : réponse attendue");
    expect(duePhrase({ kind: "answer", on: day(-1), late_days: 1 })).toBe("en retard de 1 jour : réponse attendue");
  });

  it("asks a question from its day on", () => {
    const started = line({ state: "started", since: day(-1), due: { kind: "day_15", on: day(3), late_days: 0 } });
    expect(stateSentence(started)).toBe("Démarrée hier. À demander dans 3 jours : toujours là au 15e jour ?");
  });

  it("does not call an ending late", () => {
    const refused = line({ state: "refused", since: day(-4), and_now: true, due: { kind: "and_now", on: day(-4), late_days: 0 } });
    expect(stateSentence(refused)).toBe("Refusée par la structure il y a 4 jours. Sans suite depuis 4 jours.");
  });

  it("says a draft and what is finished", () => {
    expect(stateSentence(line({ state: "draft", since: null, due: { kind: "finish_draft", on: day(2), late_days: 0 } }))).toBe("Brouillon à envoyer dans 2 jours.");
    expect(stateSentence(line({ state: "draft", since: null, due: null }))).toBe("Brouillon, pas encore envoyé.");
    expect(stateSentence(line({ state: "completed", since: day(-1), due: null }))).toBe("Achevée hier.");
  });

  it("names the person in French and in English", () => {
    expect(heading(line())).toBe("Orientation de Lina Benali vers Prépa apprentissage, CFA des Deux Rives");
    expect(heading(line({ person_name: "Élif Bouzid", provider_name: "" }))).toBe("Orientation d’Élif Bouzid vers Prépa apprentissage");
    speak("en");
    expect(heading(line({ person_name: "Awa Diallo" }))).toBe("Referral of Awa Diallo to Prépa apprentissage, CFA des Deux Rives");
  });
});

describe("the next act", () => {
  it("is a chase once the answer is late, and the answer before", () => {
    expect(nextAct(file())).toEqual({ act: "answer", among: ["waitlisted", "accepted", "refused"] });
    expect(nextAct(file({ line: line({ due: { kind: "acknowledge", on: day(-1), late_days: 1 } }) }))).toEqual({ act: "check", kind: "chase" });
  });

  it("follows what is waited for", () => {
    const due = (kind: "finish_draft" | "day_1" | "end" | "and_now") => ({ kind, on: day(0), late_days: 0 });
    expect(nextAct(file({ line: line({ state: "draft", due: due("finish_draft") }) }))).toEqual({ act: "move", to: "sent" });
    expect(nextAct(file({ line: line({ state: "started", due: due("day_1") }) }))).toEqual({ act: "check", kind: "day_1" });
    expect(nextAct(file({ line: line({ state: "started", due: due("end") }) }))).toEqual({ act: "move", to: "completed" });
    expect(nextAct(file({ line: line({ state: "refused", due: due("and_now") }) }))).toEqual({ act: "propose" });
    expect(nextAct(file({ line: line({ state: "completed", due: null }) }))).toBeNull();
  });
});

describe("the agreement that is asked for", () => {
  it("is a minor's and their representative's, or what is missing of it", () => {
    expect(toAskFor("none", true)).toEqual(["both"]);
    expect(toAskFor("person", true)).toEqual(["representative"]);
    expect(toAskFor("representative", true)).toEqual(["person"]);
    expect(toAskFor("person_and_representative", true)).toEqual([]);
  });

  it("is the person's own when grown up, and a question when the age is unknown", () => {
    expect(toAskFor("none", false)).toEqual(["person"]);
    expect(toAskFor("withdrawn", false)).toEqual(["person"]);
    expect(toAskFor("person", false)).toEqual([]);
    expect(toAskFor("none", null)).toEqual(["person", "both"]);
  });

  it("counts for one provider, and not once withdrawn", () => {
    const given = { id: "a1", provider: "o1", provider_name: "CFA", given_on: day(-9), given_by: "person", text_version: "1", withdrawn_on: null } as const;
    expect(agreementWith([given], "o1")).toBe("person");
    expect(agreementWith([given], "o2")).toBe("none");
    expect(agreementWith([{ ...given, withdrawn_on: day(-1) }], "o1")).toBe("withdrawn");
    expect(agreementWith([given, { ...given, given_by: "representative" }], "o1")).toBe("person_and_representative");
  });
});
