-- The legal representative beyond name and telephone, and when school was left, as far as it is known.
ALTER TABLE person ADD COLUMN guardian_relation TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN guardian_email TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN left_school TEXT NOT NULL DEFAULT '';
-- Derived: the person whose file this one is shown in, and whether lists leave it out (removed or merged).
ALTER TABLE person ADD COLUMN merged_into BLOB;
ALTER TABLE person ADD COLUMN away INTEGER NOT NULL DEFAULT 0;
UPDATE person SET away = removed;
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- The lists leave out who is away. What a list is narrowed by stands in the index that orders it, so that skipping reads no
-- row; and each filter that may leave few has an index of its own.
DROP INDEX person_sort;
DROP INDEX person_stage;
DROP INDEX person_contact;
DROP INDEX person_here;
DROP INDEX person_demo;
DROP INDEX person_quiet;
DROP INDEX person_commune;
CREATE INDEX person_sort ON person (away, sort_name, ix, referent, qpv, birth, quiet_since, stage_rank, commune);
CREATE INDEX person_stage ON person (away, stage_rank, sort_name, ix);
CREATE INDEX person_contact ON person (away, last_contact, sort_name, ix, quiet_since);
CREATE INDEX person_demo ON person (away) WHERE demo = 1;
CREATE INDEX person_quiet ON person (away, quiet_since, sort_name, ix, stage);
CREATE INDEX person_commune ON person (away, commune, sort_name, ix);

-- The day of the summons under the training obligation, and the contract "engagement jeune".
ALTER TABLE case_file ADD COLUMN summoned_on TEXT;
ALTER TABLE case_file ADD COLUMN cej_started_on TEXT;
ALTER TABLE case_file ADD COLUMN cej_extended TEXT NOT NULL DEFAULT '';

-- What was undone or taken out stays, marked: a row is never deleted but by erasure.
ALTER TABLE case_move ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transition ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE referral_check ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE encounter ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agreement ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE referral ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE worker ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

-- How often a task comes back once it is done: '', week, fortnight, month.
ALTER TABLE task ADD COLUMN every TEXT NOT NULL DEFAULT '';

-- Versions replaced before they arrived; of a set, the element that was added. Nothing arrived before this step.
DROP TABLE superseded_early;
CREATE TABLE superseded_early (
  tbl INTEGER NOT NULL,
  row_id BLOB NOT NULL,
  field INTEGER NOT NULL,
  element TEXT NOT NULL,
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (tbl, row_id, field, element, dev, n)
) STRICT, WITHOUT ROWID;

-- What was decided in a case, in the young person's own words, and the day they agreed to it.
CREATE TABLE plan (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  words TEXT NOT NULL DEFAULT '',
  decided_on TEXT,
  agreed_on TEXT,
  review_on TEXT,
  closed_on TEXT,
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX plan_person ON plan (person);
CREATE INDEX plan_case ON plan (case_file);

-- One thing to do of a plan: by the person, the worker or a partner.
CREATE TABLE step (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  plan BLOB,
  what TEXT NOT NULL DEFAULT '',
  by_whom TEXT NOT NULL DEFAULT '',
  due_on TEXT,
  done_on TEXT,
  dropped_on TEXT,
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX step_person ON step (person);
CREATE INDEX step_plan ON step (plan);
CREATE INDEX step_due ON step (due_on, ix) WHERE done_on IS NULL AND dropped_on IS NULL AND removed = 0;

-- A meeting at a time. A moved one keeps its row and names the one that replaces it.
CREATE TABLE appointment (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  referral BLOB,
  what TEXT NOT NULL DEFAULT '',
  on_day TEXT NOT NULL DEFAULT '',
  at_time TEXT NOT NULL DEFAULT '',
  minutes TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  with_whom TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT 'planned',
  note TEXT NOT NULL DEFAULT '',
  moved_to BLOB,
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX appointment_day ON appointment (on_day, at_time, ix) WHERE removed = 0;
CREATE INDEX appointment_person ON appointment (person, on_day);

-- A workshop, a collective information, an outing.
CREATE TABLE activity (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  on_day TEXT NOT NULL DEFAULT '',
  at_time TEXT NOT NULL DEFAULT '',
  minutes TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX activity_day ON activity (on_day, at_time, ix) WHERE removed = 0;

-- One person at one activity; its id is computed from both.
CREATE TABLE attendance (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  activity BLOB,
  person BLOB,
  answer TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attendance_activity ON attendance (activity);
CREATE INDEX attendance_person ON attendance (person);

-- What the person does since a day, and what proves it.
CREATE TABLE situation (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  kind TEXT NOT NULL DEFAULT '',
  since_on TEXT,
  occasion TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '',
  document BLOB,
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX situation_person ON situation (person, since_on);

-- What the person or their representative was told about their file: on a day, to which text.
CREATE TABLE notice (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  told_on TEXT,
  told_to TEXT NOT NULL DEFAULT '',
  way TEXT NOT NULL DEFAULT '',
  text_version TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX notice_person ON notice (person, told_on);

-- A file kept with a person; its content stands in attachment under its hash.
CREATE TABLE document (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  name TEXT NOT NULL DEFAULT '',
  media TEXT NOT NULL DEFAULT '',
  size INTEGER,
  hash TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  added_on TEXT,
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX document_person ON document (person);
CREATE INDEX document_hash ON document (hash);

-- A piece of a document's content, by the hash of the whole; local, encrypted with the rest of the file.
CREATE TABLE attachment (
  ix INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  piece INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (hash, piece)
) STRICT;

-- What a worker decided of two people who look alike: same or different; its id is computed from the pair.
CREATE TABLE same_as (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  kept BLOB,
  other BLOB,
  verdict TEXT NOT NULL DEFAULT '',
  on_day TEXT,
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX same_as_kept ON same_as (kept);
CREATE INDEX same_as_other ON same_as (other);

-- A case given to another referent, with the note that goes with it.
CREATE TABLE handover (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  from_worker BLOB,
  to_worker BLOB,
  on_day TEXT,
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX handover_case ON handover (case_file, on_day);
CREATE INDEX handover_person ON handover (person);

-- A field that the space defined for itself: text, number, day, choice or yes_no.
CREATE TABLE custom_field (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  label TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  choices TEXT NOT NULL DEFAULT '',
  rank INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a person's file says in such a field; its id is computed from both.
CREATE TABLE custom_value (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  custom_field BLOB,
  value TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX custom_value_person ON custom_value (person);
CREATE INDEX custom_value_field ON custom_value (custom_field, value, person);

-- Filters, order and columns of a list, kept under a name.
CREATE TABLE saved_view (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  owner BLOB,
  name TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  rank INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX saved_view_owner ON saved_view (owner);
