"""Who is named: listed actors, forces of states, and parties and speakers of a reading."""

from datetime import date

import pytest

from recount.codebook import load
from recount.nouns import (
    Article,
    Party,
    Published,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
    StatementSpans,
    When,
    Where,
    report_id,
    statement_id,
)
from recount.resolution.actors import resolve_actors

NAMED = [
    # text                                                                    the words        canonical name
    ("Drones launched by the Houthis hit a tanker off Hodeidah.", "Houthis", "Houthi Movement"),
    ("Ansarallah's military spokesman claimed the strike.", "Ansarallah", "Houthi Movement"),
    ("The Houthis' missile fell short of the port.", "Houthis", "Houthi Movement"),
    ("Gunmen of AQAP held the road to Mudiyah.", "AQAP", "al-Qaeda in the Arabian Peninsula"),
    ("STC units entered the town in Yemen's Shabwa.", "STC", "Southern Transitional Council"),
    ("Hizballah said it fired at Metula.", "Hizballah", "Hezbollah"),
    ("The Radwan Force crossed the fence.", "Radwan Force", "Hezbollah"),
    ("The Qassam Brigades shelled the crossing.", "Qassam Brigades", "Hamas"),
    ("Saraya al-Quds fired mortars from Gaza.", "Saraya al-Quds", "Palestinian Islamic Jihad"),
    ("The IDF raided Qabatiya at dawn.", "IDF", "Military Forces of Israel"),
    ("Settlers? No: Israeli settlers burned two cars in Huwara.", "Israeli settlers", "Israeli Settlers"),
    ("The Iraqi Islamic Resistance spoke of a drone.", "Iraqi Islamic Resistance", "Islamic Resistance in Iraq"),
    ("Kata’ib Hizballah denied any role.", "Kata’ib Hizballah", "Kata'ib Hezbollah"),
    ("Kataib Hezbollah buried a commander in Jurf al-Sakhar.", "Kataib Hezbollah", "Kata'ib Hezbollah"),
    ("Asaib Ahl al Haq fighters closed the office.", "Asaib Ahl al Haq", "Asa'ib Ahl al-Haq"),
    ("The Hashd al-Shaabi lost three men near Tuz.", "Hashd al-Shaabi", "Popular Mobilization Forces"),
    ("Daesh cells remain in the Hamrin hills.", "Daesh", "Islamic State"),
    ("Fighters of the Islamic State group fled.", "Islamic State", "Islamic State"),
    ("IS took the village in eastern Syria.", "IS", "Islamic State"),
    ("HTS and allied factions shelled Saraqib.", "HTS", "Hay'at Tahrir al-Sham"),
    ("Hayat Tahrir al Sham opened the road.", "Hayat Tahrir al Sham", "Hay'at Tahrir al-Sham"),
    ("In northern Syria the SDF arrested four men.", "SDF", "Syrian Democratic Forces"),
    ("The YPG denied the shelling of Afrin.", "YPG", "People's Protection Units"),
    ("The PKK ambushed a patrol near Cukurca.", "PKK", "Kurdistan Workers' Party"),
    ("PJAK rebels killed two guards.", "PJAK", "Party of Free Life of Kurdistan"),
    ("The IRGC seized a ship.", "IRGC", "Islamic Revolutionary Guard Corps"),
    ("Jaish ul-Adl attacked a police post at Rask.", "Jaish ul-Adl", "Jaysh al-Adl"),
    ("al Shabab militants attacked a bus near Mandera, Kenya.", "al Shabab", "al-Shabaab"),
    ("Al-Shabaab shelled Mogadishu's airport.", "Al-Shabaab", "al-Shabaab"),
    ("Al-Shabaab burned huts in Macomia, Mozambique.", "Al-Shabaab", "Islamic State (Mozambique)"),
    ("In Sudan the RSF shelled the market of El Fasher.", "RSF", "Rapid Support Forces"),
    ("The Rapid Support Forces looted the mill.", "Rapid Support Forces", "Rapid Support Forces"),
    ("The SPLM-N withdrew from Dilling.", "SPLM-N", "Sudan People's Liberation Movement-North"),
    ("Fano militiamen blocked the road to Gondar.", "Fano", "Fano"),
    ("The TPLF accused the army.", "TPLF", "Tigray People's Liberation Front"),
    ("The Oromo Liberation Army kidnapped students.", "Oromo Liberation Army", "Oromo Liberation Army"),
    ("M23 rebels took Masisi.", "M23", "March 23 Movement"),
    ("ADF rebels hacked farmers to death near Beni, eastern Congo.", "ADF", "Allied Democratic Forces"),
    ("CODECO militiamen raided a camp.", "CODECO", "CODECO"),
    ("The FARDC retook the hill.", "FARDC", "Military Forces of the Democratic Republic of Congo"),
    ("Wazalendo fighters clashed at Sake.", "Wazalendo", "Wazalendo"),
    ("Fighters of the 3R surrendered in the Central African Republic.", "3R", "Return, Reclamation, Rehabilitation"),
    ("Anti-Balaka fighters burned the mosque.", "Anti-Balaka", "Anti-balaka"),
    ("JNIM claimed the ambush near Djibo.", "JNIM", "Jama'at Nusrat al-Islam wal-Muslimin"),
    ("Katiba Macina kidnapped the mayor.", "Katiba Macina", "Katiba Macina"),
    ("The VDP lost nine men at Bourzanga.", "VDP", "Volunteers for the Defense of the Homeland"),
    ("ISWAP fighters overran the base in Rann.", "ISWAP", "Islamic State (West Africa)"),
    ("Boko Haram abducted the girls.", "Boko Haram", "Boko Haram"),
    ("IPOB enforced the sit-at-home order.", "IPOB", "Indigenous People of Biafra"),
    ("Amba Boys shot the driver near Kumba.", "Amba Boys", "Ambazonian Separatists"),
    ("Wagner mercenaries entered Kidal with Mali's army.", "Wagner", "Wagner Group"),
    ("The SBU said its drones hit the depot.", "SBU", "Security Service of Ukraine"),
    ("The Pakistani Taliban claimed the blast in Bannu.", "Pakistani Taliban", "Tehrik-i-Taliban Pakistan"),
    ("Tehreek-e-Taliban Pakistan denied it.", "Tehreek-e-Taliban Pakistan", "Tehrik-i-Taliban Pakistan"),
    ("The Taliban banned the rally in Kabul, Afghanistan.", "Taliban", "Taliban"),
    ("ISKP claimed the bombing of a mosque.", "ISKP", "Islamic State (Khorasan Province)"),
    ("The BLA blew up a railway line in Pakistan.", "BLA", "Baloch Liberation Army"),
    ("Lashkar-e-Tayyiba was blamed.", "Lashkar-e-Tayyiba", "Lashkar-e-Taiba"),
    ("Five jawans died when Naxals set off a mine.", "Naxals", "Communist Party of India (Maoist)"),
    ("NSCN-IM cadres extorted traders.", "NSCN-IM", "National Socialist Council of Nagaland (Isak-Muivah)"),
    ("The Arakan Army took Ann.", "Arakan Army", "Arakan Army"),
    ("The TNLA signed a truce with Myanmar's junta.", "TNLA", "Ta'ang National Liberation Army"),
    ("PDFs ambushed a convoy in Sagaing, Myanmar.", "PDFs", "People's Defense Force (Myanmar)"),
    ("The NPA burned a bus in the Philippines.", "NPA", "New People's Army"),
    ("TPNPB gunmen shot a pilot.", "TPNPB", "Free Papua Movement"),
    ("BRN cells planted the bomb in southern Thailand.", "BRN", "Barisan Revolusi Nasional"),
    ("ELN guerrillas bombed the pipeline.", "ELN", "National Liberation Army (Colombia)"),
    ("The Clan del Golfo ordered an armed strike.", "Clan del Golfo", "Gulf Clan"),
    ("CJNG gunmen blocked the highway.", "CJNG", "Jalisco New Generation Cartel"),
    ("Viv Ansanm burned the prison.", "Viv Ansanm", "Viv Ansanm"),
    ("Troops of UNMISS found the mine.", "UNMISS", "United Nations Mission in South Sudan"),
]  # fmt: skip

NOT_NAMED = [
    "The resistance of the villagers surprised the mayor.",
    "RSF, Reporters Without Borders, counts 12 journalists in jail in Sudan.",
    "WHAT IS KNOWN ABOUT THE RAID IN SYRIA",
    "The ADF sent two ships, the Australian Defence Force said.",
    "He wrote his thesis at MIT in Cambridge, Massachusetts.",
    "The national action plan was read in Karachi and London.",
    "Amal told the reporter that the shop was closed.",
    "The BLA manages public land in the West.",
    "Shane opened the door.",
    "Hama and Homs are quiet.",
]

STATES = [
    # phrase                                  canonical name                               country, site
    ("US forces", "Military Forces of the United States", "US", False),
    ("U.S. troops", "Military Forces of the United States", "US", False),
    ("two American soldiers", "Military Forces of the United States", "US", False),
    ("the American base at Tanf", "Military Forces of the United States", "US", True),
    ("the Pentagon", "Military Forces of the United States", "US", False),
    ("the Nigerian army", "Military Forces of Nigeria", "NG", False),
    ("Niger's army", "Military Forces of Niger", "NE", False),
    ("the armed forces of Mali", "Military Forces of Mali", "ML", False),
    ("Kenyan police", "Police Forces of Kenya", "KE", False),
    ("a Pakistan Army convoy", "Military Forces of Pakistan", "PK", False),
    ("Russian drones", "Military Forces of Russia", "RU", False),
    ("operators of Russian drones", "Military Forces of Russia", "RU", False),
    ("Israeli occupation forces", "Military Forces of Israel", "IL", False),
    ("South Sudanese soldiers", "Military Forces of South Sudan", "SS", False),
    ("Emirati warplanes", "Military Forces of the United Arab Emirates", "AE", False),
    ("the Congolese army", "Military Forces of the Democratic Republic of Congo", "CD", False),
    ("Turkey's air force", "Military Forces of Turkey", "TR", False),
    ("Palestinian security forces", "Security Forces of Palestine", "PS", False),
    ("the Kremlin", "Government of Russia", "RU", False),
]

NO_STATE = [
    "US-led coalition forces",
    "pro-Russian forces",
    "Rwandan-backed rebels",
    "Syrian opposition forces",
    "former Afghan soldiers",
    "Syrian and Russian warplanes",
    "Chinese tourists",
    "the army",
    "a ship of pirates near a US base",
]


@pytest.mark.parametrize(("text", "words", "canonical"), NAMED)
def test_a_listed_actor_is_found_by_any_of_its_names(text: str, words: str, canonical: str) -> None:
    found = [(text[m.start : m.end], m.actor.name) for m in load().actors.find(text)]
    assert (words, canonical) in found


@pytest.mark.parametrize("text", NOT_NAMED)
def test_words_that_only_look_like_a_name_are_left_alone(text: str) -> None:
    assert load().actors.find(text) == ()


@pytest.mark.parametrize(("phrase", "canonical", "country", "is_site"), STATES)
def test_a_country_and_a_noun_for_forces_name_its_forces(
    phrase: str, canonical: str, country: str, is_site: bool
) -> None:
    force = load().actors.state_force(phrase)
    assert force is not None
    assert (force.canonical, force.country, force.is_site) == (canonical, country, is_site)


@pytest.mark.parametrize("phrase", NO_STATE)
def test_other_phrases_name_no_state_s_forces(phrase: str) -> None:
    assert load().actors.state_force(phrase) is None


def test_an_abbreviation_that_the_article_introduces_counts_in_that_article() -> None:
    text = "The Islamic Resistance in Iraq (IRI) spoke of a drone. Later the IRI fell silent."
    assert [(text[m.start : m.end], m.how) for m in load().actors.find(text)][1:] == [
        ("IRI", "local abbreviation"),
        ("IRI", "local abbreviation"),
    ]
    assert load().actors.find("Later the IRI fell silent.") == ()


def test_an_outlet_in_brackets_is_no_abbreviation() -> None:
    text = "A rocket was fired by Hamas (AFP). AFP said more."
    assert [text[m.start : m.end] for m in load().actors.find(text)] == ["Hamas"]


SHARED = [
    # acronym  countries  canonical name
    ("ADF", ["CD"], "Allied Democratic Forces"),
    ("ADF", ["CM"], "Ambazonia Defence Forces"),
    ("ADF", [], None),
    ("SNA", ["SO"], "Military Forces of Somalia"),
    ("SNA", ["SY"], "Syrian National Army"),
    ("SDF", ["LY"], "Special Deterrence Force"),
    ("PLA", ["CN"], "Military Forces of China"),
    ("PLA", ["IN"], "People's Liberation Army of Manipur"),
    ("Ansar al-Sharia", ["LY"], "Ansar al-Sharia (Libya)"),
    ("Ansar al-Sharia", ["TN"], "Ansar al-Sharia (Tunisia)"),
]


@pytest.mark.parametrize(("name", "countries", "canonical"), SHARED)
def test_a_shared_name_is_settled_by_the_country_or_not_at_all(
    name: str, countries: list[str], canonical: str | None
) -> None:
    actor = load().actors.resolve(name, countries=countries)
    assert (actor.name if actor else None) == canonical


PHRASES = [
    # noun phrase                            year   canonical name
    ("suspected Boko Haram militants", 2020, "Boko Haram"),
    ("fighters from Hamas", 2023, "Hamas"),
    ("two Hezbollah commanders in Tyre", 2024, "Hezbollah"),
    ("Iraqi Resistance fighters", 2024, "Islamic Resistance in Iraq"),
    ("Rwanda-backed M23 rebels", 2024, "March 23 Movement"),
    ("the ELN's north-eastern front", 2024, "National Liberation Army (Colombia)"),
    ("Hezbollah's Radwan Force", 2024, "Hezbollah"),
    ("al-Qaeda-linked Ansar Dine fighters", 2015, "Ansar Dine"),
    ("dissidents of the FARC's 33rd Front", 2024, "33rd Front (FARC Dissidents)"),
    ("members of the Kurdistan Workers’ Party (PKK)", 2020, "Kurdistan Workers' Party"),
    ("the US-led coalition", 2016, "Global Coalition Against Daesh"),
    ("Israel's war on Hamas", 2024, None),
    ("Iraqi resistance", 1991, None),
    ("Hezbollah-linked company", 2024, None),
    ("soldiers fighting M23", 2024, None),
    ("Hamas and the army", 2024, None),
    ("the M23", 2009, None),
    ("a group nobody has listed", 2024, None),
]


@pytest.mark.parametrize(("phrase", "year", "canonical"), PHRASES)
def test_a_noun_phrase_is_an_actor_only_if_all_of_it_means_the_actor(
    phrase: str, year: int, canonical: str | None
) -> None:
    actor = load().actors.resolve(phrase, year=year)
    assert (actor.name if actor else None) == canonical


def test_the_taliban_are_a_state_s_forces_since_2021() -> None:
    taliban = load().actors.named("Taliban")
    assert taliban is not None
    assert (taliban.kind_in(2019), taliban.kind_in(2022)) == ("rebel group", "state forces")


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def _party(text: str, words: str, kind: str = "unknown") -> Party:
    return Party.model_validate(
        {"name": words, "kind": kind, "spans": [_span(text, words)], "method": "parties.rules/1"}
    )


def _reading(
    text: str,
    act: str,
    country: str | None,
    perpetrators: list[tuple[str, str]],
    targets: list[tuple[str, str]] | None = None,
    speaker: Speaker | None = None,
) -> Reading:
    article = Article.of(
        text,
        published=Published(earliest=date(2024, 5, 2), latest=date(2024, 5, 2), precision="day", basis="given"),
    )
    anchor = _span(text, act)
    report = Report(
        id=report_id(article.id, anchor),
        spans=(anchor,),
        method="reports.rules/1",
        event_type="Battles",
        when=When(latest=date(2024, 5, 2)),
        where=Where(country=country),
        perpetrators=tuple(_party(text, words, kind) for words, kind in perpetrators),
        targets=tuple(_party(text, words, kind) for words, kind in targets or []),
    )
    statements: tuple[Statement, ...] = ()
    if speaker is not None:
        source = _span(text, speaker.role or speaker.name or "")
        statements = (
            Statement(
                id=statement_id(article.id, anchor, None),
                speaker=speaker,
                stance="reports",
                spans=StatementSpans(source=(source,), content=(anchor,)),
                method="statements.rules/1",
            ),
        )
    return Reading(article=article, reports=(report,), statements=statements)


PARTIES = [
    # text, act, country, words and stated kind -> canonical, kind, country
    ("Al-Shabaab fighters ambushed Kenyan troops near Dhobley.", "ambushed", "SO", ("Kenyan troops", "state forces"),
     ("Military Forces of Kenya", "external/other", "KE")),
    ("Al-Shabaab fighters ambushed Kenyan troops near Garissa.", "ambushed", "KE", ("Kenyan troops", "state forces"),
     ("Military Forces of Kenya", "state forces", "KE")),
    ("Al-Shabaab fighters ambushed Kenyan troops near Garissa.", "ambushed", "KE", ("Al-Shabaab fighters", "unknown"),
     ("al-Shabaab", "rebel group", "SO")),
    ("A drone struck an American base near Hasakah.", "struck", "SY", ("an American base", "site"),
     ("Military Forces of the United States", "site", "US")),
    ("The army shelled the hills above Kidal.", "shelled", "ML", ("The army", "state forces"),
     ("Military Forces of Mali", "state forces", "ML")),
    ("The army shelled the hills after Ugandan troops left.", "shelled", "CD", ("The army", "state forces"),
     (None, "state forces", None)),
    ("Police fired at the crowd in Kisumu.", "fired", "KE", ("Police", "state forces"),
     ("Police Forces of Kenya", "state forces", "KE")),
    ("The terrorist military council fired rockets.", "fired", "MM", ("The terrorist military council", "state forces"),
     ("Military Forces of Myanmar", "state forces", "MM")),
    ("Gunmen raided a village near Jos.", "raided", "NG", ("Gunmen", "unknown"), (None, "unknown", None)),
    ("Soldiers beat Palestinian farmers near Yatta.", "beat", "PS", ("Palestinian farmers", "civilians"),
     (None, "civilians", "PS")),
    ("The Front of Nowhere attacked Bria.", "attacked", "CF", ("The Front of Nowhere", "unknown"),
     (None, "unknown", None)),
    ("The Taliban shot a man in Herat.", "shot", "AF", ("The Taliban", "unknown"), ("Taliban", "state forces", "AF")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act", "country", "named", "expected"), PARTIES)
def test_a_party_gets_the_neutral_name_kind_and_country_of_its_actor(
    text: str,
    act: str,
    country: str,
    named: tuple[str, str],
    expected: tuple[str | None, str, str | None],
) -> None:
    resolved = resolve_actors(_reading(text, act, country, [named]), load())
    party = resolved.reports[0].perpetrators[0]
    assert (party.canonical, party.kind, party.country) == expected


SPEAKERS = [
    # text, act, role, name -> side, kind
    ("A Hamas spokesman, Abu Omar, said the strike killed no one.", "strike", "Hamas spokesman", "Abu Omar",
     ("Hamas", "party to the conflict")),
    ("Nigerian army spokesman Musa Ali said the raid failed.", "raid", "Nigerian army spokesman", "Musa Ali",
     ("Military Forces of Nigeria", "party to the conflict")),
    ("Pentagon spokesperson Ann Lee said the attack did no damage.", "attack", "Pentagon spokesperson", "Ann Lee",
     ("Military Forces of the United States", "party to the conflict")),
    ("White House adviser Ann Lee called the attack serious.", "attack", "White House adviser", "Ann Lee",
     ("Government of the United States", "official")),
    ("The army spokesman said the raid failed.", "raid", "army spokesman", None, (None, "official")),
    ("Local governor Omar Said reported the attack.", "attack", "Local governor", "Omar Said", (None, "official")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act", "role", "name", "expected"), SPEAKERS)
def test_a_speaker_gets_the_side_that_its_role_names(
    text: str, act: str, role: str, name: str | None, expected: tuple[str | None, str]
) -> None:
    speaker = Speaker(name=name, role=role, kind="official")
    resolved = resolve_actors(_reading(text, act, None, [], speaker=speaker), load())
    found = resolved.statements[0].speaker
    assert (found.side, found.kind) == expected


def test_resolving_twice_is_resolving_once() -> None:
    reading = _reading(
        "Al-Shabaab fighters ambushed Kenyan troops near Dhobley.",
        "ambushed",
        "SO",
        [("Al-Shabaab fighters", "unknown")],
        [("Kenyan troops", "state forces")],
    )
    once = resolve_actors(reading, load())
    assert resolve_actors(once, load()) == once
