// The days that the agenda shows, what stands on each, and how one goes to another.

import { call, onTopics } from "../../api/call.ts";
import type { ActivityLine, AppointmentLine, ReferralLine, StepDue, TaskLine, Week } from "../../api/generated.ts";
import { addDays, daysBetween, today } from "../../words/index.ts";

export type View = "week" | "day";

export interface AgendaDay {
  day: string;
  appointments: AppointmentLine[];
  activities: ActivityLine[];
  tasks: TaskLine[];
  referrals: ReferralLine[];
  steps: StepDue[];
}

/** A Monday that everyone can count from. */
const A_MONDAY = "2024-01-01";

export function mondayOf(day: string): string {
  return addDays(day, -(((daysBetween(A_MONDAY, day) % 7) + 7) % 7));
}

/** Each day with what stands on it; days without anything too. */
export function byDays(week: Week): AgendaDay[] {
  return Array.from({ length: week.days }, (_, index): AgendaDay => {
    const day = addDays(week.from, index);
    return {
      day,
      appointments: week.appointments.filter((line) => line.slot.day === day),
      activities: week.activities.filter((line) => line.slot.day === day),
      tasks: week.tasks.filter((line) => line.due_on === day),
      referrals: week.referrals.filter((line) => line.due?.on === day),
      steps: week.steps.filter((line) => line.due_on === day),
    };
  });
}

export class Agenda {
  day = $state(today());
  view = $state<View>("week");
  week = $state.raw<Week | null>(null);
  thrown = $state.raw<unknown>(null);
  readonly from = $derived(mondayOf(this.day));
  readonly days = $derived(this.week === null || this.week.from !== this.from ? [] : byDays(this.week).filter(({ day }) => this.view === "week" || day === this.day));
  #asked = 0;

  /** Reads again at every change of the week, and whenever something of it may have changed. */
  follow(): () => void {
    return onTopics((topic) => {
      if (topic === "agenda" || topic === "referrals" || topic === "people") void this.read();
    });
  }

  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const week = await call("agenda.week", { from: this.from, days: 7 });
      if (asked !== this.#asked) return;
      this.week = week;
      this.thrown = null;
    } catch (thrown) {
      if (asked === this.#asked) this.thrown = thrown;
    }
  }

  go(days: number): void {
    this.day = addDays(this.day, days);
  }
}
