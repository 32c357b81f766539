"""The committed starter directory keeps its own rules; these checks need nothing else."""

import re

import pycountry

from directory import Need
from directory.domain.audiences import Audience
from directory.domain.csv_tables import read_table
from directory.seed.decision_tables import TABLES
from directory.seed.loader import STARTER
from directory.seed.output_rows import KINDS
from directory.seed.selection import HELD_BACK

Rows = list[dict[str, str]]


def test_every_row_names_its_source(services: Rows, phones: Rows, emergency: Rows) -> None:
    """Nobody has to take an entry on trust: each says where it was read and how sure that is."""
    for row in (*services, *phones):
        assert row["source_url"].startswith("http"), row
        assert row["confidence"] in ("high", "medium"), row
    for row in emergency:
        assert row["source_url"].startswith("http")
        assert row["source_date"]
        assert row["confidence"] in ("high", "medium", "low")


def test_closed_and_doubtful_ones_are_not_there(services: Rows) -> None:
    """A closed shelter or a line that must be checked first is never in the directory."""
    ids = {row["id"] for row in services}
    assert not ids & HELD_BACK
    assert not ids & {"th-cosa", "jp-lighthouse", "pe-0800", "mm-dsw", "la-iom", "vn-aat", "us-hsi"}


def test_ids_are_unique_and_links_hold(services: Rows, phones: Rows) -> None:
    """An id names one service, and every phone belongs to one."""
    ids = [row["id"] for row in services]
    assert len(ids) == len(set(ids))
    assert {phone["service_id"] for phone in phones} <= set(ids)


def test_everyone_can_be_reached(services: Rows, phones: Rows) -> None:
    """No entry is a dead end: it has a phone, an SMS number, a chat, an address or a site."""
    with_phone = {phone["service_id"] for phone in phones}
    assert not [r["id"] for r in services if r["id"] not in with_phone and not r["email"] and not r["website"]]


def test_codes_are_those_of_the_standards(services: Rows, phones: Rows) -> None:
    """Needs are ours, countries and regions are of ISO 3166, languages of ISO 639."""
    needs = {need for row in services for need in row["needs"].split()}
    assert needs <= set(Need)
    places = {place for row in services for place in row["coverage"].split()} - {"*"}
    places |= {phone["country"] for phone in phones}
    regions = {one.code for one in pycountry.subdivisions}
    countries = {one.alpha_2 for one in pycountry.countries}
    assert all(place in regions | countries or place.removesuffix("-?") in countries for place in places)
    known = {getattr(one, "alpha_2", one.alpha_3) for one in (*pycountry.languages, *pycountry.language_families)}
    assert {code for row in services for code in row["languages"].split()} <= known


def test_numbers_can_be_dialled(phones: Rows) -> None:
    """A voice or SMS number is one number: digits and the signs of a phone, or letters on a keypad."""
    dialled = re.compile(r"[+(*#]{0,2}\d[\d ()\-]*|\d[\d-]*-[A-Z-]+")
    assert not [row for row in phones if row["kind"] != "chat" and not dialled.fullmatch(row["number"])]
    assert not [row for row in phones if row["international"] and not re.fullmatch(r"\+\d{6,15}", row["international"])]


def test_short_and_free_numbers_are_not_for_abroad(phones: Rows) -> None:
    """A number without an international form works from abroad only if its page says so."""
    wrong = [
        row
        for row in phones
        if row["kind"] != "chat"
        and row["dialable_from_abroad"] == "yes"
        and not row["international"]
        and not row["number"].startswith("+")
        and "from abroad" not in row["description"]
    ]
    assert wrong == []


def test_police_lines_of_the_mekong_are_named(services: Rows) -> None:
    """Lines that the police run, or that pass calls on to them, say so."""
    mekong = {"TH", "KH", "LA", "MM", "VN", "CN"}
    linked = {row["id"] for row in services if row["country"] in mekong and row["police_linked"] == "yes"}
    assert linked == {"th-1191", "kh-117", "kh-1288", "vn-111", "cn-110"}


def test_services_of_states_for_their_own_are_named(services: Rows) -> None:
    """Embassies, consulates and lines for a state's people abroad are marked consular."""
    consular = {row["id"] for row in services if row["consular"] == "yes"}
    assert {"th-cn-embassy", "kh-ph-embassy", "th-1300-intl", "vn-bhcd", "in-madad"} <= consular
    assert not [r["id"] for r in services if "consular protection" in r["services"] and r["id"] not in consular]


def test_everybody_knows_whom_a_service_is_for(services: Rows) -> None:
    """Audiences are ours, nationalities are of ISO 3166, and every consular service says whose people it is for."""
    assert {code for row in services for code in row["audiences"].split()} <= set(Audience)
    countries = {one.alpha_2 for one in pycountry.countries}
    assert {code for row in services for code in row["nationalities"].split()} <= countries
    assert not [row["id"] for row in services if row["consular"] == "yes" and not row["nationalities"]]


def test_nobody_is_kept_from_an_open_door(services: Rows) -> None:
    """Lines for everybody, and those that name men, boys or LGBTQ people, stay open to them."""
    audience = {row["id"]: row["audiences"].split() for row in services}
    everybody = (
        "th-1300",
        "la-lwu",
        "us-nhth",
        "kh-iom",
        "th-lpn",
        "be-payoke",
        "uz-ia",
        "no-rosa",
        "sg-home",
        "th-issara-km",
    )
    gender_or_age = {"women", "men", "girls", "boys", "lgbtq"}
    assert not [one for one in everybody if gender_or_age & set(audience[one])]
    assert {"men", "boys"} <= set(audience["th-urbanlight"]) & set(audience["lt-men"])
    assert "lgbtq" in set(audience["th-swing"]) & set(audience["tw-spa"])


def test_nobody_is_sent_to_a_closed_door(services: Rows) -> None:
    """Shelters and lines that are for some only say for whom."""
    audience = {row["id"]: row["audiences"] for row in services}
    assert audience["li-frauenhaus"] == "women girls boys"
    assert audience["pt-cap-men-sp"] == "men"
    assert audience["kh-chc"] == "girls boys"
    assert audience["gb-seafarerhelp"] == "seafaring"


def test_judged_rows_are_rows_of_the_directory(services: Rows) -> None:
    """A judgement about a row that is not there would be a slip of the hand."""
    ids = {row["id"] for row in services}
    for name in ("audience_rows.csv", "nationality_rows.csv", "need_rows.csv", "conduct.csv"):
        assert {line["id"] for line in read_table(TABLES / name)} <= ids, name
    assert not {line["id"] for line in read_table(TABLES / "left_out.csv")} & ids


def test_lines_that_must_pass_cases_on_are_named(services: Rows) -> None:
    """Whoever calls a line that has to report can be told so before; such a line counts as police-linked."""
    must = {row["id"] for row in services if row["mandatory_reporting"] == "yes"}
    assert {"vn-111", "al-116006", "my-mapo"} <= must
    assert must <= {row["id"] for row in services if row["police_linked"] == "yes"}
    assert {row["mandatory_reporting"] for row in services} == {"yes", "no", ""}


def test_adults_of_the_mekong_can_talk_to_somebody_who_is_not_the_police(services: Rows, phones: Rows) -> None:
    """In Thailand, Cambodia and Laos an independent line is open to a grown man, and in Viet Nam to a woman."""
    voice = {phone["service_id"] for phone in phones if phone["kind"] == "voice"}
    for country, person in (("TH", "men"), ("KH", "men"), ("LA", "men"), ("VN", "women")):
        open_to = [
            row["id"]
            for row in services
            if row["country"] == country
            and "human" in row["needs"].split()
            and row["police_linked"] == row["consular"] == "no"
            and row["id"] in voice
            and (person in row["audiences"].split() or not {"women", "girls", "boys"} & set(row["audiences"].split()))
        ]
        assert open_to, country


def test_mekong_places_have_codes(services: Rows) -> None:
    """In the Mekong countries a town is a region by its ISO code, unless it names no single region."""
    mekong = ("TH-", "KH-", "LA-", "MM-", "VN-", "CN-")
    without = {r["id"] for r in services if r["coverage"].startswith(mekong) and "-?" in r["coverage"]}
    assert without == {"th-kwo", "th-swan"}


def test_staff_addresses_are_left_out(services: Rows) -> None:
    """An e-mail address that belongs to one person is not in the directory."""
    assert [row["email"] for row in services if row["id"] == "ng-pathfinders"] == [""]


def test_emergency_numbers_are_one_a_row(emergency: Rows) -> None:
    """Each emergency number stands alone, in digits, under a known kind."""
    assert all(row["number"].isdigit() and row["kind"] in KINDS for row in emergency)
    assert ("TH", "police", "191") in {(row["country"], row["kind"], row["number"]) for row in emergency}


def test_every_column_is_documented(services: Rows, phones: Rows, emergency: Rows) -> None:
    """The README of the format explains each column of each file."""
    explained = (STARTER / "README.md").read_text(encoding="utf-8")
    for row in (services[0], phones[0], emergency[0]):
        assert [column for column in row if f"`{column}`" not in explained] == []
