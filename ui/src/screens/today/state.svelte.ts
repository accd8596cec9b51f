// What this day asks for, and the acts that answer it from a line.

import { call, onTopics } from "../../api/call.ts";
import type { AppointmentLine, CheckKind, Outcome, Presence, ReferralLine, StepDue, TaskLine, Today } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { settle } from "../../parts/appointment/settle.ts";
import { m, presenceWords } from "../../words/index.ts";

export class Day {
  asks = $state.raw<Today | null>(null);
  thrown = $state.raw<unknown>(null);
  /** The line whose act is under way. */
  busy = $state<string | null>(null);
  /** The line whose act did not go through, and why. */
  failed = $state.raw<{ line: string; thrown: unknown } | null>(null);
  /** The referral whose chase is being written. */
  chasing = $state<string | null>(null);
  #questions = 0;
  /** Whether more than the first of each kind was asked for. */
  #whole = false;

  /** Rereads whenever something of the day may have changed; answers with the function that stops. */
  follow(): () => void {
    void this.reread();
    return onTopics((topic) => {
      if (topic === "agenda" || topic === "referrals" || topic === "people" || topic === "catalogue") void this.reread();
    });
  }

  async reread(): Promise<void> {
    const question = ++this.#questions;
    try {
      const asks = await call("today.show", { whole: this.#whole });
      if (question !== this.#questions) return;
      this.asks = asks;
      this.thrown = null;
    } catch (thrown) {
      if (question === this.#questions) this.thrown = thrown;
    }
  }

  /** From now on all that can be shown of each kind. */
  async showWhole(): Promise<void> {
    this.#whole = true;
    await this.reread();
  }

  /** `back` is told once the tick was taken back, so that the focus can follow the line. */
  async settle(task: TaskLine, back: () => void): Promise<void> {
    const done = await this.#act(task.id, () => call("task.settle", { task: task.id, done: true }));
    if (!done) return;
    said.say(m.today_task_settled({ what: task.what }), {
      label: m.today_undo(),
      run: () =>
        void this.#act(task.id, () => call("task.settle", { task: task.id, done: false })).then((undone) => {
          if (undone) back();
        }),
    });
  }

  /** The same of a step. */
  async settleStep(step: StepDue, back: () => void): Promise<void> {
    const set = (done: boolean) => this.#act(step.id, () => call("step.settle", { step: step.id, done }));
    if (!(await set(true))) return;
    said.say(m.plan_step_done({ what: step.what }), { label: m.today_undo(), run: () => void set(false).then((undone) => undone && back()) });
  }

  async meet(line: AppointmentLine, outcome: Outcome): Promise<void> {
    await this.#act(line.id, () => settle(line, outcome));
  }

  async answer(line: ReferralLine, kind: CheckKind, present: Presence): Promise<void> {
    const done = await this.#act(line.id, () => call("referral.check", { referral: line.id, kind, present, on: null, note: "" }));
    if (done) said.say(m.today_answered({ person: line.person_name, answer: presenceWords[present]() }));
  }

  async chase(line: ReferralLine, note: string): Promise<boolean> {
    const request = { referral: line.id, kind: "chase", present: "unknown", on: null, note: note.trim() } as const;
    const done = await this.#act(line.id, () => call("referral.check", request));
    if (!done) return false;
    this.chasing = null;
    said.say(m.today_chased({ provider: line.provider_name, person: line.person_name }));
    return true;
  }

  async andNowSettled(line: ReferralLine): Promise<void> {
    const done = await this.#act(line.id, () => call("referral.settle_and_now", { referral: line.id }));
    if (done) said.say(m.today_and_now_settled({ person: line.person_name }));
  }

  /** Why the act of this line did not go through, or null. */
  failure(line: string): unknown {
    return this.failed?.line === line ? this.failed.thrown : null;
  }

  async #act(line: string, act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = line;
    this.failed = null;
    try {
      await act();
      await this.reread();
      return true;
    } catch (thrown) {
      this.failed = { line, thrown };
      return false;
    } finally {
      this.busy = null;
    }
  }
}

/** "5 tâches, 2 personnes à recontacter"; empty when the day asks for nothing. */
export function dayInShort(asks: Today): string {
  const counts: readonly [number, (given: { count: number }) => string, boolean][] = [
    [asks.appointments.length + asks.activities.length, m.agenda_count_today, asks.more.meetings],
    [asks.tasks.length, m.today_count_tasks, asks.more.tasks],
    [asks.steps.length, m.today_count_steps, asks.more.steps],
    [asks.referrals.length, m.today_count_waiting, asks.more.referrals],
    [asks.and_now.length, m.today_count_and_now, asks.more.and_now],
    [asks.quiet_total, m.today_count_quiet, false],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, words, more]) => (more ? m.today_more_than({ what: words({ count }) }) : words({ count })))
    .join(", ");
}
