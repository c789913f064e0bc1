"""Who says it, as what, and whether it is a report, a claim, an accusation or a denial."""

import pytest

from recount import api
from recount.nouns import Speaker, Statement

WEDNESDAY = "2024-03-13"


def statements_of(text: str) -> list[Statement]:
    """Return the statements of an invented article, in text order."""
    record = api.code(text, published=WEDNESDAY)
    return sorted(record.statements, key=lambda said: min(span.start for span in said.spans.content))


def bare(words: str | None) -> str | None:
    """Return words without a determiner in front and without regard to case."""
    if words is None:
        return None
    first, _, rest = words.casefold().partition(" ")
    return rest if first in ("the", "a", "an") else words.casefold()


def added_role(speaker: Speaker) -> str | None:
    """Return the role where it says more than the name does."""
    return None if (speaker.role or "").casefold() in (speaker.name or "").casefold() else bare(speaker.role)


SPEAKERS = [
    # text, name, role, kind
    ("Drones hit a refinery in Ryazan on Tuesday, governor Pavel Malkov said.", "pavel malkov", "governor", "official"),
    (
        "Shells hit a bridge in Nikopol on Monday, said Serhii Lysak, governor of the Dnipropetrovsk region.",
        "serhii lysak",
        "governor of the dnipropetrovsk region",
        "official",
    ),
    (
        "Troops entered Wad Madani on Monday, army spokesman Nabil Abdallah said.",
        "nabil abdallah",
        "army spokesman",
        None,
    ),
    (
        "According to Ahmed Warsame, a local elder, gunmen attacked the village of Bacadweyne on Sunday.",
        "ahmed warsame",
        "local elder",
        None,
    ),
    (
        '"They came at night and burned the houses in Turmi," said Almaz Bekele, a shopkeeper.',
        "almaz bekele",
        "shopkeeper",
        "witness",
    ),
    ("Police said on Tuesday that gunmen had attacked a bank in Cotabato.", "police", None, "official"),
    (
        "The defence ministry said its forces had bombed a camp near Kunduz on Monday.",
        "defence ministry",
        None,
        "official",
    ),
    (
        "Gunmen attacked a bus near Duekoué on Friday, according to a security source.",
        "security source",
        None,
        "anonymous",
    ),
    (
        "Two officials who asked not to be named said a drone hit a base in Kirkuk on Monday.",
        "two officials who asked not to be named",
        None,
        "anonymous",
    ),
    ("Witnesses said soldiers fired on a crowd in N'Djamena on Wednesday.", "witnesses", None, "witness"),
    (
        "The Syrian Observatory for Human Rights said jets bombed a depot in Deir ez-Zor on Sunday.",
        "syrian observatory for human rights",
        None,
        "monitor",
    ),
    (
        "Doctors at the main hospital in Gao said nine people were killed in the shelling on Monday.",
        "doctors at the main hospital in gao",
        None,
        "medical",
    ),
    (
        "The Houthis said they had fired missiles at a ship in the Red Sea on Monday.",
        "houthis",
        None,
        "party to the conflict",
    ),
    (
        "State news agency SANA reported that a drone attacked a checkpoint in Daraa on Monday.",
        "sana",
        "state news agency",
        "agency",
    ),
    (
        "The Wagner Group killed 30 herders near Kidal last month, Human Rights Watch said.",
        "human rights watch",
        None,
        "monitor",
    ),
    (
        '"The missiles hit our street in Kherson on Monday," said Natalia Shevchenko, 54, a nurse.',
        "natalia shevchenko",
        "nurse",
        None,
    ),
    ("Kenyan police shot dead a protester in Kisumu on Wednesday, a witness said.", "witness", None, "witness"),
]


@pytest.mark.parametrize(("text", "name", "role", "kind"), SPEAKERS)
def test_a_speaker_is_named_at_the_fullest_with_role_and_kind(
    text: str, name: str | None, role: str | None, kind: str | None
) -> None:
    found = [(bare(said.speaker.name), added_role(said.speaker), said.speaker.kind) for said in statements_of(text)]

    assert [(name, role, kind or found[0][2])] == found


STANCES = [
    # text, stances in text order
    ("Police said gunmen attacked a bank in Cotabato on Monday.", ["reports"]),
    ("The Taliban claimed responsibility for the bombing in Kunduz on Monday.", ["claims"]),
    ("The Houthis said they fired three missiles at a ship in the Red Sea on Monday.", ["claims"]),
    ("The Ukrainian army said its forces shot down 12 drones over Odesa on Sunday.", ["claims"]),
    ("Ukraine accused Russia of shelling a hospital in Kherson on Monday.", ["accuses"]),
    ("Residents blamed the army for the killing of nine herders in Djibo on Monday.", ["accuses"]),
    ("Shells hit a market in Goma on Monday. M23 denied that it had fired them.", ["denies"]),
    ("A rebel spokesman rejected accusations that the group had attacked a church in Komanda on Sunday.", ["denies"]),
    ("Drones hit an oil depot in Feodosia on Monday. The Russian-installed mayor confirmed the attack.", ["confirms"]),
    (
        "Hundreds of people fled Sake on Monday. The UN estimates that 135,000 people have been displaced.",
        ["estimates"],
    ),
    ("The president of Kenya condemned the attack on a bus in Mandera on Monday.", ["condemns"]),
    ("The foreign minister warned that an attack on Rafah would end the talks.", ["warns"]),
    (
        "Police said gunmen attacked a mosque in Zamfara on Friday. The army denied that soldiers had fled.",
        ["reports", "denies"],
    ),
    ("Pakistan's army said on Tuesday it had killed eight militants in a raid in North Waziristan.", ["claims"]),
    ("Sudan's army accused the Rapid Support Forces of shelling a camp near El Fasher on Friday.", ["accuses"]),
    (
        "Gunmen attacked a bus near Mopti on Monday. The governor said 12 people had died. The army disputed the "
        "figure.",
        ["reports", "denies"],
    ),
    ("Al-Shabaab said in a statement that its fighters had carried out Monday's bombing in Afgooye.", ["claims"]),
    (
        "Two gunmen attacked a naval base in Turbat on Monday, officials said, adding that one sailor had died.",
        ["reports", "reports"],
    ),
]


@pytest.mark.parametrize(("text", "stances"), STANCES)
def test_the_stance_says_as_what_a_thing_is_said(text: str, stances: list[str]) -> None:
    assert stances == [said.stance for said in statements_of(text)]


CONTINUED = [
    # text, speakers in text order, each with how many sentences its words cover
    (
        '"The shells hit the market in Goma at noon," said Espoir Kambale, a trader. "Six people died."',
        [("espoir kambale", 2)],
    ),
    (
        "A bomb exploded in Kasese on Monday. Police spokesman Fred Onyango said two people were hurt. He said the "
        "device was hidden in a bag.",
        [("fred onyango", 1), ("fred onyango", 1)],
    ),
    (
        "Mayor Ihor Terekhov said missiles hit a school in Kharkiv on Monday. Terekhov added that nobody was inside.",
        [("ihor terekhov", 1), ("ihor terekhov", 1)],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), CONTINUED)
def test_quotes_that_go_on_and_pronouns_have_the_speaker_named_before(
    text: str, speakers: list[tuple[str, int]]
) -> None:
    record = api.code(text, published=WEDNESDAY)

    covered: dict[str | None, set[int]] = {}
    for said in record.statements:
        held = covered.setdefault(bare(said.speaker.name), set())
        for place, sentence in enumerate(record.article.sentences):
            if any(span.overlaps(sentence.span) for span in said.spans.content):
                held.add(place)
    wanted: dict[str, int] = {}
    for name, sentences in speakers:
        wanted[name] = wanted.get(name, 0) + sentences
    assert wanted == {name: len(held) for name, held in covered.items()}


def test_a_press_release_speaks_in_the_voice_of_its_office() -> None:
    record = api.code(
        "TAMPA, Fla. - On March 12, U.S. Central Command forces destroyed two anti-ship missiles in "
        "Houthi-controlled areas of Yemen.",
        published=WEDNESDAY,
        outlet="U.S. Central Command",
    )

    assert {"outlet"} >= {said.speaker.kind for said in record.statements}
    assert len(record.reports) == 1


def test_a_statement_names_the_report_that_it_speaks_of() -> None:
    record = api.code("Police said gunmen attacked a bank in Cotabato on Monday.", published=WEDNESDAY)

    (report,) = record.reports
    (said,) = record.statements
    assert ((report.id,), (said.id,)) == (said.about, report.statements)


def test_two_speakers_with_two_figures_disagree() -> None:
    record = api.code(
        "Gunmen attacked a village near Bokkos on Sunday. Police said 12 people were killed. Residents said at least "
        "30 people were killed.",
        published=WEDNESDAY,
    )

    (report,) = record.reports
    assert [count.best for count in report.casualties] == [12, 30]
    assert len(report.disagreements) == 1


NOBODY_SPEAKS = [
    "Gunmen attacked a bank in Cotabato on Monday.",
    "Four soldiers and a baker were killed in a clash in Macomia on Sunday.",
    "No one has claimed Monday's attack on the consulate in Jalalabad.",
    "Police posts were built along the road to Lodwar after the raids.",
]


@pytest.mark.parametrize("text", NOBODY_SPEAKS)
def test_where_nobody_speaks_there_is_no_statement(text: str) -> None:
    assert [(said.speaker.name, said.stance) for said in statements_of(text)] == []
