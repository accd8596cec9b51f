// What was typed and left behind, told by its form, and where it is taken up again.

import { call } from "../../api/call.ts";
import type { LeftDraft } from "../../api/generated.ts";
import type { Overlay } from "../../frame/overlay.svelte.ts";
import type { Route } from "../../frame/route.ts";
import { Kept } from "../../parts/draft/kept.svelte.ts";
import { m } from "../../words/index.ts";

const forms: Readonly<Record<string, () => string>> = {
  note: m.draft_of_note,
  quick_note: m.draft_of_note,
  new_person: m.draft_of_new_person,
  person: m.draft_of_person,
  provider: m.draft_of_provider,
  programme: m.draft_of_programme,
  task: m.draft_of_task,
  step: m.draft_of_step,
  plan: m.draft_of_plan,
  rewrite: m.draft_of_rewrite,
  stage: m.draft_of_stage,
  propose: m.draft_of_propose,
  correct: m.draft_of_correct,
  check: m.draft_of_check,
  move: m.draft_of_move,
  chase: m.draft_of_chase,
  appointment: m.draft_of_appointment,
  meeting: m.draft_of_meeting,
  activity: m.draft_of_activity,
  consultation: m.draft_of_consultation,
  proposal: m.draft_of_proposal,
  answer: m.draft_of_answer,
  follow_up: m.draft_of_follow_up,
  feedback: m.draft_of_feedback,
  works_site: m.draft_of_works_site,
  clause_hours: m.draft_of_clause_hours,
  participation: m.draft_of_participation,
  outcome_rule: m.draft_of_outcome_rule,
};

const formOf = ({ place }: LeftDraft): string => place.split("/")[0] ?? "";

/** "Note pour Awa Benali", "Offre « CAP Carrosserie »" as far as it is known. */
export function draftWords(draft: LeftDraft): string {
  const form = formOf(draft);
  const what = ((Object.hasOwn(forms, form) ? forms[form] : undefined) ?? m.draft_of_other)();
  const who = draft.person_name || draft.name;
  return who === "" ? what : m.draft_for({ what, who });
}

/** What a draft of one of these forms is about, which stands second in its place; null where it is of another form. */
function about(draft: LeftDraft, forms: readonly string[]): string | null {
  return forms.includes(formOf(draft)) ? (draft.place.split("/")[1] ?? null) : null;
}

export type Way = { overlay: Overlay } | { route: Route };

/** Where the form of a draft is found, which reads it when it opens; null where what it is about is gone. */
export function wayTo(draft: LeftDraft): Way | null {
  const form = formOf(draft);
  const person = draft.person === null ? null : { id: draft.person, name: draft.person_name, demo: draft.demo };
  if (form === "new_person") return { overlay: { name: "new_person" } };
  if (form === "quick_note") return person && { overlay: { name: "quick_note", person } };
  if (form === "propose") return person && { overlay: { name: "propose", person } };
  if (draft.place === "task/today") return { route: { screen: "today" } };
  if (draft.referral !== null) return { route: { screen: "referral", id: draft.referral } };
  if (person) return { route: { screen: "person", id: person.id } };
  const held = about(draft, ["consultation", "proposal", "answer", "follow_up"]);
  if (held !== null) return held === "new" ? { route: { screen: "participation" } } : { route: { screen: "consultation", id: held } };
  const site = about(draft, ["works_site", "clause_hours"]);
  if (site !== null) return site === "new" ? { overlay: { name: "new_works_site" } } : { route: { screen: "works_site", id: site } };
  if (form === "outcome_rule") return { route: { screen: "figures" } };
  if (form === "feedback") return draft.programme === null ? null : { route: { screen: "programme", id: draft.programme } };
  if (form === "programme" || form === "provider") return draft.programme === null ? { route: { screen: "programmes" } } : { route: { screen: "programme", id: draft.programme } };
  if (draft.place === "appointment/new" || form === "meeting" || form === "activity") return { route: { screen: "agenda" } };
  return null;
}

export class Drafts {
  lines = $state.raw<readonly LeftDraft[] | null>(null);
  thrown = $state.raw<unknown>(null);
  busy = $state(false);

  async read(): Promise<void> {
    try {
      // A form that has just closed may still be on its way out.
      await Kept.settled();
      this.lines = await call("draft.list", {});
      this.thrown = null;
    } catch (thrown) {
      this.thrown = thrown;
    }
  }

  /** Throws it away; answers with the text that brings it back, or null where that failed. */
  async drop({ place }: LeftDraft): Promise<string | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      const { body } = await call("draft.read", { place });
      await call("draft.keep", { place, body: "" });
      await this.read();
      return body;
    } catch (thrown) {
      this.thrown = thrown;
      return null;
    } finally {
      this.busy = false;
    }
  }

  async bringBack({ place }: LeftDraft, body: string): Promise<void> {
    try {
      await call("draft.keep", { place, body });
      await this.read();
    } catch (thrown) {
      this.thrown = thrown;
    }
  }
}
