-- What people and other programmes look at. Views hold nothing of their own; any SQLite of version 3.38 or later shows them.

CREATE VIEW current_coding AS -- The newest coding of each article.
SELECT * FROM coding WHERE NOT EXISTS (
    SELECT 1 FROM coding AS later WHERE later.article = coding.article AND later.seq > coding.seq
);

CREATE VIEW articles AS -- Articles with where they were found, what they are copies of, and by what they were coded last.
SELECT
    article.id, article.title, article.outlet, article.url, article.author, article.published_earliest AS published,
    article.published_precision, article.published_basis, article.language, length(article.text) AS length, article.text,
    obtained.source, obtained.place, obtained.how, obtained.at AS obtained_at, lower(hex(original.sha256)) AS sha256,
    first.id AS copy_of, copy.kind AS copy_kind, round(copy.share, 3) AS copy_share,
    method.name AS method, method.version AS method_version, coding.run, article.seq
FROM article
LEFT JOIN obtained ON obtained.seq = (SELECT min(seq) FROM obtained WHERE obtained.article = article.seq)
LEFT JOIN original ON original.seq = obtained.original
LEFT JOIN copy ON copy.article = article.seq
LEFT JOIN article AS first ON first.seq = copy.of
LEFT JOIN current_coding AS coding ON coding.article = article.seq
LEFT JOIN method ON method.seq = coding.method;

CREATE VIEW reports AS -- What articles say of happenings, as coded last, with the words of the act and where they stand.
SELECT
    report.id, article.id AS article, article.outlet, article.title, article.published_earliest AS published,
    report.event_type, report.sub_event_type, report.modality, report.earliest, report.latest, report.when_precision,
    report.place, report.country, report.admin1, report.admin2, report.latitude, report.longitude, report.radius_km,
    report.where_precision, report.perpetrators, report.responsibility_status, report.targets, report.weapons,
    report.casualties, report.munitions, report.disagreements,
    substr(article.text, report.spans ->> '$[0][0]' + 1, (report.spans ->> '$[0][1]') - (report.spans ->> '$[0][0]')) AS anchor,
    method.name AS method, method.version AS method_version, coding.run, report.seq
FROM report
JOIN current_coding AS coding ON coding.seq = report.coding
JOIN article ON article.seq = coding.article
JOIN method ON method.seq = coding.method;

CREATE VIEW stated AS -- One row a value of a report: the value, the words that it rests on, and what read it.
SELECT
    report.id AS report, article.id AS article, listed.field, listed.value,
    substr(article.text, listed.spans ->> '$[0][0]' + 1, (listed.spans ->> '$[0][1]') - (listed.spans ->> '$[0][0]')) AS quote,
    listed.spans, method.name AS method, method.version AS method_version, coding.run, report.seq
FROM (
    SELECT seq, 'event_type' AS field, event_type AS value, spans FROM report WHERE event_type IS NOT NULL
    UNION ALL SELECT seq, 'sub_event_type', sub_event_type, spans FROM report WHERE sub_event_type IS NOT NULL
    UNION ALL SELECT seq, 'modality', modality, spans FROM report WHERE modality IS NOT NULL
    UNION ALL SELECT seq, 'when', ifnull(earliest, '?') || '/' || ifnull(latest, '?'), when_spans
        FROM report WHERE when_spans IS NOT NULL
    UNION ALL SELECT seq, 'where', place, where_spans FROM report WHERE where_spans IS NOT NULL
    UNION ALL SELECT report.seq, 'perpetrators', json_remove(one.value, '$.spans'), one.value -> '$.spans'
        FROM report, json_each(report.perpetrators) AS one
    UNION ALL SELECT report.seq, 'targets', json_remove(one.value, '$.spans'), one.value -> '$.spans'
        FROM report, json_each(report.targets) AS one
    UNION ALL SELECT report.seq, 'weapons', json_remove(one.value, '$.spans'), one.value -> '$.spans'
        FROM report, json_each(report.weapons) AS one
    UNION ALL SELECT report.seq, 'casualties', json_remove(one.value, '$.spans'), one.value -> '$.spans'
        FROM report, json_each(report.casualties) AS one
    UNION ALL SELECT report.seq, 'munitions', json_remove(one.value, '$.spans'), one.value -> '$.spans'
        FROM report, json_each(report.munitions) AS one
    UNION ALL SELECT report.seq, 'responsibility', json_remove(one.value, '$.spans'), one.value -> '$.spans'
        FROM report, json_each(report.responsibility) AS one
) AS listed
JOIN report ON report.seq = listed.seq
JOIN coding ON coding.seq = report.coding
JOIN article ON article.seq = coding.article
JOIN method ON method.seq = coding.method;

CREATE VIEW statements AS -- Who says what of which report or tally, as coded last, with the words.
SELECT
    statement.id, article.id AS article, article.outlet, statement.speaker, statement.role, statement.side,
    statement.kind, statement.via, statement.stance, statement.cue,
    substr(
        article.text, statement.content_spans ->> '$[0][0]' + 1,
        (statement.content_spans ->> '$[0][1]') - (statement.content_spans ->> '$[0][0]')
    ) AS content,
    (
        SELECT json_group_array(ifnull(report.id, tally.id)) FROM json_each(statement.about) AS place
        LEFT JOIN report ON report.seq = statement.coding + place.value
        LEFT JOIN tally ON tally.seq = statement.coding + place.value
    ) AS about,
    statement.fields, method.name AS method, method.version AS method_version, coding.run, statement.seq
FROM statement
JOIN current_coding AS coding ON coding.seq = statement.coding
JOIN article ON article.seq = coding.article
JOIN method ON method.seq = coding.method;

CREATE VIEW tallies AS -- Cumulative figures, as coded last, with their words.
SELECT
    tally.id, article.id AS article, article.outlet, article.published_earliest AS published, tally.measure, tally.low,
    tally.best, tally.high, tally.since, tally.until, tally.counted, tally.areas, tally.perpetrators, tally.targets,
    tally.parts, tally.parts_sum, tally.parts_agree,
    substr(article.text, tally.spans ->> '$[0][0]' + 1, (tally.spans ->> '$[0][1]') - (tally.spans ->> '$[0][0]')) AS quote,
    method.name AS method, method.version AS method_version, coding.run, tally.seq
FROM tally
JOIN current_coding AS coding ON coding.seq = tally.coding
JOIN article ON article.seq = coding.article
JOIN method ON method.seq = coding.method;

CREATE VIEW judgements AS -- Whether pairs of reports tell of one happening: of each judge the last word, with the reason.
SELECT
    judgement.one, judgement.other, judgement.kind, judgement.verdict, judgement.probability, judgement.by,
    judgement.reason, judgement.quotes, method.name AS method, method.version AS method_version, judgement.run, judgement.seq
FROM judgement
LEFT JOIN method ON method.seq = judgement.method
WHERE judgement.verdict <> 'withdrawn' AND NOT EXISTS (
    SELECT 1 FROM judgement AS later WHERE later.one = judgement.one AND later.other = judgement.other
    AND later.by IS judgement.by AND later.seq > judgement.seq
);

CREATE VIEW events AS -- What several reports together say happened, as linked last; the reports' own values stand in `reports`.
SELECT
    event_summary.*,
    (SELECT json_group_array(report) FROM event_report WHERE event_report.event = event_summary.id) AS members
FROM event_summary;
