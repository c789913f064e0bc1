-- What people and other programmes look at. Views hold nothing of their own.

CREATE VIEW current_coding AS -- The newest coding of each article.
SELECT * FROM coding WHERE NOT EXISTS (
    SELECT 1 FROM coding AS later WHERE later.article = coding.article AND later.seq > coding.seq
);
