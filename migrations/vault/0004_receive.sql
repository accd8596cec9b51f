-- Whether a device is another laptop whose lines were received; the others are this laptop and its former lives.
ALTER TABLE device ADD COLUMN received INTEGER NOT NULL DEFAULT 0;

-- The number under which another laptop knows a device, where its lines name one: they are kept as that laptop wrote them.
CREATE TABLE device_alias (
  author INTEGER NOT NULL,
  number INTEGER NOT NULL,
  dev INTEGER NOT NULL,
  PRIMARY KEY (author, number)
) STRICT, WITHOUT ROWID;

-- How far the lines of another laptop are here without a gap, and how far that was told in a line of this one.
CREATE TABLE frontier (
  dev INTEGER PRIMARY KEY,
  upto INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Until this step nothing was received: what others wrote was written by former lives of this laptop.
INSERT INTO frontier (dev, upto) SELECT dev, max(n) FROM journal
WHERE dev <> coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'own'), 1) GROUP BY dev;

-- A line that is here while one before it is not; previous is the number of the line before.
CREATE TABLE ahead (
  dev INTEGER NOT NULL,
  n INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  PRIMARY KEY (dev, n)
) STRICT, WITHOUT ROWID;

-- From its line n on, a laptop had all lines of another up to one. What two laptops wrote without knowing is told by it.
CREATE TABLE seen (
  dev INTEGER NOT NULL,
  other INTEGER NOT NULL,
  n INTEGER NOT NULL,
  upto INTEGER NOT NULL,
  PRIMARY KEY (dev, other, n)
) STRICT, WITHOUT ROWID;

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
