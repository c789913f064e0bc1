-- Version 2: copies are told from independent reporting.

CREATE TABLE copy ( -- An article that tells a story in the words of one kept before: no second source.
    seq INTEGER PRIMARY KEY, -- Place in the chain of all rows.
    article INTEGER NOT NULL REFERENCES article, -- The article.
    of INTEGER NOT NULL REFERENCES article, -- The one kept before that it shares most words with.
    family INTEGER NOT NULL REFERENCES article, -- The one of its family that was kept first.
    kind TEXT NOT NULL, -- same text, copy, cut (shortened), extended, update (a new version at the same address).
    share REAL NOT NULL, -- Share of its runs of five words that stand in `of`, in [0, 1].
    share_of REAL NOT NULL, -- Share of the runs of `of` that stand in it, in [0, 1].
    method TEXT NOT NULL, -- What judged it.
    hash BLOB NOT NULL -- First 20 bytes of the SHA-256 over the hash of the row before and this row.
) STRICT;
CREATE INDEX copy_by_article ON copy (article);
CREATE INDEX copy_by_family ON copy (family);

CREATE VIRTUAL TABLE article_sketch USING fts5 ( -- A sample of each article's runs of five words, by which copies are found; made from the texts.
    runs, content='', columnsize=0, detail='none'
);
