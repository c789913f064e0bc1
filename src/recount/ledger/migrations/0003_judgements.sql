-- Version 3: reports of several articles are judged to tell of one happening, or not.

CREATE TABLE judgement ( -- Whether two reports tell of one happening. A later one by the same judge takes the place of an earlier one.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    run INTEGER NOT NULL REFERENCES run, -- In which run; when stands there.
    one TEXT NOT NULL, -- Id of a report: of the two the one that sorts first.
    other TEXT NOT NULL, -- Id of the other report.
    kind TEXT NOT NULL, -- comparison, copy (the same words in a copy of the article), person.
    verdict TEXT NOT NULL, -- same, different, unsure; withdrawn: as if it had not been judged.
    probability REAL, -- Of a comparison: that they tell of one happening, in [0, 1].
    method INTEGER REFERENCES method, -- What judged; null where a person did.
    by TEXT, -- Who judged; null where a method did.
    reason TEXT, -- Why, in words.
    quotes TEXT, -- JSON: of a person's, the words of the act in both reports as they were then.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX judgement_of_pair ON judgement (one, other);
CREATE INDEX judgement_of_other ON judgement (other);

-- Below: made from the rows above. It can be dropped and made again.

CREATE TABLE event_report (
    report TEXT PRIMARY KEY,
    event TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX report_of_event ON event_report (event);

CREATE TABLE event_summary (
    id TEXT PRIMARY KEY,
    reports INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    earliest TEXT,
    latest TEXT,
    place TEXT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    event_type TEXT,
    sub_event_type TEXT,
    killed_low INTEGER,
    killed_high INTEGER,
    least_probability REAL
) WITHOUT ROWID;
CREATE INDEX event_by_day ON event_summary (earliest);

CREATE TABLE report_key (
    key INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (key, report)
) WITHOUT ROWID;
CREATE INDEX key_of_report ON report_key (report);
