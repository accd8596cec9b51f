-- A fact about this vault: its identity, its own device, the schema step.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A laptop that wrote in the journal; ix is its short local number.
CREATE TABLE device (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE
) STRICT;

-- The people who share cases; one so far.
CREATE TABLE space (
  id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- One committed act: what is synchronised. ops are framed operations; batch_seq is given when it is sent.
CREATE TABLE journal (
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  space BLOB NOT NULL,
  subject BLOB,
  batch_seq INTEGER,
  hlc_ms INTEGER NOT NULL,
  hlc_count INTEGER NOT NULL,
  schema INTEGER NOT NULL,
  actor BLOB NOT NULL,
  act TEXT NOT NULL,
  ops BLOB NOT NULL,
  PRIMARY KEY (dev, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_subject ON journal (subject, hlc_ms, hlc_count) WHERE subject IS NOT NULL;
CREATE INDEX journal_sent ON journal (dev, n) WHERE batch_seq IS NOT NULL;

-- The version of a row at its creation: serves every field never edited since.
CREATE TABLE row_version (
  tbl INTEGER NOT NULL,
  row_id BLOB NOT NULL,
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (tbl, row_id, dev, n)
) STRICT, WITHOUT ROWID;

-- The standing versions of a field edited since its row was made; more than one unequal is a disagreement.
CREATE TABLE field_head (
  tbl INTEGER NOT NULL,
  row_id BLOB NOT NULL,
  field INTEGER NOT NULL,
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hlc_ms INTEGER NOT NULL,
  hlc_count INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (tbl, row_id, field, dev, n)
) STRICT, WITHOUT ROWID;

-- Versions replaced before they arrived.
CREATE TABLE superseded_early (
  tbl INTEGER NOT NULL,
  row_id BLOB NOT NULL,
  field INTEGER NOT NULL,
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (tbl, row_id, field, dev, n)
) STRICT, WITHOUT ROWID;

-- An element of a field that is a set, once for each addition not yet removed.
CREATE TABLE set_dot (
  tbl INTEGER NOT NULL,
  row_id BLOB NOT NULL,
  field INTEGER NOT NULL,
  element TEXT NOT NULL,
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (tbl, row_id, field, element, dev, n)
) STRICT, WITHOUT ROWID;

-- A person who writes in the files.
CREATE TABLE worker (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT ''
) STRICT;

-- A young person. The last columns are derived: for sorting, filters and the clocks.
CREATE TABLE person (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  given_name TEXT NOT NULL DEFAULT '',
  family_name TEXT NOT NULL DEFAULT '',
  birth TEXT NOT NULL DEFAULT '',
  sex TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  address_line TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  commune TEXT NOT NULL DEFAULT '',
  insee TEXT NOT NULL DEFAULT '',
  qpv TEXT NOT NULL DEFAULT '',
  school_name TEXT NOT NULL DEFAULT '',
  school_uai TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '',
  guardian_name TEXT NOT NULL DEFAULT '',
  guardian_phone TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  sort_name TEXT NOT NULL DEFAULT '',      -- derived
  last_contact TEXT NOT NULL DEFAULT '',   -- derived: last contact with the person themself
  last_attempt TEXT NOT NULL DEFAULT '',   -- derived
  quiet_since TEXT NOT NULL DEFAULT '',    -- derived: last contact, or the day the present case was opened
  case_file BLOB,                          -- derived: the present case
  stage TEXT NOT NULL DEFAULT '',          -- derived: of the present case
  stage_rank INTEGER NOT NULL GENERATED ALWAYS AS (   -- derived: its place in the order of the work
    CASE stage WHEN 'spotted' THEN 1 WHEN 'contacting' THEN 2 WHEN 'unreachable' THEN 3 WHEN 'assessing' THEN 4
      WHEN 'planning' THEN 5 WHEN 'following' THEN 6 WHEN 'left' THEN 7 WHEN 'closed' THEN 8 ELSE 0 END) VIRTUAL,
  referent BLOB                            -- derived: of the present case
) STRICT;
-- What the list is narrowed by stands in the index that orders it, so that counting and skipping read no row.
CREATE INDEX person_sort ON person (removed, sort_name, ix, referent, qpv, birth, quiet_since);
CREATE INDEX person_stage ON person (removed, stage_rank, sort_name, ix);
CREATE INDEX person_contact ON person (removed, last_contact, sort_name, ix, quiet_since);
CREATE INDEX person_here ON person (removed);
CREATE INDEX person_demo ON person (removed) WHERE demo = 1;
CREATE INDEX person_quiet ON person (removed, quiet_since, sort_name, ix, stage);
CREATE INDEX person_commune ON person (removed, commune, sort_name, ix);

-- One follow-up of a person.
CREATE TABLE case_file (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  origin_kind TEXT NOT NULL DEFAULT '',
  origin_detail TEXT NOT NULL DEFAULT '',
  origin_on TEXT,
  referent BLOB,
  opened_on TEXT
) STRICT;
CREATE INDEX case_person ON case_file (person, opened_on);

-- A dated move of a case between stages; never changed.
CREATE TABLE case_move (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  case_file BLOB,
  from_stage TEXT NOT NULL DEFAULT '',
  to_stage TEXT NOT NULL DEFAULT '',
  on_day TEXT,
  reason TEXT NOT NULL DEFAULT '',
  exit_kind TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX case_move_case ON case_move (case_file, on_day, at, id);

-- An exchange with or about a person.
CREATE TABLE encounter (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  kind TEXT NOT NULL DEFAULT '',
  initiative TEXT NOT NULL DEFAULT '',
  result TEXT NOT NULL DEFAULT '',
  on_day TEXT,
  place TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX encounter_person ON encounter (person, on_day, at, id);

-- One theme of the assessment of a case. Silence is not a no.
CREATE TABLE need (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  case_file BLOB,
  theme TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT 'unasked' CHECK (answer IN ('unasked', 'no', 'yes')),
  note TEXT NOT NULL DEFAULT '',
  answered_on TEXT
) STRICT;
CREATE INDEX need_case ON need (case_file);

-- A structure that offers programmes.
CREATE TABLE provider (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  siret TEXT NOT NULL DEFAULT '',
  uai TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  address_line TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  commune TEXT NOT NULL DEFAULT '',
  insee TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  sort_name TEXT NOT NULL DEFAULT ''       -- derived
) STRICT;

-- What one can be referred to.
CREATE TABLE programme (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  provider BLOB,
  name TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  min_age TEXT NOT NULL DEFAULT '',
  max_age TEXT NOT NULL DEFAULT '',
  next_start TEXT,
  places INTEGER,
  status TEXT NOT NULL DEFAULT 'open',
  demo INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  sort_name TEXT NOT NULL DEFAULT ''       -- derived
) STRICT;
CREATE INDEX programme_sort ON programme (removed, sort_name, ix);
CREATE INDEX programme_provider ON programme (provider);

-- The agreement of a person to share with one provider.
CREATE TABLE agreement (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  provider BLOB,
  given_on TEXT,
  given_by TEXT NOT NULL DEFAULT '',
  text_version TEXT NOT NULL DEFAULT '',
  withdrawn_on TEXT
) STRICT;
CREATE INDEX agreement_person ON agreement (person, provider);

-- A request to a programme. Its state and what it waits for are derived from its facts.
CREATE TABLE referral (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  programme BLOB,
  wish TEXT NOT NULL DEFAULT '',
  session_start TEXT,
  session_end TEXT,
  author BLOB,
  and_now_settled_on TEXT,
  proposed_on TEXT,
  state TEXT NOT NULL DEFAULT 'draft',     -- derived
  since TEXT NOT NULL DEFAULT '',          -- derived
  disputed INTEGER NOT NULL DEFAULT 0,     -- derived
  due_kind TEXT NOT NULL DEFAULT '',       -- derived
  due_on TEXT NOT NULL DEFAULT '',         -- derived
  hidden INTEGER NOT NULL DEFAULT 0        -- derived: its person was removed
) STRICT;
CREATE INDEX referral_person ON referral (person);
CREATE INDEX referral_programme ON referral (programme, hidden, (due_on = ''), due_on, ix);
-- What waits for nothing comes last.
CREATE INDEX referral_board ON referral (hidden, state, (due_on = ''), due_on, ix);
CREATE INDEX referral_order ON referral (hidden, (due_on = ''), due_on, ix);
CREATE INDEX referral_due ON referral (hidden, due_on, ix) WHERE due_on <> '';
-- What is late, and what is not late but asks a question: an ending waits for no day.
CREATE INDEX referral_late ON referral (hidden, due_on, ix, due_kind) WHERE due_on <> '' AND due_kind <> 'and_now';
CREATE INDEX referral_and_now ON referral (hidden, due_on, ix) WHERE due_on <> '' AND due_kind = 'and_now';

-- One move of a referral; never changed.
CREATE TABLE transition (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  referral BLOB,
  from_state TEXT NOT NULL DEFAULT '',
  to_state TEXT NOT NULL DEFAULT '',
  on_day TEXT,
  reason TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX transition_referral ON transition (referral);

-- A chase, or the answer to "did they come, are they still there".
CREATE TABLE referral_check (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  referral BLOB,
  kind TEXT NOT NULL DEFAULT '',
  on_day TEXT,
  present TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  author BLOB,
  at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX check_referral ON referral_check (referral);

-- Something to do by a day.
CREATE TABLE task (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  person BLOB,
  case_file BLOB,
  what TEXT NOT NULL DEFAULT '',
  due_on TEXT,
  done_on TEXT,
  urgent INTEGER NOT NULL DEFAULT 0,
  author BLOB
) STRICT;
CREATE INDEX task_due ON task (due_on, ix, urgent) WHERE done_on IS NULL;
CREATE INDEX task_person ON task (person);

-- Days until each answer of a referral is late, for a kind of programme; a kind without a row has the usual ones.
CREATE TABLE delay (
  ix INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT '',
  draft INTEGER,
  acknowledge INTEGER,
  answer INTEGER,
  waitlist INTEGER,
  start INTEGER,
  length INTEGER
) STRICT;
CREATE INDEX delay_kind ON delay (kind);

-- What is being typed and not yet saved, by the place it is typed in; local, never in the journal.
CREATE TABLE draft (
  place TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys under which two people may be the same; local, made anew from the rows.
CREATE TABLE likeness_key (
  key TEXT NOT NULL,
  person BLOB NOT NULL,
  PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_person ON likeness_key (person);

-- Folded names for search as you type; rowid is the row's ix.
CREATE VIRTUAL TABLE person_words USING fts5(
  name, other, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE person_trigrams USING fts5(
  name, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram remove_diacritics 1'
);
CREATE VIRTUAL TABLE programme_words USING fts5(
  name, other, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
