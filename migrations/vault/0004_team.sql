-- Whether a device is another laptop whose lines were received; the others are this laptop and its former lives.
ALTER TABLE device ADD COLUMN received INTEGER NOT NULL DEFAULT 0;

-- The number under which another laptop knows a device, where its lines name one: they are kept as that laptop wrote them.
CREATE TABLE device_alias (
  author INTEGER NOT NULL,
  number INTEGER NOT NULL,
  dev INTEGER NOT NULL,
  PRIMARY KEY (author, number)
) STRICT, WITHOUT ROWID;

-- How far the lines of another laptop in a space are here without a gap, and how far that was told in a line of this one in
-- that space. space is that of smaller_space; empty for the home team.
CREATE TABLE frontier (
  dev INTEGER NOT NULL,
  space BLOB NOT NULL DEFAULT x'',
  upto INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (dev, space)
) STRICT, WITHOUT ROWID;

-- Until this step nothing was received: what others wrote was written by former lives of this laptop.
INSERT INTO frontier (dev, upto) SELECT dev, max(n) FROM journal
WHERE dev <> coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'own'), 1) GROUP BY dev;

-- A line that is here while one before it is not; previous is the number of the line before.
CREATE TABLE ahead (
  dev INTEGER NOT NULL,
  space BLOB NOT NULL DEFAULT x'',
  n INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  PRIMARY KEY (dev, space, n)
) STRICT, WITHOUT ROWID;

-- From its line n on, a laptop had all lines of another in the space of that line, up to one. What two laptops wrote without
-- knowing is told by it.
CREATE TABLE seen (
  dev INTEGER NOT NULL,
  other INTEGER NOT NULL,
  space BLOB NOT NULL DEFAULT x'',
  n INTEGER NOT NULL,
  upto INTEGER NOT NULL,
  PRIMARY KEY (dev, other, space, n)
) STRICT, WITHOUT ROWID;

-- Smaller teams within the home team that are or were known here. What was written in any other space is the home team's.
CREATE TABLE smaller_space (
  space BLOB PRIMARY KEY,
  name TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- The smaller space in which a file is. What is in nobody's file, and every file that is not named here, is the home team's.
CREATE TABLE file_space (
  person BLOB PRIMARY KEY,
  space BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_space_of ON file_space (space);

-- Files that went on in a space in which this laptop is not: gone is 0 while something that was written of them here has not
-- been handed over.
CREATE TABLE moved_out (
  person BLOB PRIMARY KEY,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Lines of such a file that were emptied here: they come whole again where this laptop is let in there.
CREATE TABLE moved_line (
  person BLOB NOT NULL,
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (person, dev, n)
) STRICT, WITHOUT ROWID;

-- Files that this laptop moves: their former space is told once everything of them is in the new one.
CREATE TABLE moving (
  person BLOB PRIMARY KEY,
  space BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A line is found by one number, its own in the lower forty bits and that of its device above: lines that come one after the
-- other then stand one after the other at the end of one tree, and no page is divided again and again for them.
-- batch_seq is null for lines that are to be sent in the space of their file: of this laptop, or of others that came by another
-- space. A line that need not be sent by this laptop has the number 0.
CREATE TABLE line (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  dev INTEGER NOT NULL GENERATED ALWAYS AS (id >> 40) VIRTUAL,
  n INTEGER NOT NULL GENERATED ALWAYS AS (id & 1099511627775) VIRTUAL,
  space BLOB NOT NULL,
  subject BLOB,
  batch_seq INTEGER,
  hlc_ms INTEGER NOT NULL,
  hlc_count INTEGER NOT NULL,
  schema INTEGER NOT NULL,
  actor BLOB NOT NULL,
  act TEXT NOT NULL,
  ops BLOB NOT NULL
) STRICT;
INSERT INTO line (id, space, subject, batch_seq, hlc_ms, hlc_count, schema, actor, act, ops)
SELECT dev << 40 | n, space, subject, batch_seq, hlc_ms, hlc_count, schema, actor, act, ops FROM journal ORDER BY dev, n;
DROP TABLE journal;
ALTER TABLE line RENAME TO journal;
CREATE INDEX journal_subject ON journal (subject, hlc_ms, hlc_count) WHERE subject IS NOT NULL;
-- What counts them need not look at the lines themselves, hence their file and what is null.
CREATE INDEX journal_unsent ON journal (dev, n, subject, batch_seq) WHERE batch_seq IS NULL;

-- An operation of a line, counted from 0, that this version does not understand; part is the field of a new row, or -1 for
-- the whole of it. It stays in the journal as it came, and is tried again at each opening.
CREATE TABLE unread (
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  op INTEGER NOT NULL,
  part INTEGER NOT NULL,
  PRIMARY KEY (dev, n, op, part)
) STRICT, WITHOUT ROWID;

-- Derived: a field with more than one unequal value, the mark of a row that was taken out and edited at the same time, or, as
-- field 0, a referral that went two ways.
-- waiting is 1 while a line that may settle it has not come, 2 while one cannot be read yet; dev and n name the edit that
-- brought a row back.
CREATE TABLE disagreement (
  tbl INTEGER NOT NULL,
  row_id BLOB NOT NULL,
  field INTEGER NOT NULL,
  person BLOB,
  waiting INTEGER NOT NULL DEFAULT 0,
  at_ms INTEGER NOT NULL,
  dev INTEGER,
  n INTEGER,
  PRIMARY KEY (tbl, row_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX disagreement_person ON disagreement (person);
CREATE INDEX disagreement_open ON disagreement (waiting, at_ms DESC, row_id, field);

-- What a version that arrives was replaced in is found by the version.
CREATE INDEX superseded_version ON superseded_early (dev, n);

-- The spaces of this laptop: at most one home team, and smaller ones within it. device is the name under which it sends
-- there, another one each time it joins; standing is what synchronisation knows between two runs, empty until it was let in; joining is what it answered to an
-- invitation, empty from then on. Times are UTC milliseconds.
CREATE TABLE membership (
  space BLOB PRIMARY KEY,
  home INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  hub TEXT NOT NULL,
  device BLOB NOT NULL,
  sign BLOB NOT NULL,
  seal BLOB NOT NULL,
  next_seal BLOB,
  standing BLOB NOT NULL,
  joining BLOB NOT NULL,
  tried_ms INTEGER,
  done_ms INTEGER,
  outcome TEXT NOT NULL DEFAULT ''
) STRICT;

-- The membership log of the space, each entry as it came.
CREATE TABLE space_log (
  space BLOB NOT NULL,
  n INTEGER NOT NULL,
  signed BLOB NOT NULL,
  PRIMARY KEY (space, n)
) STRICT, WITHOUT ROWID;

-- Keys of epochs, and of what one laptop writes on one file in one of them. writes is 1 where this laptop writes with it, on
-- the file of subject or on what belongs to the whole space; opened is 1 once something of another laptop was opened with it,
-- and subject says then of what.
CREATE TABLE epoch_key (
  space BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  secret BLOB NOT NULL,
  PRIMARY KEY (space, epoch)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_key (
  space BLOB NOT NULL,
  name BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  secret BLOB NOT NULL,
  writes INTEGER NOT NULL,
  subject BLOB,
  opened INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (space, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_key_subject ON case_key (space, subject, epoch);

-- Every batch that was taken or sent, with its header as it was signed; bytes are those of its bodies.
CREATE TABLE batch (
  space BLOB NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  pos INTEGER NOT NULL,
  header BLOB NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (space, device, seq)
) STRICT, WITHOUT ROWID;

-- Whose laptop a device of the space is: the worker of the last line that it sent.
CREATE TABLE author (
  space BLOB NOT NULL,
  device BLOB NOT NULL,
  worker BLOB NOT NULL,
  PRIMARY KEY (space, device)
) STRICT, WITHOUT ROWID;

-- Batches of this laptop that may have to be sent again: how many lines each has, whether the hub was seen to have it, and
-- since when nothing but a hub that takes an old copy back asks for it.
CREATE TABLE outgoing (
  space BLOB NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  lines INTEGER NOT NULL,
  shown INTEGER NOT NULL DEFAULT 0,
  let_go_ms INTEGER,
  -- The last of the columns: whatever stood behind it would be read through all of it.
  batch BLOB NOT NULL,
  PRIMARY KEY (space, seq)
) STRICT;

CREATE INDEX outgoing_unseen ON outgoing (space, seq, lines) WHERE shown = 0;
CREATE INDEX outgoing_kept ON outgoing (space, let_go_ms, seq);

-- Batches that a stick brought from others and that go to the hub with this laptop.
CREATE TABLE carried (
  space BLOB NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  batch BLOB NOT NULL,
  PRIMARY KEY (space, device, seq)
) STRICT;

-- Bodies that came before their key, or that only a newer version can read.
CREATE TABLE sealed (
  space BLOB NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  ix INTEGER NOT NULL,
  key_name BLOB NOT NULL,
  codec INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (space, device, seq, ix)
) STRICT;

-- Segments of a snapshot that is being fetched, sealed as they came: nothing of it is applied before all are here.
CREATE TABLE snapshot_part (
  space BLOB NOT NULL,
  n INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (space, n)
) STRICT;

-- What the hub or another laptop should not have done, each said once; read is 1 once somebody has read it.
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY,
  space BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  device BLOB,
  read INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The invitation to a space that was made here and not taken back.
CREATE TABLE invitation (
  space BLOB PRIMARY KEY,
  code BLOB NOT NULL,
  role INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) STRICT;

-- Under which name the content of a document travels, 32 hexadecimal digits, and the key that seals it, 64: both drawn when
-- it is added, so that neither says anything of the content.
ALTER TABLE document ADD COLUMN blob_name TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN blob_key TEXT NOT NULL DEFAULT '';

-- A content that the hub was seen to have whole in a space, by the name under which it travels.
CREATE TABLE content_sent (
  space BLOB NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (space, name)
) STRICT, WITHOUT ROWID;

-- A chunk of a content that is still coming.
CREATE TABLE content_part (
  ix INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (name, chunk)
) STRICT;

-- The first page of a day is read in its order: urgent tasks before the others, what others owe before our own drafts.
DROP INDEX task_due;
CREATE INDEX task_due ON task (due_on, ix) WHERE done_on IS NULL AND removed = 0;
CREATE INDEX task_first ON task (urgent, due_on, ix) WHERE done_on IS NULL AND removed = 0;
DROP INDEX referral_late;
CREATE INDEX referral_late ON referral (hidden, (due_kind = 'finish_draft'), due_on, ix, due_kind)
  WHERE due_on <> '' AND due_kind <> 'and_now';

-- Participation: residents asked on one occasion, with how many were there; a count is empty where nobody counted. Nothing here
-- names a person or a case.
CREATE TABLE consultation (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT '',
  question TEXT NOT NULL DEFAULT '',
  held_on TEXT,
  place TEXT NOT NULL DEFAULT '',
  total INTEGER,
  residents TEXT NOT NULL DEFAULT '',
  local_actors TEXT NOT NULL DEFAULT '',
  young TEXT NOT NULL DEFAULT '',
  other_college TEXT NOT NULL DEFAULT '',
  under_16 TEXT NOT NULL DEFAULT '',
  from_16_to_25 TEXT NOT NULL DEFAULT '',
  from_26_to_64 TEXT NOT NULL DEFAULT '',
  from_65 TEXT NOT NULL DEFAULT '',
  women TEXT NOT NULL DEFAULT '',
  men TEXT NOT NULL DEFAULT '',
  other_sex TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  answer_due_on TEXT,
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX consultation_day ON consultation (held_on, ix) WHERE removed = 0;

-- What residents proposed, what they thought of it, and what the institution answered; the answer is empty until it came.
CREATE TABLE proposal (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  consultation BLOB,
  what TEXT NOT NULL DEFAULT '',
  theme TEXT NOT NULL DEFAULT '',
  in_favour TEXT NOT NULL DEFAULT '',
  against TEXT NOT NULL DEFAULT '',
  no_opinion TEXT NOT NULL DEFAULT '',
  answer_kind TEXT NOT NULL DEFAULT '',
  answer_by TEXT NOT NULL DEFAULT '',
  answer_on TEXT NOT NULL DEFAULT '',
  answer_reason TEXT NOT NULL DEFAULT '',
  answer_follows TEXT NOT NULL DEFAULT '',
  answer_due_on TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX proposal_consultation ON proposal (consultation);

-- What was done after a consultation, or is to be done by a day; of one proposal or of the whole.
CREATE TABLE follow_up (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  consultation BLOB,
  proposal BLOB,
  on_day TEXT,
  what TEXT NOT NULL DEFAULT '',
  done INTEGER NOT NULL DEFAULT 0,
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX follow_up_consultation ON follow_up (consultation);

-- An anonymous answer about a programme, written together with four others, which share its batch.
CREATE TABLE feedback (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  programme BLOB,
  batch BLOB,
  month TEXT NOT NULL DEFAULT '',
  helped TEXT NOT NULL DEFAULT '',
  recommend TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '',
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX feedback_programme ON feedback (programme, batch);

-- Answers that wait in the box of a programme until there are five: of this laptop alone, in the order of what they say, so
-- that none tells when it was given.
CREATE TABLE feedback_box (
  programme BLOB NOT NULL,
  helped TEXT NOT NULL,
  recommend TEXT NOT NULL,
  words TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (programme, helped, recommend, words)
) STRICT, WITHOUT ROWID;

-- Works whose contract keeps hours for inhabitants of the priority neighbourhoods: what is due is computed from these.
CREATE TABLE works_site (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  works TEXT NOT NULL DEFAULT '',
  total_hours INTEGER NOT NULL DEFAULT 0,
  percent INTEGER,
  owner TEXT NOT NULL DEFAULT '',
  contract TEXT NOT NULL DEFAULT '',
  qpv TEXT NOT NULL DEFAULT '',
  commune TEXT NOT NULL DEFAULT '',
  opens_on TEXT,
  closes_on TEXT,
  programme BLOB,
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX works_site_end ON works_site (closes_on, name, ix) WHERE removed = 0;
CREATE INDEX works_site_programme ON works_site (programme) WHERE programme IS NOT NULL;

-- Hours worked under a clause. They belong to the works and are accounted for there, so they stay when the file of whoever
-- worked them is erased; what is left of the person then is an id that leads nowhere.
CREATE TABLE clause_hours (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  site BLOB,
  employer TEXT NOT NULL DEFAULT '',
  person BLOB,
  on_day TEXT,
  minutes INTEGER NOT NULL DEFAULT 0,
  contract TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX clause_hours_site ON clause_hours (site, on_day);
CREATE INDEX clause_hours_person ON clause_hours (person) WHERE person IS NOT NULL;

-- The history of what is in nobody's file is read from the latest line.
CREATE INDEX journal_shared ON journal (hlc_ms, hlc_count, act) WHERE subject IS NULL;

-- Whether a person lives in a priority neighbourhood: the answer, the way to it, for which address, why, and when.
ALTER TABLE person ADD COLUMN residence_answer TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN residence_way TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN residence_address TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN residence_note TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN residence_on TEXT;

-- The offer of a catalogue that a programme was made of: which catalogue, and its identifier there.
ALTER TABLE programme ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE programme ADD COLUMN source_key TEXT NOT NULL DEFAULT '';
CREATE INDEX programme_source ON programme (source, source_key) WHERE source <> '';

-- Lists of young people. The number of a person in the tool a list came from, of the case that it opened: by it, with the
-- origin, a second list finds the same person.
ALTER TABLE case_file ADD COLUMN reference TEXT NOT NULL DEFAULT '';
CREATE INDEX case_reference ON case_file (reference) WHERE reference <> '';

-- What each column of a list was said to be, by the heads of the list, as JSON: for the next list that has them. It stays on
-- this laptop.
CREATE TABLE list_mapping (heads TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Letters. What stands on top and at the foot of every sheet of the team, in one row; the logo is a picture in base64, or empty.
CREATE TABLE letterhead (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  foot TEXT NOT NULL DEFAULT '',
  logo TEXT NOT NULL DEFAULT ''
) STRICT;

-- Rights. What somebody asked of their file by right, and how it was answered: the day an extension was told, what was decided
-- and the day a limitation ended are empty until then.
CREATE TABLE rights_request (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  kind TEXT NOT NULL DEFAULT '',
  received_on TEXT,
  asked_by TEXT NOT NULL DEFAULT '',
  identity TEXT NOT NULL DEFAULT '',
  asked TEXT NOT NULL DEFAULT '',
  extended_on TEXT NOT NULL DEFAULT '',
  extended_reason TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  answered_on TEXT NOT NULL DEFAULT '',
  answer_note TEXT NOT NULL DEFAULT '',
  lifted_on TEXT NOT NULL DEFAULT '',
  lifted_reason TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX rights_request_person ON rights_request (person);

-- What was decided of keeping a file: kept until a day for a reason, put away from daily sight, taken back into it; by the rule
-- of that name.
CREATE TABLE retention_choice (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  keeping TEXT NOT NULL DEFAULT '',
  on_day TEXT,
  until TEXT,
  reason TEXT NOT NULL DEFAULT '',
  rule TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX retention_choice_person ON retention_choice (person);

-- Derived: 1 for a file that was put away, 2 for one whose use is limited, 3 for both; lists and search leave them out.
ALTER TABLE person ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;
DROP INDEX person_list;
CREATE INDEX person_list ON person
  (away, sort_name, ix, referent, qpv, birth, quiet_since, last_contact, stage, commune, aside);
CREATE INDEX person_aside ON person (aside) WHERE aside > 0;

-- Accesses on this laptop: who looked at whose file, when and how, never what stood there. Each line is chained to the one
-- before by its hash, which holds the words of a reason as their own hash, so that they can be erased. The first lines go after
-- twelve months; meta holds the hash of the last that went, and that of the last there is.
CREATE TABLE access_log (
  n INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  worker BLOB NOT NULL,
  person BLOB,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '',
  words_hash BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX access_log_person ON access_log (person, n) WHERE person IS NOT NULL;

-- People whose files were erased here, and when, by ids that lead to nobody: a backup that is taken back loses them again.
CREATE TABLE erased_person (person BLOB PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The European Social Fund Plus. An operation that it pays for; levels are codes with a space between, columns what its
-- participants leave in: a line for each, what fills it, a tab, its head.
CREATE TABLE fund_operation (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  number TEXT NOT NULL DEFAULT '',
  programme_name TEXT NOT NULL DEFAULT '',
  beneficiary TEXT NOT NULL DEFAULT '',
  from_on TEXT,
  until_on TEXT,
  min_age TEXT NOT NULL DEFAULT '',
  max_age TEXT NOT NULL DEFAULT '',
  levels TEXT NOT NULL DEFAULT '',
  qpv_only TEXT NOT NULL DEFAULT '',
  warn_percent INTEGER,
  kept_until TEXT,
  columns TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A person in an operation, with what was asked by the questionnaire of that name: at the entry, on leaving, six months after.
-- Empty is not answered; refused is an answer. No other part of the work reads it.
CREATE TABLE fund_participation (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  operation BLOB,
  questionnaire TEXT NOT NULL DEFAULT '',
  entered_on TEXT,
  left_on TEXT,
  left_reason TEXT NOT NULL DEFAULT '',
  sex TEXT NOT NULL DEFAULT '',
  birth TEXT NOT NULL DEFAULT '',
  labour TEXT NOT NULL DEFAULT '',
  unemployed_since TEXT,
  in_education TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '',
  disability TEXT NOT NULL DEFAULT '',
  third_country TEXT NOT NULL DEFAULT '',
  foreign_background TEXT NOT NULL DEFAULT '',
  minority TEXT NOT NULL DEFAULT '',
  housing TEXT NOT NULL DEFAULT '',
  rural TEXT NOT NULL DEFAULT '',
  exit_on TEXT NOT NULL DEFAULT '',
  exit_labour TEXT NOT NULL DEFAULT '',
  exit_searching TEXT NOT NULL DEFAULT '',
  exit_education TEXT NOT NULL DEFAULT '',
  exit_qualified TEXT NOT NULL DEFAULT '',
  later_on TEXT NOT NULL DEFAULT '',
  later_employed TEXT NOT NULL DEFAULT '',
  later_improved TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fund_operation_end ON fund_operation (until_on, name, ix) WHERE removed = 0;
CREATE INDEX fund_participation_operation ON fund_participation (operation, ix);
CREATE INDEX fund_participation_person ON fund_participation (person) WHERE person IS NOT NULL;

-- Figures. What the team counts as a positive exit from a day on: of all exits, of those to a kind of programme, or of those to
-- one programme. The kinds of exits stand in one text, in their order.
CREATE TABLE outcome_rule (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  from_on TEXT,
  kind TEXT NOT NULL DEFAULT '',
  programme BLOB,
  positive TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
