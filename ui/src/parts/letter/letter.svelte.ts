// A letter on its way out of the encryption: where to, and what was written. One letter is about one person, so the passphrase
// is not asked again, as for the copy of a document.

import { call } from "../../api/call.ts";
import type { Blank, LetterWritten, MailDraft, Part, PersonFile, Theme } from "../../api/generated.ts";
import { m } from "../../words/index.ts";
import { Outside } from "../outside/outside.svelte.ts";

export interface Written {
  path: string;
  /** None where no message goes with it. */
  mail: MailDraft | null;
  undrawn: number;
}

export class Letter extends Outside {
  /** What was written last; it stays while its dialog closes. */
  written = $state.raw<Written | null>(null);

  constructor(ending = "pdf", fields: readonly string[] = []) {
    super(ending, fields, false);
  }

  begin(): void {
    this.written = null;
    this.start();
  }

  async send(act: (path: string) => Promise<LetterWritten | null>): Promise<boolean> {
    const path = this.path.trim();
    this.asking.clear();
    return this.write(async () => {
      const answer = await act(path);
      this.written = { path, mail: answer?.mail ?? null, undrawn: answer?.undrawn ?? 0 };
    });
  }

  sheet(referral: string, needs: readonly Theme[]): Promise<boolean> {
    return this.send((path) => call("letter.referral_sheet", { referral, needs: [...needs], path }));
  }

  summary(person: string, parts: readonly Part[]): Promise<boolean> {
    return this.send((path) => call("letter.summary", { person, parts: [...parts], path }));
  }

  blank(form: Blank): Promise<boolean> {
    return this.send((path) => call("letter.blank", { form, path }));
  }
}

/** Themes that may be told to a partner; the desk leaves out every other. */
export const TELLABLE: readonly Theme[] = ["mobility", "french", "digital", "work", "training"];

/** The parts of a summary, those first that are chosen beforehand. */
export const PARTS: readonly Part[] = ["situation", "plan", "referrals", "meetings", "reach", "representative", "needs", "notes"];
export const USUAL: readonly Part[] = ["situation", "plan", "referrals", "meetings"];

export const partWords: Readonly<Record<Part, () => string>> = {
  reach: m.letter_part_reach,
  situation: m.letter_part_situation,
  plan: m.letter_part_plan,
  referrals: m.letter_part_referrals,
  meetings: m.letter_part_meetings,
  needs: m.letter_part_needs,
  representative: m.letter_part_representative,
  notes: m.letter_part_notes,
};

/** How much of a part the file holds: lines, or 1 and 0 for what is there or not. */
export function amount(file: PersonFile, part: Part): number {
  const { who } = file;
  switch (part) {
    case "reach":
      return [who.phone, who.email, who.address_line, who.commune].filter((line) => line !== "").length;
    case "situation":
      return Math.min(file.situations.length, 1);
    case "plan":
      return (file.plan?.steps.length ?? 0) + (file.plan?.draft.words ? 1 : 0);
    case "referrals":
      return file.referrals.length;
    case "meetings":
      return file.appointments.length;
    case "needs":
      return file.needs.filter(({ answer }) => answer === "yes").length;
    case "representative":
      return who.guardian_name || who.guardian_phone || who.guardian_email ? 1 : 0;
    case "notes":
      return Math.min(file.timeline.filter(({ what }) => what.kind === "encounter" && what.note !== "").length, 20);
  }
}

export const blankWords: Readonly<Record<Blank, () => string>> = {
  new_person: m.letter_blank_new_person,
  note: m.letter_blank_note_form,
  agreement: m.letter_blank_agreement,
  recovery_kit: m.letter_blank_recovery_kit,
};
