-- The tables of a casebook. Every row has `seq`, its place in the one chain of all tables, and `hash`, the link to the
-- row before it. What stands after the two dashes is the description of a table or column; docs/ledger.md is written from it.

CREATE TABLE run ( -- One call that wrote to the casebook: add, recode, redact, export, and so on.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    command TEXT NOT NULL, -- add, recode, decide, redact, export, migrate, init.
    arguments TEXT NOT NULL, -- JSON: what was asked for.
    started TEXT NOT NULL, -- When, UTC, ISO 8601.
    by TEXT NOT NULL, -- Who: the name given with --by, else that of the user's account.
    version TEXT NOT NULL, -- Version of Recount.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE run_end ( -- The end of a run. A run without one was interrupted or is still going on.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    run INTEGER NOT NULL REFERENCES run, -- The run.
    ended TEXT NOT NULL, -- When, UTC, ISO 8601.
    outcome TEXT NOT NULL, -- JSON: how many articles were added, known before, failed, and so on.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE method ( -- A programme with its data, as it coded.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    name TEXT NOT NULL, -- recount.rules, recount.model.
    version TEXT NOT NULL, -- Version of Recount and of its reader.
    model_digest TEXT, -- Of the files of the trained model; null where none read.
    gazetteer_digest TEXT NOT NULL, -- Of the gazetteer.
    codebook_digest TEXT NOT NULL, -- Of the codebook.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE UNIQUE INDEX method_is_kept_once
    ON method (name, version, ifnull(model_digest, ''), gazetteer_digest, codebook_digest);

CREATE TABLE article ( -- What was read: the clean text of one published report, never edited.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    id TEXT NOT NULL UNIQUE, -- art1: and the first 16 hexadecimal digits of the SHA-256 over text, address and outlet.
    external_id TEXT, -- The id that the input brought along.
    title TEXT, -- Headline.
    outlet TEXT, -- Who published it.
    url TEXT, -- Its address.
    author TEXT, -- As the page or input names it.
    published_earliest TEXT, -- First possible day of publication, inclusive.
    published_latest TEXT, -- Last possible day of publication, inclusive.
    published_precision TEXT, -- day, month, year; null where the day of publication is not known.
    published_basis TEXT, -- given, metadata, url, text: how the day is known.
    language TEXT, -- ISO 639-1.
    text TEXT, -- The clean text. Spans count its code points. Null once redacted.
    rest BLOB, -- zlib with the text as preset dictionary, JSON: other days of publication that the page gives, and lines that reading left out with the reason.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE original ( -- Bytes as they were found, kept once each.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    sha256 BLOB NOT NULL UNIQUE, -- Of the unpacked bytes.
    size INTEGER NOT NULL, -- Bytes when unpacked.
    media_type TEXT, -- As stated or recognised.
    dictionary INTEGER REFERENCES article, -- The article whose text unpacks them; null where none.
    packed BLOB, -- zlib; text, title, outlet, author, first day, external_id and url of `dictionary`, with line ends between them, are its preset dictionary (UTF-8, the last 32,768 bytes). Null once redacted.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE obtained ( -- One finding of an article in a source. An article may be found several times.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    run INTEGER NOT NULL REFERENCES run, -- The run that found it.
    article INTEGER NOT NULL REFERENCES article, -- The article.
    original INTEGER NOT NULL REFERENCES original, -- The bytes that it was read from.
    source TEXT NOT NULL, -- Path as given, address, or - for standard input.
    place TEXT, -- Where in the source: line 12, row 3; null for the whole.
    how TEXT NOT NULL, -- file, standard input, fetched, archive, feed.
    at TEXT NOT NULL, -- When it was obtained, UTC: for archives the time of capture.
    key BLOB NOT NULL UNIQUE, -- Digest of bytes and given facts: the same input is not read twice.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX obtained_by_article ON obtained (article);

CREATE TABLE dictionary ( -- Words that recur in the details of codings, for packing them.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    words BLOB NOT NULL, -- Preset dictionary of zlib: it comes before the article's text.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE coding ( -- One article coded by one method. The newest coding of an article is the current one.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    article INTEGER NOT NULL REFERENCES article, -- The article.
    method INTEGER NOT NULL REFERENCES method, -- What coded it.
    run INTEGER NOT NULL REFERENCES run, -- In which run.
    rows INTEGER NOT NULL, -- How many reports, statements and tallies it has: they are the rows that follow in the chain.
    dictionary INTEGER NOT NULL REFERENCES dictionary, -- What unpacks the details, before the article's text.
    details BLOB, -- zlib, JSON: sentences with status and reason, notices, evidence, runners-up. Null once redacted.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX coding_of_article ON coding (article);

CREATE TABLE report ( -- What one article says of one happening, as one method coded it.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    coding INTEGER NOT NULL REFERENCES coding, -- The coding that it belongs to.
    id TEXT NOT NULL, -- rep1: and a digest of article and anchor: the same for every method.
    event_type TEXT, -- One of ACLED's six types.
    sub_event_type TEXT, -- One of ACLED's 25 sub-types; null where the text does not settle it.
    modality TEXT, -- actual, attempted, foiled, threatened, planned, denied, hypothetical.
    plover_type TEXT, -- PLOVER's event type; null where the rules give none.
    plover_mode TEXT, -- PLOVER's mode.
    ucdp_type INTEGER, -- UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided; null where not settled.
    earliest TEXT, -- First possible day, inclusive; null where nothing tells.
    latest TEXT, -- Last possible day, inclusive; null where nothing tells.
    when_precision TEXT, -- day, days, week, month, year, unknown.
    when_basis TEXT, -- stated, relative, context, none.
    place TEXT, -- Name of the place as written.
    gazetteer_id TEXT, -- Of the place; null where the gazetteer does not hold it.
    gazetteer_name TEXT, -- Its name there.
    latitude REAL, -- WGS84 degrees; null where not known.
    longitude REAL, -- WGS84 degrees; null where not known.
    radius_km REAL, -- Kilometres around the point.
    country TEXT, -- ISO 3166-1 alpha-2.
    admin1 TEXT, -- First-level division.
    admin2 TEXT, -- Second-level division.
    where_precision TEXT, -- exact, near, admin2, admin1, area, country, international, unknown.
    where_basis TEXT, -- stated, carried, heading, elsewhere, none.
    perpetrators TEXT, -- JSON list; null where none is named.
    responsibility TEXT, -- JSON list: who claims it, is charged with it, denies it.
    responsibility_status TEXT, -- claimed, accused, contested, denied, unclaimed, stated.
    targets TEXT, -- JSON list.
    weapons TEXT, -- JSON list.
    casualties TEXT, -- JSON list of counts of people.
    munitions TEXT, -- JSON list of counts of weapons.
    disagreements TEXT, -- JSON list: rival values and who gives them.
    spans TEXT, -- JSON [[start, end], ...]: its anchor first.
    when_spans TEXT, -- JSON: the words of the time.
    where_spans TEXT, -- JSON: the words of the place.
    method TEXT, -- What found it; null where the coding's details name it for all rows of the kind.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before, this row and the words at its spans.
) STRICT;
CREATE INDEX report_by_id ON report (id);
CREATE INDEX report_by_country ON report (country);

CREATE TABLE statement ( -- One speaker saying one thing of a report or tally. Those that speak of none are in the coding's details.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    coding INTEGER NOT NULL REFERENCES coding, -- The coding that it belongs to.
    id TEXT NOT NULL, -- st1: and a digest of article, content and cue.
    speaker TEXT, -- Name as written; null for the outlet's own voice.
    role TEXT, -- Office or qualifier.
    side TEXT, -- The actor for whom the speaker speaks.
    kind TEXT, -- outlet, official, party to the conflict, witness, medical, monitor, agency, anonymous, other.
    via TEXT, -- The outlet that the outlet quotes.
    cue TEXT, -- said, claimed, denied.
    stance TEXT, -- reports, claims, confirms, denies, accuses, estimates, warns, condemns.
    about TEXT, -- JSON list: places of reports and tallies among the rows of the coding, counted from 1: coding + place is their seq.
    fields TEXT, -- JSON list: fields that it gives a value for.
    source_spans TEXT, -- JSON: the words that name the speaker.
    cue_spans TEXT, -- JSON: the words of saying.
    content_spans TEXT, -- JSON: what is said.
    method TEXT, -- What found it; null where the coding's details name it for all rows of the kind.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before, this row and the words at its spans.
) STRICT;
CREATE INDEX statement_by_id ON statement (id);

CREATE TABLE tally ( -- A cumulative figure; never an event.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    coding INTEGER NOT NULL REFERENCES coding, -- The coding that it belongs to.
    id TEXT NOT NULL, -- tal1: and a digest of article and figure.
    measure TEXT, -- attacks, killed, injured, missing, abducted, arrested, displaced, other.
    low INTEGER, -- Lower bound; null where the words set none.
    best INTEGER, -- The figure as told.
    high INTEGER, -- Upper bound; null where the words set none.
    since TEXT, -- First day of the period, inclusive.
    until TEXT, -- Last day of the period, inclusive.
    counted TEXT, -- Who or what is counted, as written.
    areas TEXT, -- JSON list.
    perpetrators TEXT, -- JSON list.
    targets TEXT, -- JSON list.
    parts TEXT, -- JSON list of summands.
    parts_sum INTEGER, -- The parts added up; null where the text gives none.
    parts_agree INTEGER, -- 1 where the sum lies within the bounds, 0 where not.
    spans TEXT, -- JSON: the figure first.
    method TEXT, -- What found it; null where the coding's details name it for all rows of the kind.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before, this row and the words at its spans.
) STRICT;
CREATE INDEX tally_by_id ON tally (id);

CREATE TABLE problem ( -- An input that could not be read or coded.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    run INTEGER NOT NULL REFERENCES run, -- In which run.
    source TEXT NOT NULL, -- Path as given, address, or - for standard input.
    place TEXT, -- Where in the source.
    stage TEXT NOT NULL, -- reading, extraction, ledger; "left out" for what is no report by its kind.
    message TEXT NOT NULL, -- What was found, where, and what to do.
    key BLOB NOT NULL UNIQUE, -- Digest of the above: the same problem is kept once.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;

CREATE TABLE decision ( -- What a person decided about a coded row. A later one on the same field takes its place.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    about TEXT NOT NULL, -- Id of a report, statement, tally or article.
    field TEXT, -- Field of it; null for the whole.
    verdict TEXT NOT NULL, -- accept, correct, reject, unsure, withdraw.
    value TEXT, -- JSON: the corrected value.
    quotes TEXT, -- JSON list: the words at its spans when it was decided, so that it outlives the method.
    reason TEXT, -- Why.
    by TEXT NOT NULL, -- Who decided.
    at TEXT NOT NULL, -- When, UTC, ISO 8601.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX decision_about ON decision (about);

CREATE TABLE redaction ( -- The recorded removal of a row's content. Its digest stays, so that the chain still verifies.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    run INTEGER NOT NULL REFERENCES run, -- In which run; who and when stand there.
    kind TEXT NOT NULL, -- The table of the row.
    row INTEGER NOT NULL, -- Its seq.
    digest BLOB NOT NULL, -- SHA-256 over the row as it was.
    remains BLOB NOT NULL, -- SHA-256 over what stays of the row.
    reason TEXT NOT NULL, -- Why it was removed.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE UNIQUE INDEX redaction_of ON redaction (kind, row);

-- Below: what is looked up, made from the rows above. It can be dropped and made again.

CREATE VIRTUAL TABLE article_words USING fts5 ( -- Full-text index of titles and texts of articles.
    title, text, content='article', content_rowid='seq', tokenize='unicode61 remove_diacritics 2', detail='none'
);

CREATE VIRTUAL TABLE report_box USING rtree ( -- Where and when reports are: degrees, and days since 1 January of the year 1.
    seq, min_latitude, max_latitude, min_longitude, max_longitude, min_day, max_day
);
