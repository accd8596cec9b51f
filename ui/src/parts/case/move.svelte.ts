// A move of the case to another stage: which are possible, what is asked for, what was refused.

import { call } from "../../api/call.ts";
import type { ExitKind, Proof, SituationKind, Stage } from "../../api/generated.ts";
import type { Choice } from "../../design/index.ts";
import { choicesOf, m, stageWords } from "../../words/index.ts";
import { Kept } from "../draft/kept.svelte.ts";
import { Asking } from "../person/asking.svelte.ts";

/** Whoever was met has been reached: only from these can someone become out of reach. */
const BEFORE_UNREACHABLE: readonly Stage[] = ["spotted", "contacting", "following"];

/** What someone who leaves to this does, where it is plain. */
const DOING: Readonly<Partial<Record<ExitKind, SituationKind>>> = {
  training: "training",
  apprenticeship: "apprenticeship",
  school: "school",
  civic_service: "civic_service",
  business: "business",
};

export function stagesFrom(from: Stage): Choice<Stage>[] {
  return choicesOf(stageWords)
    .filter(({ value }) => value !== from)
    .map((choice) => ({ ...choice, disabled: choice.value === "unreachable" && !BEFORE_UNREACHABLE.includes(from) }));
}

export class MoveCase {
  readonly #person: string;
  readonly #kept: Kept<{ reason: string }>;
  to = $state<Stage | null>(null);
  on = $state<string | null>(null);
  unreadable = $state(false);
  reason = $state("");
  exit = $state<ExitKind | null>(null);
  /** What the person does when they leave; null where it is not written down now. */
  doing = $state<SituationKind | null>(null);
  proof = $state<Proof>("declared");
  remind = $state(true);
  asking = new Asking(["on", "reason"]);

  constructor(person: string) {
    this.#person = person;
    this.#kept = new Kept(`stage/${person}`);
  }

  async begin(): Promise<void> {
    this.to = null;
    this.on = null;
    this.exit = null;
    this.doing = null;
    this.proof = "declared";
    this.remind = true;
    this.asking.clear();
    const draft = await this.#kept.read();
    if (this.reason === "" && typeof draft?.reason === "string") this.reason = draft.reason;
  }

  /** To what someone leaves mostly says what they do; the worker corrects it. */
  left(exit: ExitKind | null): void {
    this.exit = exit;
    this.doing = exit === null ? null : (DOING[exit] ?? null);
    this.asking.mend("exit");
  }

  typed(reason: string): void {
    this.asking.mend("reason");
    this.#kept.keep(reason === "" ? null : { reason });
  }

  /** Answers the stage that the case now has, or null. */
  async send(): Promise<Stage | null> {
    const to = this.to;
    this.asking.clear();
    if (to === null) this.asking.refuse("to", m.person_stage_missing());
    if (to === "left" && this.exit === null) this.asking.refuse("exit", m.person_exit_missing());
    if (this.unreadable) this.asking.refuse("on", m.person_day_unreadable());
    if (to === null || Object.keys(this.asking.errors).length > 0) return null;
    const exit = to === "left" ? this.exit : null;
    const move = { person: this.#person, to, on: this.on, reason: this.reason, exit };
    const leaving = to === "left" ? this.#leaving() : {};
    const done = await this.asking.run(() => call("case.move", { ...move, ...leaving }));
    if (!done) return null;
    this.reason = "";
    await this.#kept.forget();
    return to;
  }

  #leaving() {
    const four_weeks = m.situation_remind_4w();
    const six_months = m.situation_remind_6m();
    return {
      ...(this.doing === null ? {} : { situation: { kind: this.doing, proof: this.proof, note: "" } }),
      ...(this.remind ? { remind: { four_weeks, six_months } } : {}),
    };
  }
}
