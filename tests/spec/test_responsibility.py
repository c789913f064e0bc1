"""Who claims a deed, who is charged with it, who denies it, and whether anybody does."""

import pytest

from recount import api
from recount.settings import ReaderName

WEDNESDAY = "2024-03-13"
BOMB = "A bomb wounded ten people at a market in Quetta on Monday. "
SHELLS = "Shells hit a school in Kalemie on Sunday. "

RESPONSIBILITY = [
    # text, status, (party, how) in any order
    # claims
    (
        BOMB + "The Balochistan Liberation Army claimed responsibility.",
        "claimed",
        [("Baloch Liberation Army", "claimed")],
    ),
    (BOMB + "The attack was claimed by the Islamic State.", "claimed", [("Islamic State", "claimed")]),
    (BOMB + "Al-Shabaab took credit for the blast.", "claimed", [("al-Shabaab", "claimed")]),
    (
        BOMB + "Hours later the Taliban said it was behind the bombing.",
        "claimed",
        [("Tehrik-i-Taliban Pakistan", "claimed")],
    ),
    # nobody
    (BOMB + "No group has claimed responsibility.", "unclaimed", []),
    (BOMB + "There was no immediate claim of responsibility.", "unclaimed", []),
    (BOMB + "The attack went unclaimed.", "unclaimed", []),
    # accusations
    (
        BOMB + "The attack was blamed on the Balochistan Liberation Army.",
        "accused",
        [("Baloch Liberation Army", "accused")],
    ),
    (BOMB + "Police accused the Taliban of planting it.", "accused", [("Tehrik-i-Taliban Pakistan", "accused")]),
    (
        BOMB + "No group has claimed the bombing, but officials blamed the Taliban.",
        "accused",
        [("Tehrik-i-Taliban Pakistan", "accused")],
    ),
    # two of them
    (
        BOMB + "The Islamic State claimed responsibility. The Balochistan Liberation Army also claimed the attack.",
        "contested",
        [("Islamic State", "claimed"), ("Baloch Liberation Army", "claimed")],
    ),
    (
        BOMB + "The Islamic State claimed responsibility. Police blamed the Taliban.",
        "contested",
        [("Islamic State", "claimed"), ("Tehrik-i-Taliban Pakistan", "accused")],
    ),
    # denials
    (
        BOMB + "Police blamed the Taliban. The Taliban denied involvement.",
        "contested",
        [("Tehrik-i-Taliban Pakistan", "accused"), ("Tehrik-i-Taliban Pakistan", "denied")],
    ),
    (
        SHELLS + "The army blamed M23. M23 denied responsibility.",
        "contested",
        [("March 23 Movement", "accused"), ("March 23 Movement", "denied")],
    ),
    # left open
    (BOMB + "The Taliban stopped short of claiming responsibility.", "unclaimed", []),
    (BOMB + "The Taliban neither confirmed nor denied involvement.", "unclaimed", []),
    # told as known, or not told
    ("Al-Shabaab attacked a base in Bariire on Monday.", "stated", []),
    ("Gunmen attacked a police station in Kano on Monday.", None, []),
]


@pytest.mark.parametrize("reader", ReaderName)
@pytest.mark.parametrize(("text", "status", "words"), RESPONSIBILITY, ids=[row[0][-60:] for row in RESPONSIBILITY])
def test_a_deed_is_claimed_charged_or_denied_in_somebodys_words(
    text: str, status: str | None, words: list[tuple[str, str]], reader: ReaderName
) -> None:
    report = api.code(text, published=WEDNESDAY, reader=reader).reports[0]
    found = [(each.party.split(":")[0].split(" (")[0], each.how) for each in report.responsibility]

    assert (status, sorted(words)) == (report.responsibility_status, sorted(found))


def test_a_share_of_a_running_total_is_nobodys_claim_of_the_deed() -> None:
    text = BOMB + "Since January 40 attacks have been counted there. Most of them were claimed by the Islamic State."
    (report,) = api.code(text, published=WEDNESDAY).reports
    assert report.responsibility == ()


def test_a_denial_alone_contests_a_doer_whom_the_text_names_nowhere_else() -> None:
    # Rules name no doer here, the trained reader takes the one who denies it; both keep the denial.
    for reader in ReaderName:
        report = api.code(BOMB + "The Taliban denied any role.", published=WEDNESDAY, reader=reader).reports[0]
        assert report.responsibility_status in {"denied", "contested"}
        assert [each.how for each in report.responsibility] == ["denied"]


CONTESTED = [row for row in RESPONSIBILITY if row[1] == "contested"]


@pytest.mark.parametrize("text", [row[0] for row in CONTESTED], ids=[row[0][-60:] for row in CONTESTED])
def test_a_contested_deed_is_a_disagreement_about_the_perpetrators(text: str) -> None:
    report = api.code(text, published=WEDNESDAY).reports[0]
    rivals = [each for each in report.disagreements if each.field == "perpetrators"]

    assert len(rivals) == 1
    assert len({value.value for value in rivals[0].values}) > 1


def test_a_word_on_responsibility_quotes_the_text_and_names_its_statement() -> None:
    record = api.code(BOMB + "The Islamic State claimed responsibility.", published=WEDNESDAY)
    claim = record.reports[0].responsibility[0]

    assert claim.statement in record.reports[0].statements
    assert all(span.quote in record.article.text for span in claim.spans)
