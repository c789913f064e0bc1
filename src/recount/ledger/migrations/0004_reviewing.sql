-- Version 4: people are asked what is worth most first, and code a sample without seeing one another's values.

CREATE TABLE round ( -- A blind double coding: reports that several people code, each without seeing the values of the others.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    run INTEGER NOT NULL REFERENCES run, -- In which run; who made it and when stand there.
    name TEXT NOT NULL UNIQUE, -- Small letters, digits and hyphens; its address ends with it.
    coders TEXT NOT NULL, -- JSON list: names of those who each code every report of it.
    fields TEXT NOT NULL, -- JSON list: what they say of each report.
    reports TEXT NOT NULL, -- JSON list: ids of the reports, in the order in which they are asked.
    seed INTEGER NOT NULL, -- The reports follow from it: the same seed draws the same ones from the same casebook.
    country TEXT NOT NULL, -- ISO 3166-1 alpha-2 of the country that they were drawn from; empty for all.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE answer ( -- What one coder of a round says of one report. A later one by the same coder takes the place of an earlier one.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    round INTEGER NOT NULL REFERENCES round, -- The round.
    report TEXT NOT NULL, -- Id of the report.
    coded TEXT, -- JSON: a value for each field of the round; null where the coder found that the text does not say. Null once redacted.
    quotes TEXT, -- JSON list: the words of the act as they were then, so that it outlives the method.
    reason TEXT, -- What the coder noted.
    by TEXT NOT NULL, -- Who coded.
    at TEXT NOT NULL, -- When, UTC, ISO 8601.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX answer_of_round ON answer (round, report);
CREATE INDEX answer_about ON answer (report);

CREATE TABLE adjudication ( -- Whose value was taken where the coders of a round differ. The value is that of its decision.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    round INTEGER NOT NULL REFERENCES round, -- The round.
    report TEXT NOT NULL, -- Id of the report.
    field TEXT NOT NULL, -- Field of it.
    chose TEXT NOT NULL, -- Whose value: "coder" and the coder's name, "machine" for what was coded, "another" for one that nobody had given.
    decision INTEGER NOT NULL REFERENCES decision, -- The decision that it became.
    by TEXT NOT NULL, -- Who decided.
    at TEXT NOT NULL, -- When, UTC, ISO 8601.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX adjudication_of_round ON adjudication (round, report);

-- Below: made from the rows above. It can be dropped and made again.

CREATE TABLE event_facet (
    event TEXT PRIMARY KEY, -- Id of the event: each event has one row.
    likely INTEGER NOT NULL, -- How likely it is worth a look by its listing alone: what is graded first.
    earliest TEXT, -- As listed.
    country TEXT, -- As listed.
    event_type TEXT, -- As listed.
    worth REAL, -- How much it is worth a person's look, in points; null until it is graded.
    reasons TEXT, -- JSON list: [code, points, words], the weightiest first.
    asked TEXT, -- Id of the report that a person is asked next; null where people decided on all.
    decided INTEGER, -- How many of its reports people accepted, corrected or rejected.
    reports INTEGER, -- Of how many.
    sources INTEGER, -- Independent ones.
    grade TEXT, -- Airwars' grade; null where no civilian harm is alleged.
    fatalities INTEGER, -- ACLED's figure; null where its rule gives none.
    responsibility TEXT, -- claimed, accused, contested, denied, unclaimed, stated: the first of these that a report tells, contested before all.
    contested INTEGER, -- 1 where reports differ on the dead, on who did it, or on another field; else 0.
    place TEXT, -- Id in the gazetteer of the place that was taken.
    place_name TEXT -- Its name there.
) WITHOUT ROWID;
CREATE INDEX facet_to_grade ON event_facet (likely DESC, event, worth) WHERE worth IS NULL;
CREATE INDEX facet_asked ON event_facet (worth DESC, event, asked) WHERE asked IS NOT NULL;
CREATE INDEX facet_asked_country ON event_facet (country, worth DESC) WHERE asked IS NOT NULL;
CREATE INDEX facet_asked_type ON event_facet (event_type, worth DESC) WHERE asked IS NOT NULL;
CREATE INDEX facet_by_grade ON event_facet (grade, earliest DESC) WHERE grade IS NOT NULL;
CREATE INDEX facet_by_place ON event_facet (place, earliest DESC) WHERE place IS NOT NULL;

CREATE TABLE event_reason (
    reason TEXT NOT NULL, -- Code of a reason why an event is worth a look.
    worth REAL NOT NULL, -- Of the event.
    event TEXT NOT NULL, -- Id of an event of which people are asked.
    country TEXT, -- As listed.
    event_type TEXT, -- As listed.
    PRIMARY KEY (reason, worth DESC, event)
) WITHOUT ROWID;
CREATE INDEX reason_of_event ON event_reason (event);

CREATE TABLE event_actor (
    actor TEXT NOT NULL, -- Neutral name, or the words where no list holds one.
    earliest TEXT NOT NULL, -- Of the event; empty where no day is known.
    event TEXT NOT NULL, -- Id of the event.
    role TEXT NOT NULL, -- perpetrator, target.
    PRIMARY KEY (actor, earliest DESC, event, role)
) WITHOUT ROWID;
CREATE INDEX actor_of_event ON event_actor (event);

CREATE TABLE actor_total (
    actor TEXT PRIMARY KEY, -- As in event_actor.
    perpetrator INTEGER NOT NULL, -- In how many events it is said to have acted.
    target INTEGER NOT NULL -- In how many it is said to have been acted upon.
) WITHOUT ROWID;
CREATE INDEX actor_by_events ON actor_total (perpetrator + target DESC);

DROP INDEX event_by_day;
CREATE INDEX event_by_day ON event_summary (earliest DESC);
CREATE INDEX event_by_country ON event_summary (country, earliest DESC);
CREATE INDEX event_by_country_type ON event_summary (country, event_type, earliest DESC);
CREATE INDEX event_by_type ON event_summary (event_type, earliest DESC);
CREATE INDEX event_by_sub_type ON event_summary (sub_event_type, earliest DESC);
CREATE INDEX event_by_place ON event_summary (place, earliest DESC);

INSERT INTO event_facet (event, likely, earliest, country, event_type)
SELECT id, reports + ifnull(killed_high, ifnull(killed_low, 0)), earliest, country, event_type FROM event_summary;
