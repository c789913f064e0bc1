"""Who did it and to whom, however the sentence puts it."""

from collections.abc import Sequence

import pytest

from recount import api
from recount.nouns import Party, Report

WEDNESDAY = "2024-03-13"


def names(parties: Sequence[Party]) -> list[str]:
    """Return the parties as written, without a determiner in front and without regard to case."""
    found = [party.name.casefold() for party in parties]
    return [name.split(" ", 1)[1] if name.split(" ", 1)[0] in ("the", "a", "an") else name for name in found]


def first_report(text: str) -> Report:
    """Return the one report of an invented article."""
    (report,) = api.code(text, published=WEDNESDAY).reports
    return report


DOERS = [
    # text, perpetrators, targets
    # active
    ("Boko Haram fighters attacked an army base in Rann on Monday.", ["boko haram fighters"], ["army base in rann"]),
    (
        "Myanmar's military bombed a monastery in Loikaw on Sunday, killing four monks.",
        ["myanmar's military"],
        ["monastery in loikaw"],
    ),
    (
        "The Colombian army raided a FARC dissident camp in Caquetá on Tuesday.",
        ["colombian army"],
        ["farc dissident camp in caquetá"],
    ),
    ("Israeli soldiers shot dead a Palestinian man in Nablus on Thursday.", ["israeli soldiers"], ["palestinian man"]),
    (
        "Rebels from the Allied Democratic Forces killed nine farmers near Mangina on Saturday.",
        ["rebels from the allied democratic forces"],
        ["farmers"],
    ),
    # passive
    (
        "A police station in Manipur was attacked by armed villagers on Monday.",
        ["armed villagers"],
        ["police station in manipur"],
    ),
    ("Two aid workers were abducted by gunmen in Akobo on Friday.", ["gunmen"], ["aid workers"]),
    ("A journalist was shot dead in Tijuana on Sunday.", [], ["journalist"]),
    (
        "An army convoy was ambushed near Tillia on Tuesday by fighters of the Islamic State in the Greater Sahara.",
        ["fighters of the islamic state in the greater sahara"],
        ["army convoy"],
    ),
    ("The village of Kuaya was set on fire by militiamen on Thursday.", ["militiamen"], None),
    # noun phrases
    (
        "A Russian missile strike on a hotel in Kramatorsk on Monday killed three people.",
        ["russian"],
        ["hotel in kramatorsk"],
    ),
    (
        "Three people died on Sunday in an attack by Al-Shabaab on a restaurant in Baidoa.",
        ["al-shabaab"],
        ["restaurant in baidoa"],
    ),
    (
        "An ambush by Maoist rebels on a police convoy in Bastar left seven officers dead on Saturday.",
        ["maoist rebels"],
        ["police convoy in bastar"],
    ),
    ("A drone attack on the Ain al-Asad base in Iraq wounded two people on Monday.", [], ["ain al-asad base in iraq"]),
    # possessives
    (
        "Hamas's attack on a checkpoint near Jenin on Monday wounded two soldiers.",
        ["hamas"],
        ["checkpoint near jenin", "soldiers"],
    ),
    (
        "Ethiopia's air force struck a camp for displaced people in Mekelle on Friday.",
        ["ethiopia's air force"],
        ["camp for displaced people in mekelle"],
    ),
    # unknown gunmen
    (
        "Unidentified gunmen opened fire on worshippers at a church in Kirkuk on Sunday.",
        ["unidentified gunmen"],
        ["worshippers", "church in kirkuk"],
    ),
    (
        "Unknown assailants hurled a grenade at a bar in Bujumbura on Friday.",
        ["unknown assailants"],
        ["bar in bujumbura"],
    ),
    ("Men in army uniform kidnapped a mayor in Guerrero on Tuesday.", ["men in army uniform"], ["mayor"]),
    # states
    ("Iran fired missiles at a militant base in Panjgur on Tuesday.", ["iran"], ["militant base in panjgur"]),
    ("Turkey bombed a power station in Qamishli on Saturday.", ["turkey"], ["power station in qamishli"]),
    ("US forces struck a radar site in Hodeidah on Monday.", ["us forces"], ["radar site in hodeidah"]),
    # several of one side
    (
        "American and British warplanes bombed Houthi positions near Sanaa on Friday.",
        None,
        ["houthi positions near sanaa"],
    ),
    (
        "The Wagner Group and Malian soldiers killed at least 30 herders near Kidal last month.",
        ["wagner group", "malian soldiers"],
        ["herders"],
    ),
    (
        "Gunmen of the Rapid Support Forces shot a doctor in Nyala on Sunday.",
        ["gunmen of the rapid support forces"],
        ["doctor"],
    ),
    ("Seven people were killed by a mine near Hajin on Sunday.", [], None),
    ("Masked men stormed a bar in Culiacán late on Friday.", ["masked men"], ["bar in culiacán"]),
    ("A convoy of the World Food Programme was looted by armed youths near Bentiu on Monday.", ["armed youths"], None),
    ("Gunmen dressed as police officers opened fire in a pool hall in Choloma late on Saturday.", ["gunmen"], None),
    ("The army killed at least five herders near Kidal last month.", ["army"], ["herders"]),
]


@pytest.mark.parametrize(("text", "perpetrators", "targets"), DOERS)
def test_doer_and_target_are_read_from_how_the_sentence_is_built(
    text: str, perpetrators: list[str] | None, targets: list[str] | None
) -> None:
    report = first_report(text)

    assert (perpetrators, targets) == (
        names(report.perpetrators) if perpetrators is not None else None,
        names(report.targets) if targets is not None else None,
    )


REFERENCES = [
    # text, name of the perpetrator at its fullest
    ("Al-Shabaab has stepped up its operations. The group attacked a base in Bariire on Monday.", "al-shabaab"),
    (
        "The Rapid Support Forces denied any part in looting. It shelled a hospital in Omdurman on Sunday, doctors "
        "said.",
        "rapid support forces",
    ),
    (
        "The National Liberation Army broke off talks. On Tuesday the rebels ambushed a patrol in Arauca.",
        "national liberation army",
    ),
    # claims
    (
        "A bomb wounded ten people at a market in Quetta on Monday. The Balochistan Liberation Army claimed "
        "responsibility.",
        "balochistan liberation army",
    ),
    ("The Islamic State group said it was behind the attack on a church in Istanbul on Sunday.", "islamic state group"),
    (
        "No one was hurt when a rocket hit a field near Kiryat Shmona on Monday. Hezbollah said it had fired the "
        "rocket.",
        "hezbollah",
    ),
    # accusations
    ("A strike killed five people in Lviv on Tuesday. The mayor blamed Russia for the strike.", "russia"),
    (
        "Eleven villagers were killed in Dogofry on Monday. Residents accused the Malian army of carrying out the "
        "killings.",
        "malian army",
    ),
    # a denial leaves the accused
    ("Shells hit a school in Kalemie on Sunday. The army blamed the Mai-Mai, who denied involvement.", "mai-mai"),
    ("Pakistan's army said on Tuesday it had killed eight militants in a raid in North Waziristan.", "pakistan's army"),
    (
        "Boko Haram was once the strongest group in the area. On Monday the militants raided a market in Banki.",
        "boko haram",
    ),
    (
        "Al-Shabaab said in a statement on Telegram that its fighters had carried out Monday's bombing in Afgooye.",
        "al-shabaab",
    ),
]


@pytest.mark.parametrize(("text", "name"), REFERENCES)
def test_a_reference_a_claim_or_an_accusation_names_the_doer(text: str, name: str) -> None:
    reports = api.code(text, published=WEDNESDAY).reports

    assert [[name]] == [names(report.perpetrators) for report in reports]


KINDS = [
    # text, kind of the perpetrator, kind of the first target
    ("The Malian army killed 12 civilians in Moura on Monday.", "state forces", "civilians"),
    ("Gunmen attacked a police station in Kano on Monday.", "unknown", "site"),
    ("Militants attacked soldiers in Djibo on Monday.", "unknown", "state forces"),
    ("Al-Shabaab attacked Ugandan peacekeepers in Bulo Marer on Friday.", "rebel group", "external/other"),
    ("Police beat protesters in Harare on Monday.", "state forces", "protesters"),
    ("Protesters attacked a bank in Beirut on Monday.", None, "site"),
]


@pytest.mark.parametrize(("text", "doer", "target"), KINDS)
def test_a_party_is_of_the_kind_of_who_it_is_not_of_what_it_is_called(text: str, doer: str | None, target: str) -> None:
    report = first_report(text)

    assert (doer, target) == (report.perpetrators[0].kind if doer else None, report.targets[0].kind)


def test_people_hit_by_chance_are_no_targets() -> None:
    report = first_report("A bomb meant for a police convoy killed four shoppers in Peshawar on Monday.")

    assert "shoppers" not in names(report.targets)
    assert [count.group for count in report.casualties] == ["shoppers"]


def test_attackers_killed_in_their_own_attack_are_counted_as_perpetrators() -> None:
    report = first_report(
        "Militants stormed an army camp in Labbezanga on Monday, killing ten soldiers. Four attackers were also killed."
    )

    assert [(count.group_kind, count.best) for count in report.casualties] == [("state", 10), ("perpetrator", 4)]
