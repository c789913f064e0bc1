"""Reports of a record, without a casebook, are those that a casebook gives once its article is kept."""

import json
from pathlib import Path

from recount.api import casebook, code_sources, linking
from recount.ledger import Ledger
from recount.ledger.event_reading import EventRows, event_ids, event_rows, rows_of_record
from recount.nouns import Record
from recount.pipeline.reconciling import event_of_rows

ARTICLES = (
    "At least 12 villagers were killed and five injured on Friday when gunmen attacked Kaya, Burkina Faso, police "
    "said. A hospital doctor said 15 people had died, among them three children.",
    "JNIM fighters attacked Dori and Djibo in Burkina Faso on 2 May 2024, killing 15 civilians, officials said. The "
    "army denied that it had left its posts.",
    "Fighting between the Malian army and JNIM fighters in Ansongo, Mali, from 3 to 6 June killed 30 soldiers, the "
    "army said.",
)


def test_a_record_gives_the_reports_that_a_casebook_gives(tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl"
    lines = [
        {"text": text, "outlet": f"Outlet {number}", "title": f"Title {number}", "published": "2024-06-08",
         "url": f"https://outlet.example/{number}"}
        for number, text in enumerate(ARTICLES)
    ]  # fmt: skip
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    book = tmp_path / "book.recount"
    casebook.init_casebook(book)
    casebook.add(book, [str(source)], processes=1)
    linking.link(book)
    with Ledger.open(book) as ledger:
        kept = {
            report.id: report
            for rows in event_rows(ledger, event_ids(ledger))
            for report in event_of_rows(rows).reports
        }

    records = [one for one in code_sources([str(source)]) if isinstance(one, Record)]
    assert len(records) == len(ARTICLES)
    for record in records:
        order = next(one.order for one in kept.values() if one.article == record.article.id)
        for rows in rows_of_record(record, order=order):
            (report,) = event_of_rows(EventRows("", (rows,))).reports
            assert report == kept.pop(report.id)
    assert kept == {}
    assert any(one.time_kind for record in records for one in rows_of_record(record))
