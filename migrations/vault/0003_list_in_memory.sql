-- The list of people is narrowed and sorted in memory, from one index that holds all it needs and is read once. A save
-- no longer pays for an index of each way to sort, nor for one of the parts of names: a slip is looked for in memory too.
DROP INDEX person_sort;
DROP INDEX person_stage;
DROP INDEX person_contact;
DROP INDEX person_quiet;
DROP INDEX person_commune;
ALTER TABLE person DROP COLUMN stage_rank;
CREATE INDEX person_list ON person (away, sort_name, ix, referent, qpv, birth, quiet_since, last_contact, stage, commune);
DROP TABLE person_trigrams;
