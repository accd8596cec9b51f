// Generated from the Rust types; `cargo xtask bindings` writes it anew.

export type AccessExported = { documents: number, 
/**
 * Documents whose content is not on this laptop; the page names them.
 */
missing: number, };

export type AccessFilter = { 
/**
 * With those who are shown in this person's file.
 */
person: PersonId | null, worker: WorkerId | null, kind: AccessKind | null, };

export type AccessKind = "opened" | "why" | "printed" | "exported" | "searched";

export type AccessLine = { n: number, at: Instant, worker: string, person: PersonId | null, 
/**
 * Empty for a file that is not here any more, and for what was of nobody's file.
 */
person_name: string, kind: AccessKind | null, reason: AccessReason | null, words: string, };

export type AccessPage = { total: number, lines: Array<AccessLine>, };

export type AccessReason = "stand_in" | "together" | "came" | "coordination" | "right" | "urgent" | "other";

export type ActivityAdded = { activity: ActivityId, };

export type ActivityFile = { line: ActivityLine, people: Array<Attending>, };

export type ActivityId = string;

export type ActivityKind = "workshop" | "collective_info" | "outing";

export type ActivityLine = { id: ActivityId, kind: ActivityKind | null, title: string, slot: Slot, place: string, note: string, 
/**
 * People with any answer, those who came included.
 */
invited: number, present: number, demo: boolean, };

export type Added = { person: PersonId, };

export type AddressMatch = { 
/**
 * As the list writes it.
 */
label: string, precision: AddressPrecision, 
/**
 * The street as it is written is not in the list; this one is near in letters.
 */
guessed: boolean, };

export type AddressPrecision = "house" | "neighbour" | "street" | "commune";

export type Against = "previous" | "last_year";

export type AgeRange = { at_least: number, at_most: number, };

export type AgendaExported = { 
/**
 * Entries in the file, those moved or called off included.
 */
entries: number, };

export type AgreementId = string;

export type AgreementState = "none" | "person" | "representative" | "person_and_representative" | "withdrawn";

export type AgreementView = { id: AgreementId, provider: ProviderId, provider_name: string, given_on: string | null, given_by: GivenBy | null, text_version: string, withdrawn_on: string | null, };

export type AlarmAbout = "answer" | "members" | "batch" | "key" | "statement" | "change" | "laptop" | "document" | "snapshot";

export type AlarmKind = "forged" | "withheld" | "rolled_back" | "forked" | "stale" | "clone_suspected" | "diverged" | "refused" | "clock";

export type Allowed = { to: State, reason: ReasonRule, reasons: Array<Reason>, };

export type Answer = "unasked" | "no" | "yes";

export type AnswerKind = "accepted" | "partly" | "refused" | "under_study";

export type Appearance = "system" | "light" | "dark";

export type AppointmentAdded = { appointment: AppointmentId, };

export type AppointmentId = string;

export type AppointmentLine = { id: AppointmentId, person: PersonId | null, person_name: string, referral: ReferralId | null, what: string, slot: Slot, place: string, with_whom: string, 
/**
 * None when a newer version wrote a word this one does not know.
 */
outcome: Outcome | null, moved_to: AppointmentId | null, demo: boolean, };

export type AsideFile = { person: PersonId, name: string, demo: boolean, archived: boolean, limited: boolean, };

export type AskedBy = "person" | "representative";

export type Asks = "value" | "removal" | "moves";

export type Attendance = "invited" | "present" | "absent" | "excused";

export type AttendanceAnswer = { person: PersonId, answer: Attendance, };

export type Attending = { person: PersonId, person_name: string, answer: Attendance | null, demo: boolean, };

export type Author = { 
/**
 * Empty where the name is not known here.
 */
worker: string, device: string, at: Instant, };

export type Backup = { 
/**
 * The name of its folder.
 */
id: string, 
/**
 * UTC milliseconds.
 */
made_ms: number, cause: BackupCause, 
/**
 * Acts in its journal.
 */
acts: number, bytes: number, };

export type BackupCause = "daily" | "asked" | "before_migration";

export type BackupList = { 
/**
 * The newest first.
 */
backups: Array<PlacedBackup>, 
/**
 * The second folder, as the worker chose it.
 */
second: string | null, 
/**
 * Whether the second folder is there now; a stick may be unplugged.
 */
second_there: boolean, 
/**
 * Whether the one of today is still to be made.
 */
due: boolean, 
/**
 * Until when copies stay at most that were made before the last erasure; none while locked, and where no such copy is left.
 */
copies_until: Instant | null, };

export type BackupPlace = "here" | "second";

export type BehindExported = { lines: number, };

export type Blank = "new_person" | "note" | "agreement" | "recovery_kit";

export type BoardFilter = { state: State | null, 
/**
 * Only those whose due date has passed; an ending that asks "and now?" has none to pass.
 */
late: boolean, 
/**
 * Only those that still wait for something.
 */
open: boolean, programme: ProgrammeId | null, };

export type ByGender = { women: number, men: number, non_binary: number, untold: number, };

export type CalendarWritten = { 
/**
 * Days in the file; 0 where none is known, and then nothing was written.
 */
entries: number, };

export type Candidate = { person: PersonLine, likeness: Likeness, };

export type CaseClocks = { origin_on: string | null, summoned_on: string | null, 
/**
 * The last day of the summons, whatever the age.
 */
summons_until: string | null, cej_started_on: string | null, 
/**
 * Why it was extended; empty where it was not.
 */
cej_extended: string, cej_until: string | null, 
/**
 * The last time the person left, whether they came back since or not.
 */
left_on: string | null, };

export type CaseFile = { 
/**
 * What the person did when they left, and why: as the last leaving has it, or the closing where they never left.
 */
exit: ExitKind | null, reason: string, needs: Array<NeedView>, plan: PlanView | null, referrals: Array<ReferralLine>, };

export type CaseForm = { 
/**
 * None where it is not said, or where a newer version wrote a word this one does not know: it stays until this or the
 * detail is corrected.
 */
origin: OriginKind | null, 
/**
 * Where, or by whom.
 */
origin_detail: string, 
/**
 * The day the person was found, or named on a list.
 */
origin_on: string | null, 
/**
 * The day of the summons under the training obligation of 16 to 18.
 */
summoned_on: string | null, 
/**
 * The day the contract "engagement jeune" began.
 */
cej_started_on: string | null, 
/**
 * Why the contract was extended to eighteen months; empty where it was not.
 */
cej_extended: string, };

export type CaseId = string;

export type CaseOpened = { case: CaseId, };

export type CaseReminders = { summons: string, cej: string, };

export type CaseView = { id: CaseId, origin: OriginKind | null, origin_detail: string, opened_on: string | null, referent: string, referent_id: WorkerId | null, stage: Stage, since: string | null, clocks: CaseClocks, };

export type CaseloadBy = "referent" | "stage" | "qpv" | "neighbourhood" | "commune" | "age" | "sex" | "level";

export type CatalogueBytes = { read: number, total: number, };

export type CatalogueChanges = { import: number, 
/**
 * Records that were not there.
 */
added: number, 
/**
 * Records that say something else now.
 */
changed: number, 
/**
 * Records that say what they said.
 */
same: number, 
/**
 * Records that the file does not have any more.
 */
gone: number, };

export type CatalogueFormat = "inclusion" | "lheo" | "hsds" | "qpv_list" | "qpv_outlines" | "addresses" | "rome" | "formacode";

export type CatalogueImport = { changes: CatalogueChanges, format: string, file: string, 
/**
 * UTC, milliseconds.
 */
at: number, 
/**
 * The newest day on which one of its records was changed, where they say it.
 */
data_on: string | null, whole: boolean, 
/**
 * It is the last one of its format, and what it replaced is still kept.
 */
undoable: boolean, };

export type CatalogueProgress = { 
/**
 * None while no file is read.
 */
reading: CatalogueBytes | null, };

export type CatalogueReading = { format: CatalogueFormat, 
/**
 * Offers that its records make: a formation that is given in two ways makes two.
 */
offers: number, 
/**
 * The first names in it, for eyes to tell whether it is the right file; at most five.
 */
names: Array<string>, report: FileReport, };

export type CatalogueState = { 
/**
 * Offers that newer data still have.
 */
offers: number, 
/**
 * Communes whose addresses are here.
 */
communes: number, 
/**
 * The outlines of the priority neighbourhoods in force are here.
 */
outlines: boolean, 
/**
 * The newest first.
 */
imports: Array<CatalogueImport>, 
/**
 * When the newest record of an offer was changed by its owner, where that is told.
 */
data_on: string | null, };

export type CatalogueTaken = { format: CatalogueFormat, changes: CatalogueChanges, report: FileReport, };

export type CatalogueTerm = { 
/**
 * `rome` or `formacode`.
 */
list: string, code: string, label: string, 
/**
 * As the file's name tells it; empty where it does not.
 */
version: string, };

export type Check = { id: CheckId, kind: CheckKind, on: string, 
/**
 * UTC milliseconds when it was written down, in one order with the moves of its day; 0 where it is not known.
 */
at: number, present: Presence, note: string, };

export type CheckId = string;

export type CheckKind = "chase" | "day_1" | "day_15" | "day_45" | "month_3" | "month_6";

export type Choice = "add" | "skip" | "same";

export type ClauseContract = "fixed_term" | "permanent" | "temporary" | "apprenticeship" | "professionalisation" | "insertion" | "other";

export type ClauseHoursDraft = { 
/**
 * The enterprise or structure that had them worked.
 */
employer: string, 
/**
 * Whoever of the young people worked them; none where somebody else did, who has no name here.
 */
person: PersonId | null, 
/**
 * The day they were worked, or the last day of the month they are told for.
 */
on: string, minutes: number, contract: ClauseContract | null, };

export type ClauseHoursId = string;

export type ClauseHoursLine = { id: ClauseHoursId, what: ClauseHoursDraft, person_name: string, };

export type ClauseStand = { 
/**
 * Hours due: the share of the total, up to the next whole hour, for "at least" is not met below.
 */
due_hours: number, done_minutes: number, 
/**
 * 0 once the clause is met.
 */
remaining_minutes: number, 
/**
 * What is done of what is due, in whole percent rounded down, over 100 where more was done; none where nothing is due.
 */
done_percent: number | null, };

export type ClauseWorks = "operation" | "local_management";

export type CodeError = { "reason": "empty" } | { "reason": "length", expected: number, got: number, } | { "reason": "too_long", limit: number, } | { "reason": "form" } | { "reason": "checksum" } | { "reason": "territory" };

export type Colleague = { id: WorkerId, name: string, 
/**
 * The worker whose vault this is.
 */
me: boolean, 
/**
 * People whose present case they follow and which has not ended.
 */
cases: number, };

export type Column = { 
/**
 * As the file has it.
 */
head: Private<string>, target: Target, 
/**
 * Of columns of days.
 */
order: DayOrder | null, 
/**
 * The days of this column fit more than one order: a person has to look.
 */
ambiguous: boolean, };

export type Completeness = { participants: number, 
/**
 * Of whom anything is missing that was due. A refusal is an answer.
 */
incomplete: number, 
/**
 * In whole percent, rounded down; 0 where nobody takes part.
 */
percent: number, reliability: Reliability, };

export type ConsultationAdded = { consultation: ConsultationId, };

export type ConsultationDraft = { kind: ConsultationKind, question: string, held_on: string, place: string, 
/**
 * Codes of the neighbourhoods asked, of either edition; none where it was asked wider.
 */
qpvs: Array<string>, present: Present, note: string, 
/**
 * By when the institution answers; none means [`ANSWER_MONTHS`] after the day.
 */
answer_due_on: string | null, };

export type ConsultationFile = { id: ConsultationId, demo: boolean, what: ConsultationDraft, 
/**
 * Who was there as residents read it.
 */
public: PublicPresent, 
/**
 * In the order in which they were written down.
 */
proposals: Array<ProposalLine>, follow_ups: Array<FollowUpLine>, 
/**
 * What residents are owed first.
 */
owed: Owed | null, };

export type ConsultationId = string;

export type ConsultationKind = "citizen_council" | "assembly" | "youth_panel" | "survey" | "walk" | "other";

export type ConsultationLine = { id: ConsultationId, demo: boolean, kind: ConsultationKind, question: string, held_on: string, place: string, qpvs: Array<string>, 
/**
 * How many were there; none where nobody counted.
 */
total: number | null, proposals: number, 
/**
 * Those of them that the institution has answered, were it to say that it studies them.
 */
answered: number, 
/**
 * What residents are owed first.
 */
owed: Owed | null, };

export type CouldGo = { person: PersonLine, fit: Fit, };

export type CountedFrom = "last_contact" | "opening";

export type Created = { recovery_code: string, protection: Protection, };

export type Criterion = "status" | "dates" | "places" | "age" | "level" | "qpv" | "zone" | "publics" | "situation" | "obligation" | "reach" | "cost";

export type CustomEntry = { field: CustomFieldId, label: string, kind: FieldKind, choices: Array<string>, 
/**
 * Empty where nothing is said.
 */
value: string, };

export type CustomField = { id: CustomFieldId, label: string, kind: FieldKind, 
/**
 * In the order in which they are offered; none but for a choice.
 */
choices: Array<string>, rank: number, 
/**
 * It is not shown any more; what files say in it is kept.
 */
retired: boolean, };

export type CustomFieldDraft = { label: string, 
/**
 * One for each line of the list; only for a choice.
 */
choices: Array<string>, };

export type CustomFieldId = string;

export type CustomIs = { field: CustomFieldId, value: string, };

export type DayOrder = "day_first" | "month_first" | "year_first";

export type Deadline = { "clock": "summons", until: string, over: boolean, } | { "clock": "cej", until: string, over: boolean, 
/**
 * The contract was extended already.
 */
extended: boolean, } | { "clock": "situation", occasion: Occasion, on: string, over: boolean, };

export type Delay = { leg: Leg, 
/**
 * Cases that have both days, the later not before the earlier.
 */
counted: number, 
/**
 * None where nothing is counted.
 */
first_quartile: number | null, median: number | null, third_quartile: number | null, 
/**
 * Cases that have the first day and are not there yet.
 */
without: number, 
/**
 * Cases whose later day comes first: a referral before the assessment, or a day mistyped. They enter no quartile.
 */
reversed: number, };

export type DelayLine = { kind: ProgrammeKind, delays: Delays, usual: Delays, };

export type Delays = { draft: number, acknowledge: number, answer: number, waitlist: number, 
/**
 * From acceptance to the start, where no session date is known.
 */
start: number, 
/**
 * From the start to the end, where no session date is known.
 */
length: number, };

export type Disagreement = { table: string, row: string, field: string, asks: Asks, person: string | null, person_name: string, 
/**
 * Which row of its table it is: a theme, a kind, a name.
 */
about: string, about_on: string | null, waits: Waits | null, 
/**
 * Both texts can be kept, one below the other.
 */
both: boolean, sides: Array<Side>, };

export type Disagreements = { 
/**
 * Questions that can be answered, of all pages.
 */
open: number, 
/**
 * Those that wait for a line or for an update.
 */
waiting: number, lines: Array<Disagreement>, };

export type Disputed = { table: string, row: string, field: string, 
/**
 * It waits for a line or for an update, and is no question yet.
 */
waiting: boolean, };

export type Document = unknown;

export type DocumentAdded = { document: DocumentId, };

export type DocumentId = string;

export type DocumentKind = "identity" | "address" | "rights" | "cv" | "school" | "contract" | "certificate" | "consent" | "letter" | "other";

export type DocumentPart = { 
/**
 * Pieces in all.
 */
pieces: number, 
/**
 * Pieces in this part.
 */
given: number, 
/**
 * Their bytes.
 */
base64: string, };

export type DocumentView = { id: DocumentId, name: string, 
/**
 * None for one of a newer version, as is `media`.
 */
kind: DocumentKind | null, media: Media | null, 
/**
 * In bytes.
 */
size: number, added_on: string | null, 
/**
 * The worker who added it.
 */
author: string, 
/**
 * Whether its content is here; another laptop's may still be on its way.
 */
here: boolean, };

export type Draft = { 
/**
 * Empty when nothing was kept.
 */
body: string, };

export type DueKind = "finish_draft" | "acknowledge" | "answer" | "waitlist_news" | "start" | "day_1" | "day_15" | "day_45" | "end" | "month_3" | "month_6" | "and_now";

export type DueView = { kind: DueKind, on: string, 
/**
 * Days past the due date; 0 when it is not late. An ending that asks "and now?" is never late.
 */
late_days: number, };

export type EmployerMinutes = { employer: string, minutes: number, };

export type EncounterId = string;

export type EncounterKind = "note" | "street" | "call" | "message" | "visit" | "interview" | "partner";

export type EncounterResult = "reached" | "no_answer" | "left_message" | "missed";

export type EsfItem = "gender" | "birth" | "labour" | "unemployed_since" | "education" | "level" | "disability" | "third_country" | "foreign_background" | "minority" | "housing" | "rural" | "exit";

export type Every = "" | "week" | "fortnight" | "month";

export type ExitKind = "training" | "apprenticeship" | "school" | "job" | "civic_service" | "business" | "handed" | "lost" | "moved" | "other";

export type ExitReminders = { four_weeks: string, six_months: string, };

export type ExitSituation = { kind: SituationKind, proof: Proof, note: string, };

export type ExportLines = { done: number, total: number, };

export type ExportProgress = { 
/**
 * None while none is written.
 */
writing: ExportLines | null, };

export type Exported = { 
/**
 * Sealed pieces in the file.
 */
batches: number, 
/**
 * Contents of documents in the file, the latest.
 */
contents: number, 
/**
 * Contents for which it had no room.
 */
contents_left: number, bytes: number, };

export type FeedbackAnswer = { helped: Helped, recommend: Recommend, 
/**
 * One sentence, or nothing.
 */
words: string, };

export type FeedbackId = string;

export type FeedbackShown = { 
/**
 * How many answers; 0 until there are five.
 */
answers: number, helped: number, helped_partly: number, helped_not: number, would_recommend: number, 
/**
 * Months in which the first and the last of them left the box, `YYYY-MM`.
 */
since: string, until: string, 
/**
 * In an order that is drawn.
 */
words: Array<FeedbackWords>, };

export type FeedbackWords = { id: FeedbackId, words: string, };

export type FieldChange = { table: string, row: string, field: string, 
/**
 * The label of a field that the team defined; empty for any other.
 */
label: string, before: Array<string>, 
/**
 * Other values that stood beside it until then: laptops had said differently, and this settled it.
 */
beside: Array<Array<string>>, after: Array<string>, };

export type FieldDefined = { field: CustomFieldId, };

export type FieldKind = "text" | "number" | "day" | "choice" | "yes_no";

export type Figure = { table: TableName, 
/**
 * The key of the row; none for the total.
 */
row: string | null, column: FigureColumn, };

export type FigureColumn = "active" | "opened" | "ended" | "unreached" | "sent" | "answered" | "accepted" | "started" | "completed" | "held_3_due" | "held_3" | "held_6_due" | "held_6" | "count" | "counted" | "without" | "reversed" | "exits" | "positive" | "hours_done" | "hours_until" | "hours_due" | "hours_left";

export type FigureLine = { person: PersonLine, 
/**
 * Where the figure counts referrals.
 */
referral: ReferralId | null, 
/**
 * What it is to; empty where the figure counts cases.
 */
programme: string, };

export type FigurePage = { total: number, lines: Array<FigureLine>, };

export type FigureReport = { period: Period, 
/**
 * None where nothing was to be compared, or the two would overlap.
 */
before: Period | null, tables: Array<ReportTable>, 
/**
 * Quartiles, for a report of delays.
 */
delays: Array<Delay>, delays_before: Array<Delay>, 
/**
 * By what exits were counted as positive, the rule that began first on top; where there was no exit, what holds now.
 */
rules: Array<OutcomeRule>, 
/**
 * How many invented people are counted among the rest.
 */
invented: number, 
/**
 * How many people are not counted, since the use of their file is limited by right.
 */
limited: number, 
/**
 * The day the figures were counted on.
 */
on: string, };

export type FileBecame = "repaired" | "foreign" | "unread" | "refused";

export type FileCounts = { 
/**
 * Records that the file holds.
 */
read: number, 
/**
 * Records handed on. `read = kept + refused`.
 */
kept: number, 
/**
 * Records left out.
 */
refused: number, 
/**
 * Values repaired.
 */
repaired: number, 
/**
 * Values kept without a meaning.
 */
foreign: number, 
/**
 * Values left empty.
 */
unread: number, };

export type FileEncoding = "utf8" | "utf8_marked" | "utf16_le" | "utf16_be" | "windows1252" | "latin9";

export type FileFinding = { place: FilePlace, 
/**
 * The field in the words of the standard or the head of the column; empty where it is about the record.
 */
field: Private<string>, became: FileBecame, why: FileWhy, 
/**
 * What the file says, at most 200 characters of it.
 */
from: Private<string>, 
/**
 * What it became, where it was repaired.
 */
to: Private<string>, };

export type FilePlace = { "place": "file" } | { "place": "line", line: number, } | { "place": "record", number: number, } | { "place": "row", sheet: number, row: number, };

export type FileRefusal = { "refusal": "too_large", limit_mb: number, } | { "refusal": "record_too_large", place: FilePlace, limit_kb: number, } | { "refusal": "too_deep", place: FilePlace, limit: number, } | { "refusal": "bomb", limit_mb: number, } | { "refusal": "too_many_cells", limit: number, } | { "refusal": "encoding" } | { "refusal": "not_this_format" } | { "refusal": "no_column", column: string, } | { "refusal": "cut", place: FilePlace, } | { "refusal": "doctype" } | { "refusal": "malformed", place: FilePlace, } | { "refusal": "locked" } | { "refusal": "stopped" } | { "refusal": "source", kind: string, };

export type FileReport = { encoding: FileEncoding, counts: FileCounts, 
/**
 * At most [`DETAILS`] of each sort, in the order of the file; the counts say how many there were.
 */
findings: Array<FileFinding>, };

export type FileWhy = { "why": "missing" } | { "why": "code", error: CodeError, } | { "why": "form" } | { "why": "not_a_number" } | { "why": "range", from: number, to: number, } | { "why": "not_a_day" } | { "why": "impossible_day" } | { "why": "in_the_future" } | { "why": "no_day" } | { "why": "too_long", limit: number, } | { "why": "kind" } | { "why": "unknown_word" } | { "why": "unknown_field" } | { "why": "not_read" } | { "why": "old_word" } | { "why": "markup" } | { "why": "outline" } | { "why": "cells", expected: number, got: number, } | { "why": "twice" } | { "why": "bytes" } | { "why": "json" } | { "why": "xml" } | { "why": "too_big", limit: number, } | { "why": "ambiguous" };

export type Filed = { document: DocumentId, name: string, document_kind: DocumentKind | null, };

export type Filled = { people: number, };

export type Finding = { "finding": "pages", count: number, } | { "finding": "structure", count: number, } | { "finding": "rows", table: string, count: number, } | { "finding": "accesses", line: number, };

export type Fit = { verdict: Verdict, 
/**
 * At most one for each criterion, in the order of [`Criterion`].
 */
lines: Array<FitLine>, 
/**
 * The day one would start, where it is told.
 */
on: string | null, 
/**
 * To the nearest place as the crow flies, where both ends are known.
 */
km: number | null, 
/**
 * The catalogue asks for more in words, which no rule here has read.
 */
more_in_words: boolean, };

export type FitLine = { criterion: Criterion, verdict: Verdict, reason: FitReason, };

export type FitReason = { "code": "programme_closed" } | { "code": "programme_blocked" } | { "code": "gone", from: string, } | { "code": "permanent", from: string, until: string | null, } | { "code": "next_start", on: string, 
/**
 * Applications are taken from that day, where it is to come.
 */
apply_from: string | null, apply_until: string | null, } | { "code": "start_not_told" } | { "code": "recruitment_suspended", start: string | null, } | { "code": "recruitment_closed", start: string | null, } | { "code": "apply_over", until: string, } | { "code": "session_started", on: string, } | { "code": "session_over", ended: string, } | { "code": "places", places: number, } | { "code": "no_place_left" } | { "code": "age_fits", min: number | null, max: number | null, on: string, } | { "code": "too_young", min: number, age: AgeRange, on: string, 
/**
 * The birthday from which it fits, where the birth date is complete.
 */
from: Private<string> | null, } | { "code": "too_old", max: number, age: AgeRange, on: string, } | { "code": "age_unsure", min: number | null, max: number | null, age: AgeRange | null, on: string, } | { "code": "level_reached", entry: Level, } | { "code": "level_below", entry: Level, level: Level, required: boolean, } | { "code": "level_unsure", entry: Level, level: Level | null, } | { "code": "in_qpv", qpv: Private<Qpv>, } | { "code": "outside_qpv" } | { "code": "outside_qpv_perhaps_rural" } | { "code": "qpv_uncertain" } | { "code": "qpv_unknown" } | { "code": "in_zone", zone: string, } | { "code": "outside_zone", commune: Private<Insee>, zones: Array<string>, } | { "code": "zone_unsure", zones: Array<string>, } | { "code": "public_matches", public: Public, } | { "code": "publics_differ", publics: Array<Public>, } | { "code": "publics_to_ask", publics: Array<Public>, } | { "code": "occupied", situation: SituationKind, } | { "code": "school_left" } | { "code": "school_unknown" } | { "code": "under_obligation" } | { "code": "not_under_obligation" } | { "code": "obligation_unknown" } | { "code": "meets_obligation" } | { "code": "remote" } | { "code": "within_reach", km: number, } | { "code": "far_with_transport", km: number, } | { "code": "far_without_transport", km: number, } | { "code": "far_transport_unknown", km: number, } | { "code": "very_far", km: number, } | { "code": "distance_unknown" } | { "code": "free" } | { "code": "to_pay", 
/**
 * The catalogue's words.
 */
cost: string, };

export type FollowUpAdded = { follow_up: FollowUpId, };

export type FollowUpDraft = { 
/**
 * The proposal it comes of; none where it is of the whole.
 */
proposal: ProposalId | null, 
/**
 * The day it was done; while it is not, the day by which it is to be.
 */
on: string, what: string, done: boolean, };

export type FollowUpId = string;

export type FollowUpLine = { id: FollowUpId, what: FollowUpDraft, owed: Owed | null, };

export type FoundOffers = { lines: Array<OfferLine>, total: number, 
/**
 * Words that nothing has, and those that were sought instead.
 */
instead: Array<[string, string]>, };

export type FundChoice = { id: FundOperationId, name: string, from: string, until: string, };

export type FundColumn = { head: string, source: FundSource, };

export type FundCounts = { indicator: Indicator, 
/**
 * Participants for whom it holds.
 */
counts: ByGender, 
/**
 * Who refused to say: they count neither way, and their record is complete.
 */
refused: number, 
/**
 * Of whom it cannot be told.
 */
unknown: number, };

export type FundEntryForm = { sex: Sex | null, 
/**
 * A day, a month or a year; nothing where it is not known.
 */
birth: string, labour: Labour | null, unemployed_since: string | null, in_education: boolean | null, level: Level | null, disability: Told, third_country: Told, foreign_background: Told, minority: Told, housing: Told, rural: boolean | null, };

export type FundExitForm = { 
/**
 * The day the answers speak of; none where nothing was asked.
 */
exit_on: string | null, labour: Labour | null, searching: boolean | null, in_education: boolean | null, qualified: boolean | null, };

export type FundExported = { lines: number, };

export type FundFigure = { figure: FundCounts, 
/**
 * The code of the Commission, as EECO01.
 */
code: string, name: FundText, rule: FundText, source: FundText, 
/**
 * The wording still has to be held against the Official Journal.
 */
to_check: boolean, };

export type FundFormat = "xlsx" | "csv";

export type FundGender = "women" | "men" | "non_binary" | "untold";

export type FundJoined = { participation: FundParticipationId, 
/**
 * They had been there before: the entry of the first day stands.
 */
goes_on: boolean, };

export type FundLaterForm = { 
/**
 * The day the answers speak of; none where nothing was asked.
 */
later_on: string | null, employed: boolean | null, improved: boolean | null, };

export type FundLeaving = "completed" | "job" | "training" | "dropped" | "moved" | "other";

export type FundLine = { participation: FundParticipationId, person: PersonLine, entered_on: string, left_on: string | null, missing: Array<EsfItem>, owed: Array<FundOwed>, outside: Array<OutsidePublic>, };

export type FundList = { "list": "all", } | { "list": "incomplete", } | { "list": "owed", } | { "list": "holds", indicator: Indicator, gender: FundGender | null, } | { "list": "refused", indicator: Indicator, } | { "list": "unknown", indicator: Indicator, };

export type FundOfPerson = { 
/**
 * The latest first.
 */
participations: Array<FundParticipationView>, 
/**
 * Operations that go on and that they do not take part in now.
 */
open: Array<FundChoice>, };

export type FundOperation = { id: FundOperationId, demo: boolean, what: FundOperationDraft, warns_from: number, columns: Array<FundColumn>, 
/**
 * The columns are the house's own: nobody kept others.
 */
columns_usual: boolean, completeness: Completeness, too_short: number, owed: number, figures: Array<FundFigure>, };

export type FundOperationAdded = { operation: FundOperationId, };

export type FundOperationDraft = { name: string, 
/**
 * Its number in the tool of record (in France "Ma Démarche FSE+").
 */
number: string, 
/**
 * The programme of the fund that pays.
 */
programme: string, 
/**
 * The body that receives the money and accounts for it.
 */
beneficiary: string, from: string, until: string, 
/**
 * Completed years at the entry.
 */
min_age: number | null, max_age: number | null, 
/**
 * Levels of the public; none named is any.
 */
levels: Array<Level>, 
/**
 * Only who lives in a priority neighbourhood.
 */
qpv_only: boolean, 
/**
 * From which share of incomplete participants a worker is warned; none is the house's own.
 */
warn_percent: number | null, 
/**
 * The last day on which the accounts must still be there: five years from 31 December of the year of the last payment
 * (article 82 of Regulation (EU) 2021/1060), as the managing authority tells it.
 */
kept_until: string | null, note: string, };

export type FundOperationId = string;

export type FundOperationLine = { id: FundOperationId, demo: boolean, name: string, number: string, from: string, until: string, warns_from: number, completeness: Completeness, };

export type FundOwed = { occasion: Occasion, 
/**
 * The last day for the exit; the first day for the six months.
 */
on: string, 
/**
 * That day has passed.
 */
over: boolean, };

export type FundPage = { total: number, lines: Array<FundLine>, };

export type FundParticipationDraft = { entered_on: string, 
/**
 * The last day, once there is one.
 */
left_on: string | null, left_reason: FundLeaving | null, entry: FundEntryForm, exit: FundExitForm, later: FundLaterForm, };

export type FundParticipationId = string;

export type FundParticipationView = { id: FundParticipationId, person: PersonId, person_name: string, operation: FundOperationId, operation_name: string, what: FundParticipationDraft, missing: Array<EsfItem>, owed: Array<FundOwed>, outside: Array<OutsidePublic>, 
/**
 * Whether they are a participant already: over a day.
 */
counts: boolean, 
/**
 * The use of the file is limited by right: what was answered counts in the accounts all the same, and nothing is written.
 */
limited: boolean, };

export type FundPreview = { heads: Array<string>, rows: Array<Array<string>>, };

export type FundRemind = { four_weeks: string, six_months: string, };

export type FundSource = "family_name" | "given_name" | "birth" | "gender" | "age" | "address" | "postal_code" | "commune" | "insee" | "phone" | "email" | "qpv" | "entered_on" | "left_on" | "left_reason" | "labour" | "unemployed_since" | "long_unemployed" | "education" | "level" | "disability" | "third_country" | "foreign_background" | "minority" | "housing" | "rural" | "exit_on" | "exit_labour" | "exit_searching" | "exit_education" | "exit_qualified" | "later_on" | "later_employed" | "later_improved" | "missing" | "nothing";

export type FundText = { fr: string, en: string, };

export type Funding = "region" | "fse_plus" | "feder" | "anru" | "state";

export type FunnelBy = "programme" | "provider" | "kind" | "tag" | "funding";

export type GivenBy = "person" | "representative" | "both";

export type GuardianRelation = "mother" | "father" | "guardian" | "relative" | "child_welfare";

export type HandedOver = { handed: number, 
/**
 * They were the referent of so many already.
 */
already: number, };

export type Handover = { 
/**
 * Empty where nobody had it.
 */
from: string, to: string, note: string, };

export type Helped = "yes" | "partly" | "no";

export type History = { 
/**
 * How many acts there are in all, those of this page included.
 */
total: number, lines: Array<HistoryLine>, };

export type HistoryLine = { act: string, 
/**
 * It took back an earlier act, or did one again.
 */
undo: boolean, at: Instant, by: string, changes: Array<FieldChange>, };

export type Hit = { "found": "person", id: PersonId, name: string, birth: string, commune: string, demo: boolean, } | { "found": "programme", id: ProgrammeId, name: string, provider: string, demo: boolean, };

export type HurtDocument = { name: string, person: string | null, 
/**
 * Empty where it cannot be read.
 */
person_name: string, };

export type HurtPerson = { person: string, 
/**
 * Empty where it cannot be read.
 */
name: string, rows: number, };

export type IdentityCheck = "known" | "paper" | "called_back" | "unchecked";

export type ImportReport = { added: number, 
/**
 * Rows that the vault already has under the same id; nothing of them is changed.
 */
known: number, 
/**
 * Rows that cannot be read, by table and place (counted from 1).
 */
refused: Array<string>, };

export type Imported = { 
/**
 * Changes that are new here.
 */
received: number, 
/**
 * Sealed pieces that are new here.
 */
batches: number, 
/**
 * Contents of documents that are now here.
 */
contents: number, 
/**
 * Laptops of which something before what the file has is missing here: it comes over the network, or by another file.
 */
gaps: Array<TeamGap>, 
/**
 * Alarms that it sounded.
 */
alarms: number, };

export type InTeam = { space: SpaceId, team: string, hub: string, 
/**
 * None once this laptop was removed.
 */
role: TeamRole | null, 
/**
 * This laptop first, then the others that are in, then those that were removed.
 */
members: Array<TeamMember>, 
/**
 * Whether a recovery kit is there.
 */
kit: boolean, 
/**
 * Changes of this laptop that the hub has not confirmed.
 */
to_send: number, 
/**
 * Parts of files that came before their key.
 */
waiting: number, link: LinkState, 
/**
 * Of the home team: its own and those of the smaller ones. Of a smaller one: its own.
 */
alarms: Array<TeamAlarm>, 
/**
 * Smaller teams within the home team; they have none themselves.
 */
smaller: Array<Team>, };

export type Indicator = "EECO01" | "EECO02" | "EECO03" | "EECO04" | "EECO05" | "EECO06" | "EECO07" | "EECO08" | "EECO09" | "EECO10" | "EECO11" | "EECO12" | "EECO13" | "EECO14" | "EECO15" | "EECO16" | "EECO17" | "EECR01" | "EECR02" | "EECR03" | "EECR04" | "EECR05" | "EECR06";

export type Initiative = "person" | "worker" | "other";

export type Insee = string;

export type Instant = number;

export type InstitutionAnswer = { kind: AnswerKind, 
/**
 * The institution, as "Ville de Creil"; never a resident.
 */
by: string, on: string, 
/**
 * Why; a refusal says it.
 */
reason: string, 
/**
 * What comes of it.
 */
follows: string, 
/**
 * By when that is done, or decided where it is under study.
 */
due_on: string | null, };

export type JoinAsked = { space_name: string, inviter_name: string, 
/**
 * Six words; the screen of whoever invited must show the same.
 */
words: string, };

export type Keep = { "keep": "one", head: string, } | { "keep": "both" } | { "keep": "back" } | { "keep": "out" };

export type Keeping = "keep" | "archive" | "return";

export type KeepingView = { keeping: Keeping | null, on: string | null, until: string | null, reason: string, by: string, };

export type KeyringState = "available" | "locked" | "absent" | "empty" | "replaced" | "refused" | "slow";

export type Kit = { 
/**
 * To be printed: nine groups of four.
 */
code: string, };

export type KnownBy = "name_and_birth" | "reference";

export type Labour = "unemployed" | "inactive" | "employed";

export type Language = "fr" | "en";

export type Lease = { "lease": "runs" } | { "lease": "ends", days: number, } | { "lease": "over", days: number, };

export type LeftDraft = { 
/**
 * As [`KeepDraft`] keeps it; before its slash stands the form it was typed in.
 */
place: string, 
/**
 * Its longest text, as far as it tells which draft it is.
 */
words: string, person: PersonId | null, person_name: string, demo: boolean, referral: ReferralId | null, programme: ProgrammeId | null, 
/**
 * The programme or the provider it is about.
 */
name: string, };

export type Leg = "found_to_contact" | "contact_to_assessment" | "assessment_to_referral" | "found_to_referral";

export type LetterWritten = { pages: number, 
/**
 * Signs that no typeface of the program can draw; a square stands for each.
 */
undrawn: number, mail: MailDraft | null, };

export type LetterheadDraft = { name: string, 
/**
 * Lines, with how to reach the team.
 */
address: string, 
/**
 * At the foot of each page.
 */
foot: string, };

export type LetterheadShown = { letterhead: LetterheadDraft, 
/**
 * The picture as an address that a page can show; empty without one.
 */
logo: string, };

export type Level = "none" | "level_3" | "level_4" | "level_5" | "level_6" | "level_7" | "higher";

export type Likeness = { strength: Strength, 
/**
 * Never empty, sorted.
 */
reasons: Array<LikenessReason>, };

export type LikenessReason = "same_name" | "same_given_name" | "close_spelling" | "same_sound" | "inverted_names" | "same_birth" | "close_birth" | "same_phone" | "same_email";

export type Limit = "limitation" | "objection";

export type LineChoice = { row: number, choice: Choice, 
/**
 * Of the same person.
 */
person: PersonId | null, };

export type LineLike = { row: number, place: FilePlace, 
/**
 * None where it is the same person.
 */
likeness: Likeness | null, };

export type LinkState = { team: string, 
/**
 * Whether this laptop was let in.
 */
member: boolean, 
/**
 * UTC milliseconds of the last time that everything was sent and taken.
 */
done_ms: number | null, 
/**
 * How the last meeting ended; none before the first.
 */
end: SyncEnd | null, 
/**
 * Alarms that nobody has read.
 */
alarms: number, 
/**
 * The smaller team that this tells of, where one of them is worse off than the home team.
 */
about: string | null, 
/**
 * Smaller teams in which this laptop is.
 */
smaller: Array<SmallerTeam>, 
/**
 * How the lease of this laptop in the home team stands.
 */
lease: Lease, 
/**
 * What of the team, or else of a smaller one, has not come here yet; none once all of it did.
 */
coming: TeamComing | null, };

export type ListCounts = { new: number, already: number, twice: number, alike: number, refused: number, };

export type ListFrom = { kind: OriginKind, 
/**
 * The name of the school, of the partner.
 */
detail: string, 
/**
 * The day of the list.
 */
on: string, };

export type ListImported = { 
/**
 * People who are new.
 */
added: number, 
/**
 * Lines that were joined to somebody who is there.
 */
joined: number, 
/**
 * Lines that said nothing new.
 */
already: number, skipped: number, 
/**
 * Lines that are like somebody, and nobody chose: nothing was done with them.
 */
undecided: number, refused: number, 
/**
 * New people whose address lies in a priority neighbourhood for sure, and those whose address lies in none.
 */
inside: number, outside: number, 
/**
 * The act to undo, which takes all of it back; none where nothing was written.
 */
position: number | null, };

export type ListLine = { 
/**
 * Its number among the lines of the table, from 0; by it the line is chosen about.
 */
row: number, place: FilePlace, given_name: string, family_name: string, birth: string, phone: string, commune: string, school: string, reference: string, 
/**
 * What has no field of its own and becomes a first note.
 */
note: string, state: ListState, 
/**
 * Whose file is there already, and by what it is known.
 */
already: PersonLine | null, by: KnownBy | null, 
/**
 * At most five people of the vault, the likeliest first. A line that is new may have some too: slight likenesses.
 */
people: Array<Candidate>, 
/**
 * Earlier lines of the list.
 */
lines: Array<LineLike>, };

export type ListPreview = { 
/**
 * Of the bytes that were read: sent along when they are imported.
 */
hash: string, mapping: Mapping, 
/**
 * The columns are what was said of the last list of these heads.
 */
remembered: boolean, 
/**
 * A few values of each column.
 */
samples: Array<Array<string>>, 
/**
 * Names of the sheets of a workbook, and the read one's number from 1; none for a text.
 */
sheets: Array<string>, sheet: number, counts: ListCounts, lines: Array<ListLine>, refused: Array<RefusedLine>, report: FileReport, };

export type ListState = "new" | "already" | "twice" | "alike";

export type LocateWhy = "no_list" | "no_street" | "no_number" | "no_outlines" | "border";

export type Located = { found: AddressMatch | null, 
/**
 * The neighbourhood, where the address lies in one for sure.
 */
inside: QpvAnswer | null, 
/**
 * It lies in none for sure.
 */
outside: boolean, why: LocateWhy | null, 
/**
 * Neighbourhoods that it may lie in, nearest border first.
 */
near: Array<QpvAnswer>, };

export type Loss = { kind: LossKind, 
/**
 * Acts known to be missing; 0 where none is or where it cannot be told.
 */
acts: number, 
/**
 * When the last act that is left was written, in UTC milliseconds: what is missing came after it.
 */
since_ms: number | null, 
/**
 * When the last act that is missing was written.
 */
until_ms: number | null, };

export type LossKind = "log_cut" | "older_copy" | "other_copy" | "mark_missing" | "mark_damaged";

export type MadeBackup = { backup: Backup, second: SecondCopy, };

export type MailDraft = { 
/**
 * Empty where the provider's address is not known.
 */
to: string, subject: string, body: string, };

export type MapPoint = { latitude: number, longitude: number, };

export type Mapping = { columns: Array<Column>, };

export type Media = "pdf" | "png" | "jpeg" | "webp" | "text" | "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "doc" | "xls" | "ppt" | "rtf";

export type Meeting = { 
/**
 * The subject of a meeting, the title of an activity; may be empty for a meeting.
 */
what: string, place: string, with_whom: string, 
/**
 * None for an activity, or where a newer version wrote a word this one does not know.
 */
outcome: Outcome | null, 
/**
 * None for a meeting.
 */
activity: ActivityKind | null, answer: Attendance | null, };

export type MemberLease = "runs" | "over" | "renewed";

export type Merged = { id: PersonId, who: PersonDraft, };

export type More = { 
/**
 * Appointments or activities.
 */
meetings: boolean, tasks: boolean, steps: boolean, referrals: boolean, and_now: boolean, };

export type Named = { person: PersonId, name: string, };

export type NeedSituation = "no_roof" | "hosted_unsure" | "leaving_home" | "unfit_home" | "rent_late" | "own_home_wanted" | "no_transport" | "no_licence" | "fare_too_dear" | "too_far" | "travel_alone" | "no_doctor" | "no_health_cover" | "care_put_off" | "low_spirits" | "addiction" | "disability" | "no_income" | "income_unsteady" | "debts" | "no_bank_account" | "meals_skipped" | "no_identity_papers" | "residence_permit" | "no_postal_address" | "rights_not_claimed" | "justice_matter" | "family_broken" | "cares_for_relative" | "child_without_care" | "unsafe_at_home" | "isolated" | "speaking_french" | "reading_french" | "writing_french" | "never_schooled" | "no_computer" | "no_internet" | "no_email" | "online_forms" | "never_worked" | "no_resume" | "no_contacts" | "undeclared_work" | "limited_hours" | "gave_up_looking" | "no_diploma" | "left_mid_year" | "no_place_found" | "no_path" | "afraid_of_school" | "foreign_diploma";

export type NeedView = { theme: Theme, answer: Answer, note: string, situations: Array<NeedSituation>, 
/**
 * What may be ticked under this theme, in the order in which it is asked.
 */
choices: Array<NeedSituation>, };

export type NotAdded = "unreadable" | "newer" | "tells_few" | "other_period" | "same_team";

export type NoticeId = string;

export type NoticeRecorded = { notice: NoticeId, };

export type NoticeView = { id: NoticeId, told_on: string | null, told_to: ToldTo | null, way: NoticeWay | null, text_version: string, 
/**
 * The worker who wrote it down.
 */
author: string, };

export type NoticeWay = "oral" | "paper";

export type Obstacle = "right_open" | "limited" | "referral_open" | "fund_accounts";

export type Occasion = "entry" | "course" | "exit" | "exit_4w" | "exit_6m";

export type Offer = { catalogue: OfferSource, 
/**
 * The identifier there.
 */
id: string, provider: OfferProvider, name: string, description: string, 
/**
 * Kinds it may be, by what the catalogue says: most often one, none where it is not sure.
 */
kinds: Array<ProgrammeKind>, tags: Array<Tag>, fundings: Array<Funding>, 
/**
 * The themes of the assessment it answers.
 */
themes: Array<Theme>, 
/**
 * The catalogue's own words for what it is about.
 */
subjects: Array<string>, 
/**
 * The catalogue's own codes for whom it is for.
 */
publics: Array<string>, 
/**
 * In words: whom it is for, and what is asked.
 */
conditions: string, 
/**
 * Ages, where the catalogue says them as numbers.
 */
min_age: number | null, max_age: number | null, 
/**
 * Only who lives in a priority neighbourhood (or a rural revitalisation zone).
 */
qpv_only: boolean, 
/**
 * Level one enters with; see [`Offer::entry_required`].
 */
entry: Level | null, entry_required: boolean, 
/**
 * Level one leaves with.
 */
exit: Level | null, romes: Array<Rome>, rncps: Array<Rncp>, 
/**
 * Formacode, five digits.
 */
formacodes: Array<string>, attendance: OfferAttendance | null, places: Array<OfferAddress>, 
/**
 * Codes of communes, departments, EPCI, or `france`: where one must live. Empty: not told.
 */
zone: Array<string>, sessions: Array<OfferSession>, 
/**
 * Opening hours or rhythm, in the catalogue's words.
 */
schedule: string, weekly_hours: number | null, total_hours: number | null, weeks: number | null, 
/**
 * Nothing to pay for the person; not told where none.
 */
free: boolean | null, cost: string, contacts: Array<OfferContact>, urls: Array<string>, 
/**
 * How one asks for it, in the catalogue's words.
 */
how: string, 
/**
 * When the catalogue's owner last changed it.
 */
updated: string | null, 
/**
 * The day from which it is no longer offered.
 */
gone_from: string | null, };

export type OfferAddress = { 
/**
 * Number and street, perhaps several lines.
 */
street: string, 
/**
 * Building, floor, what else leads there.
 */
extra: string, postal_code: PostalCode | null, commune: string, insee: Insee | null, point: OfferPoint | null, };

export type OfferAttendance = "on_site" | "remote" | "both";

export type OfferContact = { 
/**
 * Perhaps a person's name: shown, never logged.
 */
name: Private<string>, 
/**
 * What they are there for, in the catalogue's words.
 */
role: string, phones: Array<string>, emails: Array<string>, urls: Array<string>, };

export type OfferFile = { offer: Offer, standing: OfferStanding, 
/**
 * The file that last said something new of it.
 */
file: string, 
/**
 * When that was taken in; UTC, milliseconds.
 */
taken_in_at: number, 
/**
 * What its codes of ROME and Formacode are called, where those lists were taken in.
 */
terms: Array<CatalogueTerm>, };

export type OfferFilter = { text: string, kinds: Array<ProgrammeKind>, themes: Array<Theme>, tags: Array<Tag>, fundings: Array<Funding>, sources: Array<OfferSource>, 
/**
 * On site, or remote; what can be both fits either, and what is not told neither.
 */
attendance: OfferAttendance | null, 
/**
 * Only what is told to be free of charge.
 */
free: boolean, 
/**
 * Full time or part time; what is not told fits neither.
 */
rhythm: OfferRhythm | null, 
/**
 * Only where a session that one can still enter tells of a free place.
 */
places: boolean, 
/**
 * Fits this age, in years, as far as ages are told.
 */
age: number | null, 
/**
 * Starts on or before this day, or can be entered at any time.
 */
starts_by: string | null, 
/**
 * Kilometres from the point that is asked from; what is remote is near everywhere.
 */
within_km: number | null, 
/**
 * Also what is over.
 */
over: boolean, };

export type OfferForPerson = { line: OfferLine, fit: Fit, rank: Ranked, };

export type OfferFrom = { "from": "person", person: PersonId, } | { "from": "commune", insee: string, };

export type OfferKept = { programme: ProgrammeId, 
/**
 * It was not there before.
 */
new: boolean, };

export type OfferLine = { source: OfferSource, key: string, name: string, provider: string, commune: string, kinds: Array<ProgrammeKind>, themes: Array<Theme>, tags: Array<Tag>, fundings: Array<Funding>, attendance: OfferAttendance | null, free: boolean | null, min_age: number | null, max_age: number | null, qpv_only: boolean, permanent: boolean, next_start: string | null, 
/**
 * As the crow flies, from the point that was asked from.
 */
km: number | null, 
/**
 * Nothing can be entered any more.
 */
over: boolean, updated: string | null, };

export type OfferPoint = { 
/**
 * North of the equator.
 */
latitude: number, 
/**
 * East of Greenwich.
 */
longitude: number, };

export type OfferProvider = { 
/**
 * The identifier in the catalogue, where it has one.
 */
id: string, name: string, siret: Siret | null, uai: Uai | null, address: OfferAddress, contacts: Array<OfferContact>, };

export type OfferRecruitment = "open" | "closed" | "suspended";

export type OfferRhythm = "full_time" | "part_time";

export type OfferSession = { 
/**
 * The identifier in the catalogue, or its number in the offer: the same at each import.
 */
id: string, start: string | null, end: string | null, 
/**
 * One may enter at any time, between start and end where they are told.
 */
permanent: boolean, recruitment: OfferRecruitment | null, 
/**
 * Between these days one can apply.
 */
apply_from: string | null, apply_until: string | null, places: number | null, address: OfferAddress, };

export type OfferSort = "relevance" | "name" | "distance" | "start";

export type OfferSource = "data_inclusion" | "lheo" | "hsds";

export type OfferStanding = { "standing": "here" } | { "standing": "ended", on: string, } | { "standing": "gone", name: string, at: number, } | { "standing": "unknown" };

export type OfferView = { file: OfferFile, 
/**
 * None as long as nobody of the team referred to it or kept it.
 */
programme: ProgrammeId | null, };

export type OffersForPerson = { lines: Array<OfferForPerson>, 
/**
 * Offers that fit the filter, before the best were chosen.
 */
total: number, 
/**
 * Words that nothing has, and those that were sought instead.
 */
instead: Array<[string, string]>, 
/**
 * Distances are from the middle of the commune; none where not even that is known.
 */
from_commune: boolean | null, };

export type OpenInvitation = { code: string, 
/**
 * Where the colleague's laptop finds the hub.
 */
hub: string, role: TeamRole, 
/**
 * UTC milliseconds.
 */
until_ms: number, 
/**
 * Who answered, if somebody did.
 */
request: Request | null, };

export type Opinions = { in_favour: number | null, against: number | null, no_opinion: number | null, };

export type OriginKind = "street" | "siei" | "school" | "cfa" | "partner" | "family" | "spontaneous";

export type Orphans = { table: string, parent: string, count: number, };

export type Outcome = "planned" | "present" | "absent" | "excused" | "cancelled" | "moved";

export type OutcomeRule = { 
/**
 * None for the house's own, which nobody wrote down.
 */
id: OutcomeRuleId | null, 
/**
 * Under which the figure is shown, with the day: "CEJ, 2026".
 */
name: string, 
/**
 * Exits from this day on, until a newer rule for the same exits begins.
 */
from: string, of: RuleFor, positive: Array<ExitKind>, };

export type OutcomeRuleAdded = { rule: OutcomeRuleId, };

export type OutcomeRuleDraft = { 
/**
 * Under which the figure is shown, with the day: "CEJ, 2026".
 */
name: string, 
/**
 * Exits from this day on.
 */
from: string, of: RuleFor, positive: Array<ExitKind>, };

export type OutcomeRuleId = string;

export type OutcomeRuleLine = { id: OutcomeRuleId, what: OutcomeRuleDraft, 
/**
 * The name of the programme it is for, where it is for one.
 */
programme_name: string, };

export type OutcomeRules = { rules: Array<OutcomeRuleLine>, house: OutcomeRule, };

export type OutsidePublic = "age" | "level" | "qpv" | "dates";

export type Overlap = { 
/**
 * The person, or where there is none the subject; the title of an activity. May be empty.
 */
with: string, slot: Slot, };

export type Owed = { kind: OwedKind, due_on: string, 
/**
 * Days since that day; 0 while it has not passed.
 */
late_days: number, };

export type OwedKind = "answer" | "decision" | "deed";

export type Pair = { one: Twin, other: Twin, likeness: Likeness, };

export type Pairs = { 
/**
 * The likeliest first.
 */
pairs: Array<Pair>, 
/**
 * From where to ask on; none once everybody was looked at.
 */
next: number | null, };

export type Part = "reach" | "situation" | "plan" | "referrals" | "meetings" | "needs" | "representative" | "notes";

export type PassphraseStrength = { 
/**
 * 0 to 4; a vault asks for 3.
 */
score: number, enough: boolean, };

export type Past = { 
/**
 * The name of the rule.
 */
rule: string, months: number, counted_from: CountedFrom, since: string, 
/**
 * The last day on which it might be kept.
 */
until: string, };

export type PastFile = { person: PersonId, name: string, demo: boolean, referent: string, archived: boolean, past: Past, obstacles: Array<Obstacle>, 
/**
 * What was decided before, if anything was.
 */
last: KeepingView | null, };

export type PeopleColumn = "name" | "age" | "phone" | "commune" | "stage" | "last_contact" | "referent";

export type PeopleExported = { people: number, };

export type PeopleFilter = { 
/**
 * Words of the name, phone, commune or birth date; prefixes do.
 */
text: string, stage: Stage | null, commune: string, 
/**
 * Only those whose address is in a priority neighbourhood.
 */
in_qpv: boolean, 
/**
 * Only those whose referent is this vault's worker.
 */
mine: boolean, 
/**
 * Only those whose referent this is.
 */
referent: WorkerId | null, 
/**
 * Only those whom nobody follows.
 */
unassigned: boolean, min_age: number | null, max_age: number | null, 
/**
 * No contact with the person themself for so many days, counted from the case's opening where there was none yet.
 */
quiet_days: number | null, 
/**
 * Only those to be watched: nobody has reached them for 21 days, their file may soon be kept no longer, a partner's answer
 * is late, or a task or a step of theirs is.
 */
watched: boolean, 
/**
 * Those as well whose file was put away or whose use is limited.
 */
aside: boolean, 
/**
 * What a field of the team says, to the letter.
 */
custom: CustomIs | null, };

export type PeoplePage = { total: number, lines: Array<PersonLine>, };

export type PeopleSort = "name" | "last_contact" | "commune" | "stage";

export type Period = { from: string, to: string, };

export type PersonDraft = { given_name: string, family_name: string, birth: string, sex: Sex | null, phone: string, email: string, address_line: string, postal_code: string, commune: string, insee: string, qpv: string, school_name: string, school_uai: string, level: Level | null, guardian_name: string, guardian_phone: string, summary: string, guardian_relation: GuardianRelation | null, guardian_email: string, 
/**
 * When school was left, as far as it is known: a year, a month or a day.
 */
left_school: string, };

export type PersonFile = { 
/**
 * The kept file's, where the one that was asked for was merged into it.
 */
id: PersonId, 
/**
 * Those whose history this file shows as well.
 */
merged: Array<Merged>, demo: boolean, 
/**
 * The smaller team whose file it is; none of the home team's.
 */
smaller?: SmallerTeam, who: PersonDraft, 
/**
 * What was answered of living in a priority neighbourhood.
 */
residence: Residence, age: AgeRange | null, 
/**
 * None when it cannot be told from what is known.
 */
minor: boolean | null, last_contact: string | null, last_attempt: string | null, 
/**
 * The present one first.
 */
cases: Array<CaseView>, needs: Array<NeedView>, 
/**
 * What the person does, the latest first.
 */
situations: Array<SituationView>, 
/**
 * Of the present case; none when nobody wrote a plan or a step yet, or the last one was closed.
 */
plan: PlanView | null, 
/**
 * Those that were closed, the latest first.
 */
former_plans: Array<PlanView>, timeline: Array<TimelineItem>, referrals: Array<ReferralLine>, 
/**
 * Those to do, the first due on top; then those done in the last 30 days, the latest first.
 */
tasks: Array<TaskLine>, agreements: Array<AgreementView>, 
/**
 * What was told about the file, the latest first.
 */
notices: Array<NoticeView>, 
/**
 * What was asked of this file by right, the latest first.
 */
rights: Array<RightView>, 
/**
 * It was put away from daily sight.
 */
archived: boolean, 
/**
 * By right nothing more is written in it.
 */
limited: boolean, 
/**
 * What asks for attention, in the order in which it is shown.
 */
signals: Array<Signal>, 
/**
 * Meetings to come and those of the past that nobody has said the outcome of, the first on top.
 */
appointments: Array<AppointmentLine>, 
/**
 * The latest first.
 */
documents: Array<DocumentView>, 
/**
 * The fields that the team defined, in its order.
 */
custom: Array<CustomEntry>, 
/**
 * Fields of this file that laptops said differently.
 */
disagreements: Array<Disputed>, };

export type PersonId = string;

export type PersonLine = { id: PersonId, given_name: string, family_name: string, birth: string, age: AgeRange | null, phone: string, commune: string, qpv: string, stage: Stage | null, referent: string, last_contact: string | null, last_attempt: string | null, demo: boolean, 
/**
 * The smaller team whose file it is; none of the home team's.
 */
smaller?: string, };

export type PlacedBackup = { place: BackupPlace, backup: Backup, };

export type PlanDraft = { 
/**
 * What the young person wants, as they say it.
 */
words: string, decided_on: string | null, 
/**
 * The day the young person agreed to it.
 */
agreed_on: string | null, 
/**
 * When worker and person look at it again.
 */
review_on: string | null, };

export type PlanId = string;

export type PlanView = { id: PlanId, draft: PlanDraft, 
/**
 * None while it goes on.
 */
closed_on: string | null, 
/**
 * Those to do, the first due on top and those without a day last; then those done or given up, the latest first.
 */
steps: Array<StepView>, };

export type PlanWritten = { plan: PlanId, };

export type PostalCode = string;

export type Presence = "yes" | "no" | "unknown";

export type Present = { total: number | null, 
/**
 * The college of residents, and that of associations and local actors, as a citizen council has them.
 */
residents: number | null, local_actors: number | null, young: number | null, other_college: number | null, under_16: number | null, from_16_to_25: number | null, from_26_to_64: number | null, from_65: number | null, women: number | null, men: number | null, 
/**
 * Another, or not said.
 */
other_sex: number | null, };

export type Private<T> = T;

export type Problem = { "code": "wrong_passphrase", retry_after_s: number, } | { "code": "wait", retry_after_s: number, } | { "code": "recovery_typo" } | { "code": "wrong_recovery_code" } | { "code": "weak_passphrase" } | { "code": "locked" } | { "code": "no_vault" } | { "code": "vault_exists" } | { "code": "keyring", state: KeyringState, } | { "code": "damaged" } | { "code": "newer" } | { "code": "migration_failed", copy: string, } | { "code": "disk_full" } | { "code": "busy" } | { "code": "vault_in_use" } | { "code": "not_found" } | { "code": "stopped" } | { "code": "content_missing" } | { "code": "content_away" } | { "code": "other_space" } | { "code": "file_refused", refusal: FileRefusal, } | { "code": "catalogue_damaged" } | { "code": "catalogue_newer" } | { "code": "not_latest_import" } | { "code": "refused", refusal: Refusal, } | { "code": "hub_address", unencrypted: boolean, } | { "code": "hub_away" } | { "code": "not_a_hub" } | { "code": "hub_full" } | { "code": "hub_refused", why: string, } | { "code": "permit_needed" } | { "code": "not_in_team" } | { "code": "lease_over", days: number, } | { "code": "in_team" } | { "code": "demo_in_the_way" } | { "code": "role_forbids" } | { "code": "last_admin" } | { "code": "team_moved" } | { "code": "team_forged", alarm: string, } | { "code": "invitation_typo" } | { "code": "invitation_unknown" } | { "code": "invitation_used" } | { "code": "kit_typo" } | { "code": "kit_unknown" } | { "code": "not_a_team_file", newer: boolean, } | { "code": "other_team" } | { "code": "words_differ" } | { "code": "update_needed" } | { "code": "bad_request" } | { "code": "unknown_call" } | { "code": "internal" };

export type ProgrammeAdded = { programme: ProgrammeId, };

export type ProgrammeDraft = { name: string, kind: ProgrammeKind, summary: string, min_age: number | null, max_age: number | null, next_start: string | null, places: number | null, status: ProgrammeStatus, tags: Array<Tag>, fundings: Array<Funding>, };

export type ProgrammeId = string;

export type ProgrammeKind = "training" | "apprenticeship" | "back_to_school" | "job" | "insertion" | "social_clause" | "civic_service" | "business" | "guidance" | "obstacle" | "culture";

export type ProgrammeLine = { id: ProgrammeId, provider: ProviderId, provider_name: string, commune: string, demo: boolean, what: ProgrammeDraft, 
/**
 * Referrals to it so far, those of people who were removed left out, as the list of referrals leaves them out.
 */
referrals: number, 
/**
 * The offer of a catalogue that it was made of.
 */
source: ProgrammeSource | null, };

export type ProgrammeSource = { 
/**
 * The word of the catalogue.
 */
source: string, 
/**
 * The identifier there.
 */
key: string, };

export type ProgrammeStatus = "open" | "blocked" | "closed";

export type Proof = "none" | "declared" | "document" | "partner";

export type ProposalAdded = { proposal: ProposalId, };

export type ProposalDraft = { what: string, theme: ProposalTheme | null, opinions: Opinions, };

export type ProposalId = string;

export type ProposalLine = { id: ProposalId, what: ProposalDraft, 
/**
 * The opinions as residents read them.
 */
public_opinions: PublicOpinions, answer: InstitutionAnswer | null, owed: Owed | null, };

export type ProposalTheme = "job" | "training" | "youth" | "housing" | "transport" | "health" | "safety" | "surroundings" | "culture" | "rights" | "other";

export type Proposed = { referral: ReferralId, };

export type Protection = "passphrase_and_device" | "passphrase_alone";

export type ProviderAdded = { provider: ProviderId, };

export type ProviderDraft = { name: string, siret: string, uai: string, phone: string, email: string, address_line: string, postal_code: string, commune: string, insee: string, contact: string, note: string, };

export type ProviderId = string;

export type ProviderLine = { id: ProviderId, demo: boolean, who: ProviderDraft, };

export type Public = string;

export type PublicCount = { "told": "unknown" } | { "told": "exactly", count: number, } | { "told": "few" } | { "told": "withheld" };

export type PublicOpinions = { in_favour: PublicCount, against: PublicCount, no_opinion: PublicCount, };

export type PublicPresent = { total: PublicCount, residents: PublicCount, local_actors: PublicCount, young: PublicCount, other_college: PublicCount, under_16: PublicCount, from_16_to_25: PublicCount, from_26_to_64: PublicCount, from_65: PublicCount, women: PublicCount, men: PublicCount, other_sex: PublicCount, };

export type Qpv = string;

export type QpvAnswer = { code: Qpv, name: string, 
/**
 * To the border.
 */
metres: number, };

export type RankLine = { reason: RankReason, points: number, };

export type RankReason = { "code": "wish" } | { "code": "asked", theme: Theme, } | { "code": "need", theme: Theme, } | { "code": "step_kind", kind: ProgrammeKind, } | { "code": "step_words" } | { "code": "tag", tag: Tag, } | { "code": "fits" } | { "code": "near", km: number, } | { "code": "starts_soon", on: string, days: number, } | { "code": "starts_any_time" } | { "code": "worked" } & TrackRecord | { "code": "fresh", updated: string, } | { "code": "stale", updated: string, };

export type Ranked = { 
/**
 * The sum of the lines.
 */
points: number, lines: Array<RankLine>, };

export type Reason = "no_place" | "not_eligible" | "level" | "file_incomplete" | "no_interest" | "transport" | "money" | "housing" | "family" | "health" | "found_else" | "lost_contact" | "conflict" | "unsuited" | "error" | "duplicate" | "programme_closed" | "unknown" | "other";

export type ReasonRule = "none" | "required";

export type ReasonWord = { 
/**
 * The code, as `not_a_day`.
 */
why: string, said: string, };

export type Recommend = "yes" | "no";

export type Recorded = { encounter: EncounterId, };

export type RecoverReport = { 
/**
 * `journal` and the tables, each with what was read of it.
 */
tables: Array<RecoveredTable>, 
/**
 * Rows that only the tables still held, or held otherwise than the journal that is left: written anew, as acts of now.
 */
rewritten: number, 
/**
 * People of whom something could be read in one place only, or nowhere: their files are to be looked through.
 */
people: Array<HurtPerson>, };

export type RecoveredTable = { table: string, saved: number, 
/**
 * At least so many are gone.
 */
lost: number, };

export type RecoveryKit = { recovery_code: string, };

export type ReferralFile = { line: ReferralLine, provider: ProviderId, wish: string, session_start: string | null, session_end: string | null, minor: boolean | null, agreement: AgreementState, transitions: Array<Transition>, checks: Array<Check>, allowed: Array<Allowed>, warnings: Array<Warning>, };

export type ReferralId = string;

export type ReferralLine = { id: ReferralId, person: PersonId, person_name: string, programme: ProgrammeId, programme_name: string, programme_kind: ProgrammeKind | null, provider_name: string, state: State, since: string | null, disputed: boolean, due: DueView | null, 
/**
 * It ended otherwise than well, and nobody has said yet what comes next.
 */
and_now: boolean, demo: boolean, };

export type ReferralPage = { total: number, lines: Array<ReferralLine>, };

export type ReferredSeveral = { programme: ProgrammeId, referrals: Array<ReferralId>, 
/**
 * Who has a referral there already that goes on; none was added.
 */
already: Array<PersonId>, };

export type Refusal = { "refusal": "name_missing" } | { "refusal": "too_long", field: string, limit: number, } | { "refusal": "unreadable", field: string, } | { "refusal": "in_the_future", field: string, } | { "refusal": "too_early", field: string, not_before: string, } | { "refusal": "agreement_missing", provider: string, } | { "refusal": "representative_missing", provider: string, } | { "refusal": "age_unknown" } | { "refusal": "programme_closed", programme: string, } | { "refusal": "session_past", session: string, } | { "refusal": "move_not_allowed", from: string, to: string, } | { "refusal": "already_sent", field: string, } | { "refusal": "referral_ended", state: string, } | { "refusal": "reason_missing" } | { "refusal": "exit_missing" } | { "refusal": "not_left" } | { "refusal": "outside_obligation" } | { "refusal": "cej_start_missing" } | { "refusal": "no_plan" } | { "refusal": "reason_unknown", reason: string, } | { "refusal": "ages_reversed" } | { "refusal": "already_open" } | { "refusal": "already_takes_part", since: string, } | { "refusal": "case_still_open" } | { "refusal": "already_referent" } | { "refusal": "still_follows", count: number, } | { "refusal": "oneself" } | { "refusal": "changed_since", by: string, } | { "refusal": "said_otherwise_since" } | { "refusal": "invented_and_real" } | { "refusal": "name_taken" } | { "refusal": "never_undone", act: string, } | { "refusal": "nothing" } | { "refusal": "file_missing" } | { "refusal": "file_unreadable" } | { "refusal": "file_empty" } | { "refusal": "file_too_large", size: number, limit: number, } | { "refusal": "media_unknown" } | { "refusal": "file_unwritable" } | { "refusal": "file_exists" } | { "refusal": "file_changed" } | { "refusal": "day_order_missing" } | { "refusal": "label_taken" } | { "refusal": "field_retired" } | { "refusal": "too_late", field: string, not_after: string, } | { "refusal": "already_answered" } | { "refusal": "not_limited" } | { "refusal": "file_limited" } | { "refusal": "why_missing", 
/**
 * Whose file, for the reason is good for the whole of it.
 */
person: PersonId, 
/**
 * A colleague is the referent.
 */
outside: boolean, limited: boolean, } | { "refusal": "count_over_total", field: string, };

export type RefusedLine = { row: number, place: FilePlace, 
/**
 * The head of the column it is about; empty where it is about the line.
 */
head: string, why: FileWhy, 
/**
 * What the line says, cell by cell.
 */
cells: Array<string>, };

export type RefusedSaved = { lines: number, };

export type Reliability = "good" | "warn" | "costly";

export type Reopened = { stage: Stage, };

export type ReportAsk = { what: What, period: Period, 
/**
 * Only what this vault's worker follows.
 */
mine: boolean, };

export type ReportExported = { tables: number, };

export type ReportFormat = "xlsx" | "csv" | "svg" | "png";

export type ReportRow = { 
/**
 * By which a list behind a figure asks for it; none for the total.
 */
key: string | null, 
/**
 * What it is called where it is nothing of a closed list: a colleague, a commune, a programme, a partner.
 */
name: string | null, 
/**
 * Whose programme it is; of a rule, the day from which it holds.
 */
of: string | null, counts: Array<number>, 
/**
 * Of the period that is compared with.
 */
before: Array<number> | null, 
/**
 * Where a commune of the region lies.
 */
place: MapPoint | null, 
/**
 * The borders of a neighbourhood, holes too, each closed; empty for all others.
 */
rings: Array<Array<MapPoint>>, };

export type ReportTable = { table: TableName, columns: Array<FigureColumn>, rows: Array<ReportRow>, 
/**
 * Each case or referral once, though it may stand in several rows.
 */
total: ReportRow, };

export type Request = { 
/**
 * How whoever asks calls themselves.
 */
name: string, 
/**
 * Six words; the other screen must show the same.
 */
words: string, };

export type Residence = { 
/**
 * None while nobody has looked.
 */
answer: ResidenceAnswer | null, way: ResidenceWay | null, 
/**
 * The address that was looked at, as it stood then.
 */
address: string, note: string, on: string | null, };

export type ResidenceAnswer = "in" | "out" | "uncertain";

export type ResidenceDraft = { answer: ResidenceAnswer, way: ResidenceWay, 
/**
 * The neighbourhood, of an answer that is `in`.
 */
qpv: string, note: string, };

export type ResidenceWay = "address" | "hand";

export type RestoredVault = { 
/**
 * Acts in the journal that was taken back.
 */
acts: number, made_ms: number, 
/**
 * The folder, within the vault's, that keeps what stood there before.
 */
aside: string | null, };

export type Retention = { review: Review, 
/**
 * Those who were put away or whose use is limited.
 */
aside: Array<AsideFile>, };

export type Review = { total: number, files: Array<PastFile>, };

export type RightKind = "access" | "rectification" | "erasure" | "objection" | "limitation" | "portability";

export type RightOutcome = "granted" | "partly" | "refused";

export type RightRecorded = { request: RightsRequestId, };

export type RightView = { id: RightsRequestId, person: PersonId, person_name: string, demo: boolean, kind: RightKind | null, received_on: string | null, asked_by: AskedBy | null, identity: IdentityCheck | null, asked: string, 
/**
 * The last day for the answer.
 */
due_on: string | null, extended_on: string | null, extended_reason: string, 
/**
 * None until it is answered.
 */
outcome: RightOutcome | null, answered_on: string | null, answer_note: string, 
/**
 * By it the use of the file is limited now.
 */
limit: Limit | null, lifted_on: string | null, lifted_reason: string, 
/**
 * The worker who wrote it down.
 */
author: string, };

export type RightsRequestId = string;

export type Rncp = string;

export type Rome = string;

export type RuleFor = { "of": "all", } | { "of": "kind", kind: ProgrammeKind, } | { "of": "programme", programme: ProgrammeId, };

export type SavedViewId = string;

export type Scope = "programme" | "provider" | "kind";

export type SecondCopy = "none" | "made" | "absent" | "full" | "failed";

export type SessionState = { vault: VaultState, protection: Protection | null, keyring: KeyringState, retry_after_s: number, worker: string | null, demo: boolean, settings: Settings, 
/**
 * Counted up to 10 000.
 */
pending_changes: number, 
/**
 * The team and how it was last met; none where there is no team.
 */
link: LinkState | null, 
/**
 * What laptops of the team said differently, and somebody can settle.
 */
disagreements: number, 
/**
 * What the opening found missing, until `vault.acknowledge_loss`.
 */
loss: Loss | null, 
/**
 * The backup that was kept because this opening changed the schema.
 */
upgraded_from: Backup | null, version: string, };

export type Settings = { language: Language, theme: Appearance, 
/**
 * 1 to 30.
 */
idle_minutes: number, };

export type Sex = "female" | "male" | "other";

export type Side = { 
/**
 * What it is known by when one is chosen.
 */
heads: Array<string>, 
/**
 * Its text; the parts of a group in their order; empty where nothing is said.
 */
value: Array<string>, authors: Array<Author>, 
/**
 * It is the one that the file shows meanwhile.
 */
shown: boolean, };

export type Signal = { "signal": "quiet", days: number, ever_reached: boolean, } | { "signal": "missed", count: number, } | { "signal": "unanswered", programme: string, days: number, } | { "signal": "representative_missing" } | { "signal": "untold", who: ToldTo, } | { "signal": "review_due", on: string, } | { "signal": "retention_ending", until: string, } | { "signal": "retention_over", until: string, } | { "signal": "deadline" } & Deadline;

export type Siret = string;

export type SiteHoursLine = { site: WorksSiteId, site_name: string, line: ClauseHoursLine, };

export type SiteHoursPage = { total: number, 
/**
 * Of all its lines.
 */
minutes: number, lines: Array<SiteHoursLine>, };

export type SituationForm = { kind: SituationKind, 
/**
 * Today where none is given.
 */
since_on: string | null, occasion: Occasion, proof: Proof, note: string, };

export type SituationId = string;

export type SituationKind = "school" | "apprenticeship" | "training" | "job_permanent" | "job_six_months" | "job_short" | "job_temp" | "job_supported" | "civic_service" | "business" | "seeking" | "neither" | "unknown";

export type SituationRecorded = { situation: SituationId, };

export type SituationView = { id: SituationId, kind: SituationKind | null, since_on: string | null, occasion: Occasion | null, proof: Proof | null, note: string, 
/**
 * The worker who wrote it down.
 */
author: string, };

export type Slot = { day: string, time: string, minutes: number | null, };

export type SmallerMeeting = { space: SpaceId, name: string, end: SyncEnd, };

export type SmallerTeam = { space: SpaceId, name: string, };

export type SpaceId = string;

export type Stage = "spotted" | "contacting" | "unreachable" | "assessing" | "planning" | "following" | "left" | "closed";

export type State = "draft" | "sent" | "received" | "in_review" | "waitlisted" | "accepted" | "started" | "completed" | "refused" | "declined" | "cancelled" | "expired" | "abandoned";

export type StepAdded = { step: StepId, };

export type StepBy = "person" | "worker" | "partner";

export type StepDue = { id: StepId, person: PersonId | null, person_name: string, what: string, due_on: string, demo: boolean, 
/**
 * Who is to do it.
 */
by: StepBy | null, };

export type StepId = string;

export type StepView = { id: StepId, what: string, by: StepBy | null, due_on: string | null, done_on: string | null, dropped_on: string | null, 
/**
 * Why it was given up.
 */
note: string, };

export type Strength = "possible" | "likely" | "strong";

export type Sum = { 
/**
 * What the teams that told it told together.
 */
told: number, 
/**
 * How many teams have it masked: at least one more for each.
 */
masked: number, };

export type SumFormat = "xlsx" | "csv";

export type SyncEnd = { "end": "done" } | { "end": "cut" } | { "end": "waiting_for_admission" } | { "end": "removed" } | { "end": "update_needed" } | { "end": "lease_over" } | { "end": "stopped" } | { "end": "refused", problem: Problem, };

export type TableName = "caseload" | "delays" | "funnel" | "endings" | "exits" | "ways" | "rules" | "works";

export type Tag = "rev3" | "craft" | "commerce" | "urban_renewal";

export type Target = "ignored" | "full_name" | "given_name" | "family_name" | "birth" | "sex" | "phone" | "email" | "street" | "postal_code" | "commune" | "insee" | "qpv" | "school_name" | "school_uai" | "level" | "left_school" | "guardian_name" | "guardian_given_name" | "guardian_relation" | "guardian_phone" | "guardian_email" | "reference" | "note";

export type TaskAdded = { task: TaskId, };

export type TaskId = string;

export type TaskLine = { id: TaskId, person: PersonId | null, person_name: string, what: string, due_on: string | null, done_on: string | null, urgent: boolean, 
/**
 * Its person is invented.
 */
demo: boolean, 
/**
 * How often it comes back once it is done.
 */
every: Every, };

export type Team = { "stage": "alone" } | { "stage": "joining", space: SpaceId, team: string, hub: string, inviter_name: string, words: string, } | { "stage": "in" } & InTeam;

export type TeamAlarm = { id: number, 
/**
 * The smaller team it is about; none for the home team.
 */
team: string | null, at_ms: number, kind: AlarmKind, about: AlarmAbout, 
/**
 * Its number, where what it is about has one.
 */
number: number, 
/**
 * Whose laptop it is about.
 */
name: string | null, 
/**
 * Why it was refused, in a word of the protocol.
 */
why: string | null, };

export type TeamComing = { "what": "files", percent: number, } | { "what": "history", percent: number, } | { "what": "batches" };

export type TeamFiguresGiven = { reports: number, 
/**
 * People who are not counted: invented ones.
 */
invented: number, };

export type TeamFile = { 
/**
 * Its name without its folder.
 */
file: string, 
/**
 * None where it cannot be read.
 */
team: string | null, counted_on: string | null, 
/**
 * None where it is added up.
 */
refused: NotAdded | null, };

export type TeamGap = { 
/**
 * Whose laptop wrote it, where something of it has come before.
 */
name: string | null, 
/**
 * The first of its batches that is missing.
 */
from: number, };

export type TeamMeeting = { end: SyncEnd, 
/**
 * Changes of others that are new here.
 */
received: number, 
/**
 * What this laptop sent and the hub has confirmed, in batches.
 */
sent: number, 
/**
 * Changes of this laptop that still wait.
 */
to_send: number, 
/**
 * Alarms that this meeting sounded.
 */
alarms: number, 
/**
 * Contents of documents that the hub now has whole.
 */
contents_sent: number, 
/**
 * Contents of documents that are now here.
 */
contents_received: number, 
/**
 * How it went with each smaller team; what is above is of all, but for the end, which is the home team's.
 */
smaller: Array<SmallerMeeting>, };

export type TeamMember = { device: string, 
/**
 * Whose it is, once something of it has come.
 */
name: string | null, 
/**
 * None once it was removed.
 */
role: TeamRole | null, 
/**
 * This laptop.
 */
me: boolean, 
/**
 * UTC milliseconds, by this laptop's clock, of the last thing that came from it.
 */
last_sign_ms: number | null, lease: MemberLease, };

export type TeamRole = "reader" | "member" | "admin";

export type TeamSum = { 
/**
 * The days of the files that are added up; none where none is.
 */
period: Period | null, files: Array<TeamFile>, reports: Array<TeamSumReport>, };

export type TeamSumExported = { teams: number, };

export type TeamSumList = { table: TableName, 
/**
 * None where the rows are the steps that were reached.
 */
column: FigureColumn | null, 
/**
 * In the order of the lists, names by their letters; what is not told last.
 */
rows: Array<[string, Sum]>, 
/**
 * How many teams tell nothing of how their whole is shared out here.
 */
withheld: number, };

export type TeamSumReport = { what: What, whole: Sum, lists: Array<TeamSumList>, };

export type Theme = "housing" | "mobility" | "health" | "finances" | "paperwork" | "family" | "french" | "digital" | "work" | "training";

export type TimelineItem = { id: string, on: string | null, author: string, what: TimelineWhat, };

export type TimelineWhat = { "kind": "encounter", encounter: EncounterId, way: EncounterKind | null, initiative: Initiative | null, result: EncounterResult | null, place: string, note: string, } | { "kind": "case_move", from: Stage | null, to: Stage | null, reason: string, exit: ExitKind | null, } | { "kind": "transition", referral: ReferralId, programme: string, from: State | null, to: State | null, reason: Reason | null, note: string, } | { "kind": "check", referral: ReferralId, programme: string, check: CheckKind | null, present: Presence | null, note: string, } | { "kind": "meeting" } & Meeting | { "kind": "situation", situation: SituationKind | null, occasion: Occasion | null, proof: Proof | null, note: string, } | { "kind": "handover" } & Handover | { "kind": "document" } & Filed;

export type Today = { day: string, 
/**
 * Those of the day that were neither moved nor cancelled, in their order.
 */
appointments: Array<AppointmentLine>, activities: Array<ActivityLine>, tasks: Array<TaskLine>, 
/**
 * Steps of plans due by the day, the longest late on top.
 */
steps: Array<StepDue>, 
/**
 * Late or due today: what others owe an answer to first, the longest late on top, then our own drafts.
 */
referrals: Array<ReferralLine>, 
/**
 * Endings that are no success, where nobody has said what comes next; the oldest first.
 */
and_now: Array<ReferralLine>, quiet: Array<PersonLine>, 
/**
 * How many such people there are in all, those shown included.
 */
quiet_total: number, people: number, 
/**
 * Of which kinds there are more than those shown.
 */
more: More, };

export type Told = "yes" | "no" | "refused" | "missing";

export type ToldTo = "person" | "representative" | "both";

export type Topic = "session" | "settings" | "people" | "referrals" | "catalogue" | "agenda" | "team" | "participation" | "fund";

export type TrackRecord = { scope: Scope, 
/**
 * Sent, and come to an answer or an ending: who still waits says nothing.
 */
sent: number, started: number, 
/**
 * Still there three months after.
 */
held: number, completed: number, };

export type Transition = { on: string, 
/**
 * UTC milliseconds when it was written down; breaks ties of a day, nothing else.
 */
at: number, id: TransitionId, from: State, to: State, reason: Reason | null, note: string, };

export type TransitionId = string;

export type Twin = { id: PersonId, demo: boolean, who: PersonDraft, last_contact: string | null, };

export type Uai = string;

export type Undoable = { 
/**
 * Its number in the journal of this laptop.
 */
position: number, 
/**
 * The name of the act; of an undo, of the act that it undid.
 */
act: string, 
/**
 * It is itself an undo: undoing it does the act again.
 */
again: boolean, at: Instant, person: PersonId | null, person_name: string, 
/**
 * The day that the act speaks of.
 */
on: string | null, way: EncounterKind | null, 
/**
 * The name of what was added, the words of a task or a step, the subject of a meeting.
 */
what: string, 
/**
 * How many people it wrote about in one gesture: more than one for a sheet, or for cases handed over
 * together. No person is named then.
 */
people: number, 
/**
 * The later act that stands on it and would have to be undone first.
 */
followed_by: string | null, };

export type Undone = { 
/**
 * Its own number: undoing it does the act again.
 */
position: number, };

export type Unread = { device: string, 
/**
 * Whose laptop it is, by who wrote there last; empty where the name is not known here.
 */
worker: string, act: string, count: number, };

export type VaultState = "absent" | "locked" | "open";

export type Verdict = "yes" | "verify" | "no";

export type VerifyReport = { sound: boolean, 
/**
 * Acts in the journal.
 */
acts: number, findings: Array<Finding>, 
/**
 * What the mark beside the database says is missing.
 */
loss: Loss | null, 
/**
 * The people whose files are hurt, by name.
 */
people: Array<HurtPerson>, orphans: Array<Orphans>, 
/**
 * Documents whose content is not there, or not as it was.
 */
documents: Array<HurtDocument>, 
/**
 * What of colleagues waits for an update of this program. It is whole and hurts nothing.
 */
unread: Array<Unread>, };

export type View = { id: SavedViewId, name: string, body: string, };

export type ViewSaved = { view: SavedViewId, };

export type Waits = { "for": "line", worker: string, } | { "for": "update", worker: string, };

export type Warning = "programme_not_open" | "age_unknown" | "session_past" | "disputed" | "agreement_withdrawn";

export type Week = { from: string, days: number, appointments: Array<AppointmentLine>, activities: Array<ActivityLine>, tasks: Array<TaskLine>, referrals: Array<ReferralLine>, steps: Array<StepDue>, };

export type What = { "report": "caseload", by: CaseloadBy, } | { "report": "delays", } | { "report": "funnel", by: FunnelBy, } | { "report": "outcomes", } | { "report": "works", };

export type WhoCouldGoThere = { people: Array<CouldGo>, 
/**
 * More people are followed than were asked.
 */
cut: boolean, };

export type WorkerAdded = { worker: WorkerId, };

export type WorkerId = string;

export type WorksSiteAdded = { site: WorksSiteId, };

export type WorksSiteDraft = { name: string, works: ClauseWorks, 
/**
 * All hours of work that the contract foresees.
 */
total_hours: number, 
/**
 * The share that the contract asks for, in percent; none where it is the one of the charter.
 */
percent: number | null, 
/**
 * Who has the works done.
 */
owner: string, 
/**
 * The contract or lot.
 */
contract: string, 
/**
 * The code of the neighbourhood, or nothing.
 */
qpv: string, commune: string, opens_on: string | null, closes_on: string | null, 
/**
 * The offer by which young people are referred there.
 */
programme: ProgrammeId | null, note: string, };

export type WorksSiteFile = { id: WorksSiteId, demo: boolean, what: WorksSiteDraft, stand: ClauseStand, 
/**
 * The least share of the charter for these works, in percent.
 */
charter_percent: number, 
/**
 * The name of the offer by which young people are referred there.
 */
programme_name: string, 
/**
 * The largest share first.
 */
employers: Array<EmployerMinutes>, 
/**
 * Hours of young people who are followed here, in minutes.
 */
followed_minutes: number, 
/**
 * How many of them.
 */
followed: number, 
/**
 * The latest first.
 */
hours: Array<ClauseHoursLine>, };

export type WorksSiteId = string;

export type WorksSiteLine = { id: WorksSiteId, demo: boolean, name: string, owner: string, qpv: string, commune: string, opens_on: string | null, closes_on: string | null, programme: ProgrammeId | null, stand: ClauseStand, };

export type Calls = {
  "access.list": { request: { filter: AccessFilter, offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: AccessPage };
  "access.printed": { request: { person: PersonId, }; answer: null };
  "access.say_why": { request: { person: PersonId, reason: AccessReason, 
/**
 * Due with `other`.
 */
words: string, }; answer: null };
  "activity.add": { request: { kind: ActivityKind, title: string, slot: Slot, place: string, note: string, }; answer: ActivityAdded };
  "activity.attend": { request: { activity: ActivityId, answers: Array<AttendanceAnswer>, }; answer: null };
  "activity.correct": { request: { activity: ActivityId, kind: ActivityKind, title: string, slot: Slot, place: string, note: string, }; answer: null };
  "activity.open": { request: { activity: ActivityId, }; answer: ActivityFile };
  "activity.remove": { request: { activity: ActivityId, }; answer: null };
  "agenda.export": { request: { from: string, 
/**
 * The last day that is wanted; 366 days at most.
 */
to: string, 
/**
 * One meeting alone, of those days.
 */
appointment: AppointmentId | null, 
/**
 * The file, whole path, ending in `.ics`, outside of the vault's folder. One that is there is replaced.
 */
path: string, 
/**
 * Names, subjects and notes as well.
 */
names: boolean, passphrase: string, }; answer: AgendaExported };
  "agenda.overlaps": { request: { slot: Slot, 
/**
 * The meeting that is being moved or corrected; it is not in its own way.
 */
except: AppointmentId | null, }; answer: Array<Overlap> };
  "agenda.week": { request: { from: string, days: number, }; answer: Week };
  "agreement.record": { request: { person: PersonId, provider: ProviderId, given_by: GivenBy, on: string | null, }; answer: null };
  "agreement.withdraw": { request: { person: PersonId, agreement: AgreementId, }; answer: null };
  "appointment.add": { request: { person: PersonId | null, referral: ReferralId | null, what: string, slot: Slot, place: string, with_whom: string, }; answer: AppointmentAdded };
  "appointment.correct": { request: { appointment: AppointmentId, person: PersonId | null, what: string, slot: Slot, place: string, with_whom: string, }; answer: AppointmentAdded };
  "appointment.move": { request: { appointment: AppointmentId, slot: Slot, }; answer: AppointmentAdded };
  "appointment.remove": { request: { appointment: AppointmentId, }; answer: null };
  "appointment.settle": { request: { appointment: AppointmentId, outcome: Outcome, }; answer: null };
  "backup.choose_folder": { request: { folder: string | null, }; answer: null };
  "backup.daily": { request: Record<string, never>; answer: MadeBackup | null };
  "backup.list": { request: Record<string, never>; answer: BackupList };
  "backup.make": { request: Record<string, never>; answer: MadeBackup };
  "backup.restore": { request: { place: BackupPlace, 
/**
 * As `backup.list` names it.
 */
backup: string, passphrase: string | null, recovery_code: string | null, }; answer: RestoredVault };
  "case.correct": { request: { person: PersonId, case: CaseForm, 
/**
 * None leaves the tasks as they are.
 */
remind: CaseReminders | null, }; answer: null };
  "case.hand_over": { request: { person: PersonId, to: WorkerId, 
/**
 * What helps the next one.
 */
note: string, on: string | null, }; answer: null };
  "case.hand_over_many": { request: { people: Array<PersonId>, to: WorkerId, note: string, }; answer: HandedOver };
  "case.move": { request: { person: PersonId, to: Stage, on: string | null, reason: string, exit: ExitKind | null, 
/**
 * Of someone who leaves: what they do that day, in the same act.
 */
situation?: ExitSituation, 
/**
 * Of someone who leaves: has their situation asked again after four weeks and six months.
 */
remind?: ExitReminders, }; answer: null };
  "case.open": { request: { person: PersonId, origin: OriginKind, 
/**
 * Where, or by whom.
 */
origin_detail: string, on: string | null, }; answer: CaseOpened };
  "case.reopen": { request: { person: PersonId, on: string | null, 
/**
 * Why it goes on.
 */
reason: string, }; answer: Reopened };
  "case.show": { request: { person: PersonId, case: CaseId, }; answer: CaseFile };
  "catalogue.import": { request: { 
/**
 * The whole path.
 */
path: string, 
/**
 * None: what it is seen to be.
 */
format: CatalogueFormat | null, 
/**
 * What the catalogue holds of the same sources and the file does not, is gone.
 */
whole: boolean, }; answer: CatalogueTaken };
  "catalogue.import_report": { request: { import: number, }; answer: FileReport };
  "catalogue.progress": { request: Record<string, never>; answer: CatalogueProgress };
  "catalogue.read": { request: { 
/**
 * The whole path.
 */
path: string, }; answer: CatalogueReading };
  "catalogue.state": { request: Record<string, never>; answer: CatalogueState };
  "catalogue.stop": { request: Record<string, never>; answer: null };
  "catalogue.undo_import": { request: { import: number, }; answer: null };
  "clause_hours.add": { request: { site: WorksSiteId, lines: Array<ClauseHoursDraft>, }; answer: null };
  "clause_hours.correct": { request: { id: ClauseHoursId, line: ClauseHoursDraft, }; answer: null };
  "clause_hours.remove": { request: { id: ClauseHoursId, }; answer: null };
  "consultation.add": { request: { what: ConsultationDraft, }; answer: ConsultationAdded };
  "consultation.correct": { request: { consultation: ConsultationId, what: ConsultationDraft, }; answer: null };
  "consultation.list": { request: Record<string, never>; answer: Array<ConsultationLine> };
  "consultation.names": { request: { text: string, }; answer: Array<Named> };
  "consultation.open": { request: { consultation: ConsultationId, }; answer: ConsultationFile };
  "consultation.remove": { request: { consultation: ConsultationId, }; answer: null };
  "delays.change": { request: { kind: ProgrammeKind, delays: Delays, }; answer: null };
  "delays.list": { request: Record<string, never>; answer: Array<DelayLine> };
  "demo.fill": { request: { 
/**
 * 1 to 100 000.
 */
people: number, seed: number, }; answer: Filled };
  "demo.remove": { request: Record<string, never>; answer: null };
  "disagreement.list": { request: { person: PersonId | null, offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: Disagreements };
  "disagreement.resolve": { request: { table: string, row: string, field: string, 
/**
 * The heads of all sides, as they were shown.
 */
shown: Array<string>, keep: Keep, }; answer: null };
  "document.add": { request: { person: PersonId, 
/**
 * Empty for the name of the file.
 */
name: string, kind: DocumentKind, 
/**
 * The whole path.
 */
path: string, }; answer: DocumentAdded };
  "document.correct": { request: { document: DocumentId, name: string, kind: DocumentKind, }; answer: null };
  "document.read": { request: { document: DocumentId, piece: number, }; answer: DocumentPart };
  "document.remove": { request: { document: DocumentId, }; answer: null };
  "document.save": { request: { document: DocumentId, 
/**
 * The whole path of the copy.
 */
path: string, }; answer: null };
  "draft.keep": { request: { 
/**
 * As `note/PERSON`; chosen by the screen.
 */
place: string, body: string, }; answer: null };
  "draft.list": { request: Record<string, never>; answer: Array<LeftDraft> };
  "draft.read": { request: { place: string, }; answer: Draft };
  "encounter.record": { request: { person: PersonId, kind: EncounterKind, initiative: Initiative, result: EncounterResult, on: string | null, place: string, note: string, }; answer: Recorded };
  "encounter.rewrite": { request: { encounter: EncounterId, note: string, }; answer: null };
  "feedback.give": { request: { programme: ProgrammeId, answer: FeedbackAnswer, }; answer: null };
  "feedback.remove_all": { request: { programme: ProgrammeId, }; answer: null };
  "feedback.remove_words": { request: { id: FeedbackId, }; answer: null };
  "feedback.show": { request: { programme: ProgrammeId, }; answer: FeedbackShown };
  "field.correct": { request: { field: CustomFieldId, form: CustomFieldDraft, }; answer: null };
  "field.define": { request: { kind: FieldKind, form: CustomFieldDraft, }; answer: FieldDefined };
  "field.list": { request: Record<string, never>; answer: Array<CustomField> };
  "field.retire": { request: { field: CustomFieldId, retired: boolean, }; answer: null };
  "field.values": { request: { field: CustomFieldId, }; answer: Array<string> };
  "follow_up.add": { request: { consultation: ConsultationId, follow_up: FollowUpDraft, }; answer: FollowUpAdded };
  "follow_up.correct": { request: { id: FollowUpId, follow_up: FollowUpDraft, }; answer: null };
  "follow_up.remove": { request: { id: FollowUpId, }; answer: null };
  "fund.add": { request: { what: FundOperationDraft, }; answer: FundOperationAdded };
  "fund.correct": { request: { operation: FundOperationId, what: FundOperationDraft, }; answer: null };
  "fund.export": { request: { operation: FundOperationId, columns: Array<FundColumn>, format: FundFormat, 
/**
 * The file, whole path, with the ending of its format, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: FundExported };
  "fund.export_figures": { request: { operation: FundOperationId, format: FundFormat, 
/**
 * Small counts are masked, and what would tell them; counts by gender stand apart then.
 */
masked: boolean, 
/**
 * The file, whole path, with the ending of its format, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: FundExported };
  "fund.keep_columns": { request: { operation: FundOperationId, columns: Array<FundColumn>, }; answer: null };
  "fund.list": { request: Record<string, never>; answer: Array<FundOperationLine> };
  "fund.open": { request: { operation: FundOperationId, }; answer: FundOperation };
  "fund.people": { request: { operation: FundOperationId, of: FundList, offset: number, 
/**
 * At most 500.
 */
limit: number, }; answer: FundPage };
  "fund.preview": { request: { operation: FundOperationId, columns: Array<FundColumn>, }; answer: FundPreview };
  "fund.remove": { request: { operation: FundOperationId, }; answer: null };
  "history.of": { request: { person: PersonId, table: string | null, row: string | null, field: string | null, offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: History };
  "history.of_consultation": { request: { consultation: ConsultationId, offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: History };
  "history.of_fund_operation": { request: { operation: FundOperationId, offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: History };
  "history.of_outcome_rules": { request: { offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: History };
  "history.of_works_site": { request: { site: WorksSiteId, offset: number, 
/**
 * At most 200.
 */
limit: number, }; answer: History };
  "letter.blank": { request: { form: Blank, 
/**
 * The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: LetterWritten };
  "letter.own_copy": { request: { person: PersonId, 
/**
 * The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: LetterWritten };
  "letter.person_card": { request: { person: PersonId, 
/**
 * The file, whole path, ending in `.vcf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: null };
  "letter.provider_card": { request: { provider: ProviderId, 
/**
 * The file, whole path, ending in `.vcf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: null };
  "letter.referral_calendar": { request: { referral: ReferralId, 
/**
 * The file, whole path, ending in `.ics`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: CalendarWritten };
  "letter.referral_sheet": { request: { referral: ReferralId, 
/**
 * Needs that are told to the partner: those that were answered with yes and may be told at all; others are left out.
 */
needs: Array<Theme>, 
/**
 * The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: LetterWritten };
  "letter.summary": { request: { person: PersonId, parts: Array<Part>, 
/**
 * The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: LetterWritten };
  "letter.summons": { request: { person: PersonId, 
/**
 * Day and time of the talk, as they are to be read; empty for a line to fill in.
 */
when: string, place: string, 
/**
 * The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
 */
path: string, }; answer: LetterWritten };
  "letterhead.change": { request: { letterhead: LetterheadDraft, }; answer: null };
  "letterhead.change_logo": { request: { 
/**
 * The whole path.
 */
path: string | null, }; answer: null };
  "letterhead.show": { request: Record<string, never>; answer: LetterheadShown };
  "likeness.pairs": { request: { after: number, }; answer: Pairs };
  "need.answer": { request: { person: PersonId, theme: Theme, answer: Answer, note: string, 
/**
 * Those that stand; one newly ticked makes the answer a yes.
 */
situations: Array<NeedSituation>, }; answer: null };
  "notice.record": { request: { person: PersonId, 
/**
 * Today where none is given.
 */
told_on: string | null, told_to: ToldTo, way: NoticeWay, }; answer: NoticeRecorded };
  "notice.remove": { request: { notice: NoticeId, }; answer: null };
  "offer.find": { request: { filter: OfferFilter, sort: OfferSort, from: OfferFrom | null, skip: number, 
/**
 * At most 200.
 */
limit: number, }; answer: FoundOffers };
  "offer.fit": { request: { source: OfferSource, key: string, person: PersonId, }; answer: Fit };
  "offer.for_person": { request: { person: PersonId, filter: OfferFilter, }; answer: OffersForPerson };
  "offer.for_whom": { request: { source: OfferSource, key: string, 
/**
 * Also people whom colleagues follow.
 */
everybody: boolean, }; answer: WhoCouldGoThere };
  "offer.keep": { request: { source: OfferSource, key: string, }; answer: OfferKept };
  "offer.open": { request: { source: OfferSource, key: string, }; answer: OfferView };
  "offer.refer": { request: { source: OfferSource, key: string, 
/**
 * At most 100.
 */
people: Array<PersonId>, }; answer: ReferredSeveral };
  "outcome_rule.add": { request: { what: OutcomeRuleDraft, }; answer: OutcomeRuleAdded };
  "outcome_rule.correct": { request: { rule: OutcomeRuleId, what: OutcomeRuleDraft, }; answer: null };
  "outcome_rule.list": { request: Record<string, never>; answer: OutcomeRules };
  "outcome_rule.remove": { request: { rule: OutcomeRuleId, }; answer: null };
  "participation.answer": { request: { participation: FundParticipationId, what: FundParticipationDraft, remind: FundRemind, }; answer: null };
  "participation.join": { request: { person: PersonId, operation: FundOperationId, 
/**
 * Today where none is given.
 */
on: string | null, }; answer: FundJoined };
  "participation.list": { request: { person: PersonId, }; answer: FundOfPerson };
  "participation.open": { request: { participation: FundParticipationId, }; answer: FundParticipationView };
  "participation.remove": { request: { participation: FundParticipationId, }; answer: null };
  "people.import_list": { request: { 
/**
 * The whole path.
 */
path: string, sheet: number | null, mapping: Mapping, 
/**
 * As the preview said it.
 */
hash: string, origin: ListFrom, 
/**
 * Whose the cases become; none for nobody yet.
 */
referent: WorkerId | null, 
/**
 * Of lines of which something else is wanted than what their state says.
 */
choices: Array<LineChoice>, }; answer: ListImported };
  "people.read_list": { request: { 
/**
 * The whole path.
 */
path: string, 
/**
 * The sheet of a workbook, from 1; none for the first.
 */
sheet: number | null, 
/**
 * What a person said of the columns; none to have them remembered or guessed.
 */
mapping: Mapping | null, 
/**
 * Whose numbers the references are.
 */
origin: OriginKind, }; answer: ListPreview };
  "people.save_refused": { request: { 
/**
 * The whole path of the list.
 */
path: string, sheet: number | null, mapping: Mapping, 
/**
 * As the preview said it.
 */
hash: string, 
/**
 * The whole path of the new file, which ends in `.csv`.
 */
to: string, 
/**
 * The head of the column of reasons.
 */
reason_head: string, 
/**
 * A sentence for each code of a reason; one that is not there is written as the code.
 */
words: Array<ReasonWord>, }; answer: RefusedSaved };
  "person.add": { request: { who: PersonDraft, origin: OriginKind, 
/**
 * Where, or by whom.
 */
origin_detail: string, note: string, 
/**
 * The smaller team whose file it is; none for the home team.
 */
space?: SpaceId, }; answer: Added };
  "person.candidates": { request: { given_name: string, family_name: string, birth: string, phone: string, email: string, }; answer: Array<Candidate> };
  "person.communes": { request: Record<string, never>; answer: Array<string> };
  "person.correct": { request: { person: PersonId, who: PersonDraft, }; answer: null };
  "person.custom": { request: { person: PersonId, field: CustomFieldId, value: string, }; answer: null };
  "person.decide_residence": { request: { person: PersonId, decision: ResidenceDraft, }; answer: null };
  "person.distinct": { request: { one: PersonId, other: PersonId, }; answer: null };
  "person.erase": { request: { person: PersonId, 
/**
 * Asked for again, since nothing brings the file back.
 */
passphrase: string, }; answer: null };
  "person.export": { request: { filter: PeopleFilter, sort: PeopleSort, descending: boolean, 
/**
 * Only these, in this order, whatever the filters say.
 */
people: Array<PersonId> | null, columns: Array<PeopleColumn>, 
/**
 * The file, whole path, ending in `.csv`, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: PeopleExported };
  "person.export_access": { request: { person: PersonId, 
/**
 * The file, whole path, ending in `.zip`, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: AccessExported };
  "person.list": { request: { filter: PeopleFilter, sort: PeopleSort, descending: boolean, offset: number, limit: number, }; answer: PeoplePage };
  "person.merge": { request: { kept: PersonId, other: PersonId, }; answer: null };
  "person.move": { request: { person: PersonId, 
/**
 * Where to: none for the home team.
 */
to?: SpaceId, }; answer: TeamMeeting };
  "person.open": { request: { person: PersonId, }; answer: PersonFile };
  "person.unmerge": { request: { kept: PersonId, other: PersonId, }; answer: null };
  "plan.close": { request: { person: PersonId, }; answer: null };
  "plan.write": { request: { person: PersonId, plan: PlanDraft, }; answer: PlanWritten };
  "programme.add": { request: { provider: ProviderId, what: ProgrammeDraft, }; answer: ProgrammeAdded };
  "programme.correct": { request: { programme: ProgrammeId, what: ProgrammeDraft, }; answer: null };
  "programme.list": { request: { text: string, }; answer: Array<ProgrammeLine> };
  "programme.open": { request: { programme: ProgrammeId, }; answer: ProgrammeLine };
  "proposal.add": { request: { consultation: ConsultationId, proposal: ProposalDraft, }; answer: ProposalAdded };
  "proposal.answer": { request: { id: ProposalId, answer: InstitutionAnswer, }; answer: null };
  "proposal.correct": { request: { id: ProposalId, proposal: ProposalDraft, }; answer: null };
  "proposal.remove": { request: { id: ProposalId, }; answer: null };
  "provider.add": { request: { who: ProviderDraft, }; answer: ProviderAdded };
  "provider.correct": { request: { provider: ProviderId, who: ProviderDraft, }; answer: null };
  "provider.list": { request: Record<string, never>; answer: Array<ProviderLine> };
  "referral.check": { request: { referral: ReferralId, kind: CheckKind, present: Presence, on: string | null, note: string, }; answer: null };
  "referral.correct": { request: { referral: ReferralId, wish: string, session_start: string | null, session_end: string | null, }; answer: null };
  "referral.list": { request: { filter: BoardFilter, offset: number, limit: number, }; answer: ReferralPage };
  "referral.move": { request: { referral: ReferralId, to: State, on: string | null, reason: Reason | null, note: string, }; answer: null };
  "referral.open": { request: { referral: ReferralId, }; answer: ReferralFile };
  "referral.propose": { request: { person: PersonId, programme: ProgrammeId, 
/**
 * Why, in the young person's own words where possible.
 */
wish: string, session_start: string | null, session_end: string | null, }; answer: Proposed };
  "referral.send": { request: { referral: ReferralId, on: string | null, note: string, agreement: GivenBy | null, }; answer: null };
  "referral.settle_and_now": { request: { referral: ReferralId, }; answer: null };
  "report.add_teams_up": { request: { 
/**
 * The files, whole paths, at most 500.
 */
paths: Array<string>, }; answer: TeamSum };
  "report.export": { request: { ask: ReportAsk, against: Against | null, format: ReportFormat, 
/**
 * Small counts are masked, and what would tell them.
 */
masked: boolean, 
/**
 * The file, whole path, with the ending of its format, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: ReportExported };
  "report.export_people": { request: { ask: ReportAsk, figure: Figure, 
/**
 * The file, whole path, ending in `.xlsx`, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: BehindExported };
  "report.export_team_sum": { request: { 
/**
 * The files of the teams, whole paths.
 */
paths: Array<string>, format: SumFormat, 
/**
 * The file to write, whole path, with the ending of its format, outside of the vault's folder.
 */
path: string, }; answer: TeamSumExported };
  "report.give_team": { request: { period: Period, 
/**
 * What the team is called where the figures are read.
 */
team: string, 
/**
 * The file, whole path, ending in `.json`, outside of the vault's folder. One that is there is replaced.
 */
path: string, passphrase: string, }; answer: TeamFiguresGiven };
  "report.hours": { request: { ask: ReportAsk, figure: Figure, offset: number, 
/**
 * At most 500.
 */
limit: number, }; answer: SiteHoursPage };
  "report.people": { request: { ask: ReportAsk, figure: Figure, offset: number, limit: number, }; answer: FigurePage };
  "report.progress": { request: Record<string, never>; answer: ExportProgress };
  "report.show": { request: { ask: ReportAsk, against: Against | null, }; answer: FigureReport };
  "report.stop": { request: Record<string, never>; answer: null };
  "residence.areas": { request: { text: string, }; answer: Array<QpvAnswer> };
  "residence.locate": { request: { address_line: string, postal_code: string, insee: string, }; answer: Located };
  "retention.decide": { request: { person: PersonId, keeping: Keeping, 
/**
 * With `keep` alone.
 */
until: string | null, reason: string, }; answer: null };
  "retention.review": { request: Record<string, never>; answer: Retention };
  "rights.answer": { request: { request: RightsRequestId, outcome: RightOutcome, 
/**
 * Today where none is given.
 */
on: string | null, 
/**
 * Why, where it was refused in whole or in part.
 */
note: string, }; answer: null };
  "rights.extend": { request: { request: RightsRequestId, 
/**
 * Today where none is given.
 */
on: string | null, reason: string, }; answer: null };
  "rights.lift": { request: { request: RightsRequestId, reason: string, }; answer: null };
  "rights.list": { request: Record<string, never>; answer: Array<RightView> };
  "rights.record": { request: { person: PersonId, kind: RightKind, 
/**
 * Today where none is given.
 */
received_on: string | null, asked_by: AskedBy, identity: IdentityCheck, 
/**
 * What was asked, in the words of whoever asked.
 */
asked: string, 
/**
 * The words of the task.
 */
remind: string, }; answer: RightRecorded };
  "rights.remove": { request: { request: RightsRequestId, }; answer: null };
  "search": { request: { text: string, 
/**
 * Also people whose file was put away or whose use is limited; the journal of accesses says that they were looked for.
 */
aside?: boolean, }; answer: Array<Hit> };
  "session.change_passphrase": { request: { current: string, passphrase: string, }; answer: null };
  "session.create": { request: { passphrase: string, 
/**
 * How colleagues know this worker.
 */
worker: string, }; answer: Created };
  "session.lock": { request: Record<string, never>; answer: null };
  "session.passphrase_strength": { request: { passphrase: string, }; answer: PassphraseStrength };
  "session.recover": { request: { recovery_code: string, passphrase: string, }; answer: null };
  "session.renew_recovery_kit": { request: { passphrase: string, }; answer: RecoveryKit };
  "session.state": { request: Record<string, never>; answer: SessionState };
  "session.unlock": { request: { passphrase: string, }; answer: null };
  "settings.change": { request: { settings: Settings, }; answer: null };
  "situation.correct": { request: { id: SituationId, situation: SituationForm, }; answer: null };
  "situation.record": { request: { person: PersonId, situation: SituationForm, }; answer: SituationRecorded };
  "situation.remove": { request: { id: SituationId, }; answer: null };
  "step.add": { request: { person: PersonId, what: string, by: StepBy, due_on: string | null, }; answer: StepAdded };
  "step.correct": { request: { step: StepId, what: string, by: StepBy, due_on: string | null, }; answer: null };
  "step.drop": { request: { step: StepId, why: string, }; answer: null };
  "step.settle": { request: { step: StepId, done: boolean, }; answer: null };
  "task.add": { request: { person: PersonId | null, what: string, due_on: string, urgent: boolean, 
/**
 * How often it comes back; once where nothing is said.
 */
every?: Every, }; answer: TaskAdded };
  "task.settle": { request: { task: TaskId, done: boolean, }; answer: null };
  "team.acknowledge_alarm": { request: { alarm: number, }; answer: null };
  "team.admit": { request: { 
/**
 * The words that were compared: what came in between under the same code is not let in.
 */
words: string, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.cancel_invitation": { request: { 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.cancel_join": { request: { 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.export_file": { request: { path: string, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: Exported };
  "team.found": { request: { hub: string, name: string, 
/**
 * What the hub's keeper gave to whoever may make a team there.
 */
permit?: string, 
/**
 * A smaller team within the home team of this laptop; it begins with no files.
 */
smaller?: boolean, }; answer: TeamMeeting };
  "team.import_file": { request: { path: string, }; answer: Imported };
  "team.invitation": { request: { 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: OpenInvitation | null };
  "team.invite": { request: { role: TeamRole, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: OpenInvitation };
  "team.join": { request: { hub: string, code: string, }; answer: JoinAsked };
  "team.leave": { request: { 
/**
 * Goes also where no hub answers: the team then still counts this laptop among its own.
 */
unheard?: boolean, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.make_kit": { request: { 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: Kit };
  "team.read": { request: Record<string, never>; answer: Team };
  "team.remove_member": { request: { device: string, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.renew_keys": { request: { 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.renew_lease": { request: { device: string, }; answer: null };
  "team.set_role": { request: { device: string, role: TeamRole, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.synchronise": { request: Record<string, never>; answer: TeamMeeting };
  "team.use_kit": { request: { code: string, 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "team.withdraw_kit": { request: { 
/**
 * Of which space; the home team where none is named.
 */
space?: SpaceId, }; answer: null };
  "today.show": { request: { whole?: boolean, }; answer: Today };
  "undo.do": { request: { position: number, }; answer: Undone };
  "undo.last": { request: Record<string, never>; answer: Array<Undoable> };
  "vault.acknowledge_loss": { request: Record<string, never>; answer: null };
  "vault.export": { request: { passphrase: string, }; answer: Document };
  "vault.import": { request: { document: Document, }; answer: ImportReport };
  "vault.recover": { request: { 
/**
 * The folder of the new vault, whole path; no vault may be in it.
 */
to: string, passphrase: string | null, recovery_code: string | null, }; answer: RecoverReport };
  "vault.verify": { request: Record<string, never>; answer: VerifyReport };
  "view.list": { request: Record<string, never>; answer: Array<View> };
  "view.remove": { request: { id: SavedViewId, }; answer: null };
  "view.save": { request: { id: SavedViewId | null, name: string, body: string, }; answer: ViewSaved };
  "worker.add": { request: { name: string, }; answer: WorkerAdded };
  "worker.list": { request: Record<string, never>; answer: Array<Colleague> };
  "worker.remove": { request: { worker: WorkerId, }; answer: null };
  "worker.rename": { request: { worker: WorkerId, name: string, }; answer: null };
  "works_site.add": { request: { what: WorksSiteDraft, }; answer: WorksSiteAdded };
  "works_site.correct": { request: { site: WorksSiteId, what: WorksSiteDraft, }; answer: null };
  "works_site.list": { request: Record<string, never>; answer: Array<WorksSiteLine> };
  "works_site.open": { request: { site: WorksSiteId, }; answer: WorksSiteFile };
  "works_site.remove": { request: { site: WorksSiteId, }; answer: null };
};
