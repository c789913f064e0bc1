"""Copies of a story are told apart from independent reports of the same happening."""

import json
import sys
from pathlib import Path

import pytest

from recount.api import casebook
from recount.ledger.copies import likeness_of, runs_of, sketch_of

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from generate_articles import articles

LEAD = (
    "Gunmen on motorcycles attacked the village of Sari in the north of the country on Saturday and killed eleven "
    "traders, the governor of the region said after he had visited the market."
)
BODY = (
    "The attackers came shortly before noon, when the weekly market was full, and opened fire on stalls that sell "
    "cattle and cloth, said a resident who fled to the next town with her two children.\n\n"
    "The defence ministry said that soldiers had driven the attackers off and killed four of them. It gave no figure "
    "for its own wounded, and nobody could be reached at the barracks of the district on Sunday."
)
END = (
    "Attacks on markets have become more frequent since the rains ended, aid workers say, because roads can be used "
    "again and traders travel with cash. The price of millet rose by a third within two months."
)
WIRE = f"{LEAD}\n\n{BODY}\n\n{END}"
OTHER = (
    "Eleven people were shot dead in Sari on Saturday, officials told our reporter. “We were selling goats when they "
    "arrived”, one trader said by telephone. He counted eight motorcycles with two men each. The army spoke of four "
    "dead assailants; two residents said they had seen none. The governor promised a new post on the northern road."
)
STATEMENT = (
    "Our soldiers repelled a cowardly attack on Sari on Saturday and killed four of the attackers while the rest fled "
    "towards the border, leaving nine motorcycles and a quantity of ammunition behind, the ministry announced."
)

CASES = [
    # later                                          earlier        same address  kind
    (WIRE, WIRE, False, "same text"),
    (f"SARI (Meridian) — {WIRE}", WIRE, False, "same text"),
    (WIRE.upper(), WIRE, False, "same text"),
    (f"{LEAD}\n\n{BODY}", WIRE, False, "cut"),
    (LEAD, WIRE, False, "cut"),
    (WIRE.replace("eleven", "at least a dozen").replace("her two children", "neighbours"), WIRE, False, "copy"),
    (f"{WIRE}\n\n{STATEMENT}", WIRE, False, "copy"),
    (f"{LEAD}\n\n{BODY}\n\n{OTHER} {STATEMENT}", f"{LEAD}\n\n{BODY}", False, "extended"),
    (f"{LEAD.replace('eleven', 'fourteen')}\n\n{BODY} {STATEMENT}\n\n{OTHER}", f"{LEAD}\n\n{BODY}", True, "update"),
    (WIRE.replace("eleven", "fourteen"), WIRE, True, "update"),
    (WIRE, WIRE, True, "same text"),
    (OTHER, WIRE, False, None),
    (f"{OTHER} {STATEMENT}", f"{WIRE}\n\n{STATEMENT}", False, None),
    (f"{OTHER}\n\n{BODY.partition('.')[0]}.", WIRE, False, None),
    ("Short.", WIRE, False, None),
    ("", "", False, None),
    ("Two people died in Sari today.", "Two people died in Sari today.", False, "same text"),
    ("Two people died in Sari today.", "Two people died in Kaya today.", False, None),
]


@pytest.mark.parametrize(("later", "earlier", "same_address", "kind"), CASES)
def test_kinds_of_likeness(later: str, earlier: str, same_address: bool, kind: str | None) -> None:
    assert likeness_of(runs_of(later), runs_of(earlier), same_address=same_address).kind == kind


def test_a_sketch_is_a_sample_that_copies_share() -> None:
    whole, cut = set(sketch_of(f"{WIRE}\n\n{OTHER}")), set(sketch_of(WIRE))
    assert cut <= whole
    assert 0 < len(cut) < len(runs_of(WIRE)) / 8


def test_a_family_begins_with_the_first_published_whatever_was_kept_first(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    told = [
        {"id": "late", "outlet": "The Post", "published": "2024-05-05", "text": WIRE},
        {"id": "first", "outlet": "Meridian Wire", "published": "2024-05-04", "text": WIRE},
        {"id": "cut", "outlet": "Radio Amel", "published": "2024-05-04", "text": f"{LEAD}\n\n{BODY}"},
        {"id": "own", "outlet": "The Herald", "published": "2024-05-04", "text": OTHER},
    ]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    path = tmp_path / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(lines)])
    hits = {hit.outlet: hit.article for hit in casebook.search(path, "Sari")}
    family = casebook.casebook_row(path, hits["Radio Amel"])["family"]
    assert [(one["outlet"], one["kind"]) for one in family] == [
        ("Meridian Wire", "same text"),
        ("Radio Amel", "cut"),
        ("The Post", None),
    ]
    assert casebook.casebook_row(path, hits["The Herald"])["family"] == []


def test_generated_copies_are_found_and_independent_retellings_are_not() -> None:
    """Floors of what `tools/measure_copies.py` measures on more articles."""
    told = list(articles(600, seed=11, with_truth=True))
    by_id = {one["id"]: one for one in told}
    copies = [one for one in told if one["truth"]["kind"] == "copy"]
    found = [one for one in copies if _kind(one, by_id[one["truth"]["copy_of"]])]
    assert len(copies) > 30
    assert len(found) / len(copies) >= 0.97
    events: dict[str, list[dict[str, str]]] = {}
    for one in told:
        if one["truth"]["kind"] in ("conflict", "retelling") and one["truth"]["event"]:
            events.setdefault(one["truth"]["event"], []).append(one)
    pairs = [(later, earlier) for earlier, *rest in events.values() for later in rest]
    assert len(pairs) > 15
    assert [pair for pair in pairs if _kind(*pair)] == []


def _kind(later: dict[str, str], earlier: dict[str, str]) -> str | None:
    return likeness_of(runs_of(later["text"]), runs_of(earlier["text"])).kind
