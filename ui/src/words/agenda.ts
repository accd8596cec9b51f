// The closed lists of meetings, activities, steps and what was told, in words. A code without its words does not compile.

import type { ActivityKind, Attendance, Every, NoticeWay, Outcome, StepBy, ToldTo } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import type { Term } from "./terms.ts";

export const outcomeWords: Term<Outcome> = {
  planned: m.agenda_outcome_planned,
  present: m.agenda_outcome_present,
  absent: m.agenda_outcome_absent,
  excused: m.agenda_outcome_excused,
  cancelled: m.agenda_outcome_cancelled,
  moved: m.agenda_outcome_moved,
};

export const attendanceWords: Term<Attendance> = {
  invited: m.agenda_attendance_invited,
  present: m.agenda_attendance_present,
  absent: m.agenda_attendance_absent,
  excused: m.agenda_attendance_excused,
};

export const activityWords: Term<ActivityKind> = {
  workshop: m.agenda_activity_workshop,
  collective_info: m.agenda_activity_collective_info,
  outing: m.agenda_activity_outing,
};

export const everyWords: Term<Every> = {
  "": m.agenda_every_once,
  week: m.agenda_every_week,
  fortnight: m.agenda_every_fortnight,
  month: m.agenda_every_month,
};

export const stepByWords: Term<StepBy> = {
  person: m.terms_step_by_person,
  worker: m.terms_step_by_worker,
  partner: m.terms_step_by_partner,
};

export const toldToWords: Term<ToldTo> = {
  person: m.terms_told_to_person,
  representative: m.terms_told_to_representative,
  both: m.terms_told_to_both,
};

export const noticeWayWords: Term<NoticeWay> = {
  oral: m.terms_notice_way_oral,
  paper: m.terms_notice_way_paper,
};
