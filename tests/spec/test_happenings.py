"""What is one report, what is two, what is none; of which type each is, and whether it took place."""

import pytest

from recount import api
from recount.nouns import Report

WEDNESDAY = "2024-03-13"

BATTLES = "Battles"
PROTESTS = "Protests"
RIOTS = "Riots"
REMOTE = "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
STRATEGIC = "Strategic developments"


def reports_of(text: str) -> list[Report]:
    """Return the reports of an invented article, in text order."""
    return sorted(api.code(text, published=WEDNESDAY).reports, key=lambda report: report.anchor.start)


TYPES = [
    # text, type, sub-type
    (
        "Two drones hit a fuel depot on the outskirts of Belgorod early on Tuesday, the regional governor said.",
        REMOTE,
        "Air/drone strike",
    ),
    (
        "Turkish jets carried out air strikes in the Qandil mountains on Monday night, the defence ministry said.",
        REMOTE,
        "Air/drone strike",
    ),
    ("The army said its warplanes had bombed rebel positions near Mekelle on Monday.", REMOTE, "Air/drone strike"),
    (
        "Russian artillery shelled the town of Nikopol overnight, damaging a school and several houses.",
        REMOTE,
        "Shelling/artillery/missile attack",
    ),
    (
        "A rocket fired from the Gaza Strip landed in an open field near Ashkelon on Monday.",
        REMOTE,
        "Shelling/artillery/missile attack",
    ),
    (
        "The Houthis launched an anti-ship ballistic missile at a tanker in the Gulf of Aden on Saturday.",
        REMOTE,
        "Shelling/artillery/missile attack",
    ),
    (
        "A roadside bomb exploded as an army convoy passed near Mocímboa da Praia on Monday, injuring two soldiers.",
        REMOTE,
        "Remote explosive/landmine/IED",
    ),
    (
        "At least 15 people were killed when a car bomb went off outside a hotel in Mogadishu on Tuesday.",
        REMOTE,
        "Remote explosive/landmine/IED",
    ),
    (
        "A farmer lost his leg when he stepped on a landmine outside Izium on Sunday.",
        REMOTE,
        "Remote explosive/landmine/IED",
    ),
    (
        "A man wearing an explosive vest blew himself up outside a mosque in Maiduguri on Friday, killing five "
        "worshippers.",
        REMOTE,
        "Suicide bomb",
    ),
    (
        "A grenade was thrown at a police post in Bujumbura on Sunday evening, wounding three officers.",
        REMOTE,
        "Grenade",
    ),
    ("Clashes broke out between government troops and ELN rebels in Tibú on Sunday.", BATTLES, "Armed clash"),
    (
        "Militants ambushed an army patrol in Rajouri district on Thursday, killing four soldiers.",
        BATTLES,
        "Armed clash",
    ),
    (
        "M23 rebels seized the town of Kanyabayonga on Friday after heavy fighting with the Congolese army.",
        BATTLES,
        "Non-state actor overtakes territory",
    ),
    (
        "Sudanese troops recaptured the state broadcaster's headquarters in Omdurman from the Rapid Support Forces "
        "on Tuesday.",
        BATTLES,
        "Government regains territory",
    ),
    (
        "Gunmen on motorcycles opened fire on villagers in Banibangou, western Niger, on Saturday, killing 11.",
        CIVILIANS,
        "Attack",
    ),
    ("A schoolteacher was shot dead by unidentified assailants in Yala on Monday morning.", CIVILIANS, "Attack"),
    (
        "Armed men kidnapped a priest from his parish house in Owerri late on Thursday.",
        CIVILIANS,
        "Abduction/forced disappearance",
    ),
    (
        "Soldiers raped at least nine women in a village near Axum last week, a rights group said.",
        CIVILIANS,
        "Sexual violence",
    ),
    (
        "Thousands of people marched through Tbilisi on Sunday to protest against a draft law on media funding.",
        PROTESTS,
        "Peaceful protest",
    ),
    (
        "Police fired tear gas and water cannon to disperse protesters in Nairobi on Tuesday.",
        PROTESTS,
        "Protest with intervention",
    ),
    (
        "Security forces shot dead four protesters in Conakry on Thursday.",
        PROTESTS,
        "Excessive force against protesters",
    ),
    (
        "Demonstrators threw stones at police and set fire to a petrol station in Dakar on Friday.",
        RIOTS,
        "Violent demonstration",
    ),
    (
        "A mob beat a man to death in Cap-Haïtien on Monday after accusing him of working for a gang.",
        RIOTS,
        "Mob violence",
    ),
    ("Israeli forces arrested 14 Palestinians in Hebron before dawn on Wednesday.", STRATEGIC, "Arrests"),
    (
        "Fighters looted shops and burned dozens of houses in the village of Kibumba on Sunday.",
        STRATEGIC,
        "Looting/property destruction",
    ),
    ("The government and the rebels signed a ceasefire agreement in Juba on Tuesday.", STRATEGIC, "Agreement"),
    (
        "Bomb disposal experts defused an explosive device found beside a road near Derna on Monday.",
        STRATEGIC,
        "Disrupted weapons use",
    ),
    (
        "Rebels withdrew from the town of Bunagana on Monday and handed it over to a regional force.",
        STRATEGIC,
        "Non-violent transfer of territory",
    ),
    ("M23 rebels seized Goma on Monday.", BATTLES, "Non-state actor overtakes territory"),
    ("Boko Haram captured Gwoza on Friday.", BATTLES, "Non-state actor overtakes territory"),
    (
        "Kenyan police shot dead at least one protester and fired tear gas in Kisumu on Wednesday.",
        PROTESTS,
        "Excessive force against protesters",
    ),
    (
        "Suspected separatists stormed a school in Kumba, Cameroon, on Saturday and hacked two teachers to death.",
        CIVILIANS,
        "Attack",
    ),
    ("Sri Lanka's navy arrested 21 Indian fishermen off Mannar on Sunday.", STRATEGIC, "Arrests"),
    (
        "Two rockets launched from southern Lebanon fell short and landed near Rmeish on Sunday, causing no damage.",
        REMOTE,
        "Shelling/artillery/missile attack",
    ),
    ("Pakistan's army said on Tuesday that it had clashed with militants in Miranshah.", BATTLES, "Armed clash"),
]


@pytest.mark.parametrize(("text", "event_type", "sub_event_type"), TYPES)
def test_an_act_has_the_type_of_what_was_done_and_with_what(text: str, event_type: str, sub_event_type: str) -> None:
    assert [(event_type, sub_event_type)] == [(one.event_type, one.sub_event_type) for one in reports_of(text)]


ONE = [
    # the same act told again
    "Twelve people were killed in an attack on a market in Barsalogho on Monday. The attack began shortly after "
    "noon, a trader said. "
    "No group has said it carried out the attack.",
    "A bomb tore through a bus in Kabul on Tuesday, killing three passengers. The blast shattered windows nearby. "
    "The explosion was the first in the capital this month.",
    "Gunmen raided a village near Zurmi on Sunday night, killing four people and abducting 20 others.",
    # a part of a place, told as one attack
    "Missiles struck the airport in Erbil and a hangar inside it early on Monday.",
    # what stops an attack belongs to it
    "Russia fired eight cruise missiles at Odesa overnight. Air defence units shot down six of them.",
    # return fire without effects or place of its own
    "Militants attacked a checkpoint in Bannu on Sunday. Police returned fire.",
    # a wave without places of its own
    "Russia launched dozens of drones across Ukraine overnight, the air force said.",
    # both sides of one exchange
    "Soldiers and Abu Sayyaf fighters exchanged fire in Patikul on Thursday. Two soldiers and three fighters were "
    "killed in the gun battle.",
    # claimed later
    "A suicide bomber attacked a police training centre in Peshawar on Monday. The Islamic State group claimed "
    "responsibility for the bombing.",
    # night into morning
    "Shelling of Goma began late on Saturday and went on until Sunday morning, residents said.",
    "Armed men abducted at least 15 passengers from a bus on the road between Kaduna and Abuja on Sunday night.",
]


@pytest.mark.parametrize("text", ONE)
def test_one_act_at_one_place_within_a_day_is_one_report(text: str) -> None:
    assert len(reports_of(text)) == 1


SEVERAL = [
    # text, places in text order
    ("Missiles struck the cities of Kharkiv and Odesa early on Monday.", ["Kharkiv", "Odesa"]),
    ("Gunmen attacked a church in Jos on Sunday. On Monday, gunmen attacked a mosque in Zaria.", ["Jos", "Zaria"]),
    ("Warplanes bombed Taiz, Marib and Saada on Friday.", ["Taiz", "Marib", "Saada"]),
    (
        "A bomb killed six people at a bus stop in Quetta on Monday. Hours later, troops raided a house in Mastung "
        "and arrested three men.",
        ["Quetta", "Mastung"],
    ),
    (
        "Rebels ambushed an army convoy near Beni on Tuesday. Last month the same group killed 14 villagers in Oicha.",
        ["Beni", "Oicha"],
    ),
    (
        "Two soldiers were killed in a clash with insurgents in Macomia on Saturday, while a village in Palma was "
        "burned down on Sunday.",
        ["Macomia", "Palma"],
    ),
    (
        "Police arrested six suspects in Marseille on Monday. A bomb exploded in Bastia on Tuesday.",
        ["Marseille", "Bastia"],
    ),
    (
        "Haitian gangs burned down a court in Gonaïves on Monday. On Friday two nurses were abducted in Les Cayes.",
        ["Gonaïves", "Les Cayes"],
    ),
    ("Troops killed five insurgents in Palma on Sunday and arrested 12 people in Pemba on Monday.", ["Palma", "Pemba"]),
    ("Bombs went off in Davao, Cotabato and Jolo on Thursday.", ["Davao", "Cotabato", "Jolo"]),
]


@pytest.mark.parametrize(("text", "places"), SEVERAL)
def test_acts_at_places_of_their_own_are_reports_of_their_own(text: str, places: list[str]) -> None:
    assert places == [report.where.name for report in reports_of(text)]


def test_two_days_at_one_place_are_two_reports() -> None:
    found = reports_of(
        "Shells hit a market in El Fasher on Sunday, killing three. On Tuesday, shells again hit El Fasher."
    )

    assert [str(report.when.earliest) for report in found] == ["2024-03-10", "2024-03-12"]


NONE = [
    # statements, visits, condemnations
    "The foreign minister of Norway condemned all attacks on hospitals and called for restraint.",
    "The secretary-general of the United Nations visited Amman on Tuesday for talks with the king.",
    "The two presidents discussed grain exports and the war in a telephone call on Monday.",
    # weapons and bases described
    "The drone has a range of 2,000 km and can carry a warhead of 50 kg.",
    "The base at Ramstein houses about 8,000 soldiers and is one of the largest in Europe.",
    "The army took delivery of 12 new howitzers from South Korea on Friday.",
    "Soldiers from five countries began a joint exercise near Agadir on Monday.",
    # campaigns and habits
    "The region has seen near-daily shelling for two years.",
    "Armed groups have carried out attacks in the Sahel for more than a decade.",
    # running totals
    "More than 140 attacks have been recorded in the province since October.",
    # accidents, disasters, ordinary crime
    "Nine people were killed when a bus plunged into a ravine near Oruro on Saturday.",
    "A gas explosion destroyed an apartment block in Katowice on Friday, killing two residents.",
    "An earthquake killed at least 40 people in Herat on Sunday.",
    "Two men were arrested in Lyon on Thursday over the theft of jewellery from a shop.",
    "A military helicopter crashed during a training flight near Arequipa on Tuesday, killing three crew members.",
    # sports, culture, business
    "Arsenal attacked from the start and Saka fired a shot past the keeper in the ninth minute.",
    "The striker's late strike sank Sevilla on Sunday.",
    "The new film tells how a sniper hunts a spy through Berlin.",
    "The central bank fired the first shot in a price war with lenders in Lagos on Monday.",
    "Teachers in Lisbon began a three-day strike over pay on Tuesday.",
    "The mayor came under fire for remarks about the city's budget.",
    "Shares in the company were hit hard on Monday after it missed its targets.",
    "Flu killed 30 people in Madrid last week, the health ministry said.",
    # what might be
    "An attack on Rafah could kill thousands of civilians, aid groups said.",
    "If the insurgents attack Pemba, thousands of people would flee.",
    # courts
    "The trial of a former general opened in Dakar on Monday.",
    "The parliament in Ankara debated a bill on drone exports on Wednesday.",
    "Rescuers searched for survivors after a landslide buried a village in Enga on Friday.",
    "The museum in Hiroshima tells the story of the bombing of the city.",
    "He was sentenced in The Hague to 20 years for war crimes.",
    "Bakers in Khartoum are fighting to survive as prices rise.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_happening_of_conflict_makes_no_report(text: str) -> None:
    assert [(report.event_type, report.anchor.quote) for report in reports_of(text)] == []


MODALITY = [
    # text, modality
    ("Militants attacked an army post in Diffa on Monday.", "actual"),
    ("Air defences shot down three drones over Sevastopol on Sunday.", "foiled"),
    ("Two rockets fired at Haifa on Saturday were intercepted, the army said.", "foiled"),
    ("Police foiled a plot to bomb a train station in Brussels on Friday, prosecutors said.", "foiled"),
    ("Troops repelled an attack by insurgents on a barracks in Mueda on Monday.", "foiled"),
    ("A bomb planted under a bridge in Derry failed to explode on Thursday.", "attempted"),
    ("Gunmen tried to kidnap a businessman in Port Harcourt on Tuesday but fled when police arrived.", "attempted"),
    ("Hezbollah threatened to strike Haifa if Israeli troops crossed the border.", "threatened"),
    ("The rebels vowed to attack Bangui unless the president resigned.", "threatened"),
    ("The army is planning to launch an offensive on Kismayo next week.", "planned"),
    ("Opposition supporters will hold a protest march in Kampala on Friday.", "planned"),
    ("No attack took place in Beledweyne on Friday, contrary to rumours online.", "denied"),
    ("The army denied on Monday that it had shelled Uvira. Residents said shells hit the port on Sunday.", "actual"),
]


@pytest.mark.parametrize(("text", "modality"), MODALITY)
def test_the_modality_says_whether_the_act_took_place(text: str, modality: str) -> None:
    assert [modality] == [report.modality for report in reports_of(text)]


def test_every_value_that_is_no_word_of_the_text_has_evidence() -> None:
    (report,) = reports_of("Air defences shot down three drones over Sevastopol on Sunday.")

    assert {"event_type", "modality"} <= {evidence.field for evidence in report.evidence}
