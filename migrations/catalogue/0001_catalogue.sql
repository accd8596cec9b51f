-- What others publish, as this laptop last took it in: offers, priority neighbourhoods, addresses, lists of words. Nothing of a
-- young person is in it, it is not synchronised, and every line can be had again from the file it came from.
--
-- A row holds from the import `since` to the import `until`, which replaced it or took it away; the rows that hold have no
-- `until`. So an import is undone whole, and what it changed can be counted.

-- A file that was taken in.
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  format TEXT NOT NULL,
  -- Its name, without the folders it lay in.
  file TEXT NOT NULL,
  -- Of its bytes.
  digest BLOB NOT NULL,
  -- When, in UTC milliseconds.
  at INTEGER NOT NULL,
  -- The newest day on which a record of it says that it was changed; NULL where none says so.
  data_on TEXT,
  -- Whether what the catalogue held and the file does not was taken to be gone.
  whole INTEGER NOT NULL,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  same INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  -- What it replaced is forgotten: it cannot be undone any more.
  settled INTEGER NOT NULL DEFAULT 0,
  -- What the reading found, as JSON.
  report TEXT NOT NULL DEFAULT ''
) STRICT;

-- An offer: what lists are narrowed and sorted by. The bits stand for the words in the order of the domain's lists.
CREATE TABLE offer (
  ix INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  -- Its identifier there.
  key TEXT NOT NULL,
  since INTEGER NOT NULL REFERENCES import,
  until INTEGER REFERENCES import,
  -- Of what it says, to see whether an import changes it.
  digest BLOB NOT NULL,
  -- The identifier of its provider there; empty where it has none.
  provider_key TEXT NOT NULL,
  name TEXT NOT NULL,
  provider TEXT NOT NULL,
  commune TEXT NOT NULL,
  insee TEXT NOT NULL,
  -- Millionths of a degree; NULL where nothing is known.
  latitude INTEGER,
  longitude INTEGER,
  kinds INTEGER NOT NULL,
  themes INTEGER NOT NULL,
  tags INTEGER NOT NULL,
  fundings INTEGER NOT NULL,
  -- 0 not told, 1 on site, 2 remote, 3 both.
  attendance INTEGER NOT NULL,
  -- 0 not told, 1 free, 2 to be paid.
  cost INTEGER NOT NULL,
  -- 0 not told, 1 full time, 2 part time.
  rhythm INTEGER NOT NULL,
  min_age INTEGER,
  max_age INTEGER,
  qpv_only INTEGER NOT NULL,
  -- Days on which it starts, as days since 1970 in four bytes each, ascending.
  starts BLOB NOT NULL,
  -- One may enter at any time.
  permanent INTEGER NOT NULL,
  -- The last day on which one can still enter, and the first on which it is no longer offered; days since 1970.
  last_entry INTEGER,
  gone_from INTEGER,
  -- The last day on which one can still enter where a free place is told; NULL where none is.
  places_until INTEGER,
  updated TEXT,
  sort_name TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX offer_holds ON offer (source, key) WHERE until IS NULL;
CREATE INDEX offer_sort ON offer (sort_name, ix) WHERE until IS NULL;
CREATE INDEX offer_provider ON offer (source, provider_key) WHERE until IS NULL;
CREATE INDEX offer_since ON offer (since);
CREATE INDEX offer_until ON offer (until) WHERE until IS NOT NULL;
CREATE INDEX offer_key ON offer (source, key, ix);

-- All that an offer says, as JSON: the offer, or (`raw`) the service of data.inclusion that becomes one with its structure.
CREATE TABLE offer_body (
  ix INTEGER PRIMARY KEY REFERENCES offer ON DELETE CASCADE,
  raw INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- The words by which an offer is found, of the rows that hold.
CREATE VIRTUAL TABLE offer_words USING fts5(
  name, provider, place, about, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='column'
);
CREATE VIRTUAL TABLE offer_vocabulary USING fts5vocab(offer_words, row);

-- A structure of data.inclusion, which its services name.
CREATE TABLE structure (
  ix INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  since INTEGER NOT NULL REFERENCES import,
  until INTEGER REFERENCES import,
  digest BLOB NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX structure_holds ON structure (key) WHERE until IS NULL;
CREATE INDEX structure_since ON structure (since);
CREATE INDEX structure_until ON structure (until) WHERE until IS NOT NULL;

-- A priority neighbourhood: of the list, or with its outline.
CREATE TABLE area (
  ix INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  outlined INTEGER NOT NULL,
  since INTEGER NOT NULL REFERENCES import,
  until INTEGER REFERENCES import,
  digest BLOB NOT NULL,
  name TEXT NOT NULL,
  communes TEXT NOT NULL,
  -- As JSON; empty without one.
  outline TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX area_holds ON area (code, outlined) WHERE until IS NULL;
CREATE INDEX area_since ON area (since);
CREATE INDEX area_until ON area (until) WHERE until IS NOT NULL;

-- The addresses of one commune, as one import has them: they are replaced together.
CREATE TABLE roll (
  ix INTEGER PRIMARY KEY,
  insee TEXT NOT NULL,
  commune TEXT NOT NULL,
  since INTEGER NOT NULL REFERENCES import,
  until INTEGER REFERENCES import
) STRICT;
CREATE UNIQUE INDEX roll_holds ON roll (insee) WHERE until IS NULL;
CREATE INDEX roll_since ON roll (since);
CREATE INDEX roll_until ON roll (until) WHERE until IS NOT NULL;

-- A street of it; `key` is its name brought to one form, `latitude` and `longitude` those of the line without a number.
CREATE TABLE street (
  ix INTEGER PRIMARY KEY,
  roll INTEGER NOT NULL REFERENCES roll ON DELETE CASCADE,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  latitude INTEGER,
  longitude INTEGER
) STRICT;
CREATE UNIQUE INDEX street_key ON street (roll, key, postal_code);

-- A number in it.
CREATE TABLE house (
  street INTEGER NOT NULL REFERENCES street ON DELETE CASCADE,
  number INTEGER NOT NULL,
  suffix TEXT NOT NULL,
  latitude INTEGER NOT NULL,
  longitude INTEGER NOT NULL,
  PRIMARY KEY (street, number, suffix)
) STRICT, WITHOUT ROWID;

-- A word of a list: an occupation of ROME, a term of Formacode.
CREATE TABLE term (
  ix INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  since INTEGER NOT NULL REFERENCES import,
  until INTEGER REFERENCES import,
  digest BLOB NOT NULL,
  label TEXT NOT NULL,
  version TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX term_holds ON term (list, code, label) WHERE until IS NULL;
CREATE INDEX term_since ON term (since);
CREATE INDEX term_until ON term (until) WHERE until IS NOT NULL;
