"""Rules of the committed seed directory."""

import re

import pycountry

from directory import Need
from directory.domain.audiences import Audience
from directory.domain.csv_tables import read_table
from directory.seed.emergency import KINDS
from directory.seed.loader import SEED_FOLDER
from directory.seed.selection import SHOWN_CONFIDENCE, TABLES
from directory.seed.silent_ways import SILENT_KINDS

Rows = list[dict[str, str]]


def test_rows_have_a_source(services: Rows, phones: Rows, emergency: Rows) -> None:
    """Every entry has its source and its confidence."""
    for row in (*services, *phones, *emergency):
        assert row["source_url"].startswith("http"), row
    assert {row["confidence"] for row in (*services, *phones)} <= {"high", "medium"}
    assert {row["confidence"] for row in emergency} <= {"high", "medium", "low"}


def test_dates_are_those_of_the_source(services: Rows, phones: Rows, emergency: Rows) -> None:
    """A date is a year, a month or a day; it is empty if the page has none, never guessed."""
    date = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
    assert not [row for row in (*services, *phones, *emergency) if not date.fullmatch(row["source_date"])]


def test_excluded_rows_are_absent(services: Rows) -> None:
    """Closed services and unchecked lines are not in the directory."""
    ids = {row["id"] for row in services}
    assert not ids & {line["id"] for line in read_table(TABLES / "held_back.csv")}
    assert not ids & {"th-cosa", "jp-lighthouse", "pe-0800", "mm-dsw", "la-iom", "vn-aat", "us-hsi"}


def test_ids_are_unique_and_links_hold(services: Rows, phones: Rows) -> None:
    """An id belongs to one service, and every phone to an existing one."""
    ids = [row["id"] for row in services]
    assert len(ids) == len(set(ids))
    assert {phone["service_id"] for phone in phones} <= set(ids)


def test_services_have_a_contact(services: Rows, phones: Rows) -> None:
    """Every entry has a phone, an SMS number, a chat, an address or a website."""
    with_phone = {phone["service_id"] for phone in phones}
    assert not [r["id"] for r in services if r["id"] not in with_phone and not r["email"] and not r["website"]]


def test_codes_are_valid(services: Rows, phones: Rows) -> None:
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
    """A voice or SMS number is a single number: digits and phone signs, or letters of a keypad."""
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


def test_police_lines_of_the_mekong_are_marked(services: Rows) -> None:
    """Lines that the police run, or that pass calls on to them, are marked."""
    mekong = {"TH", "KH", "LA", "MM", "VN", "CN"}
    linked = {row["id"] for row in services if row["country"] in mekong and row["police_linked"] == "yes"}
    assert linked == {"th-1191", "kh-117", "kh-1288", "vn-111", "cn-110", "cn-12356"}


def test_crisis_lines_are_not_hotlines(services: Rows) -> None:
    """A line for people who think of dying is a kind of its own, and counsels; it is no hotline for trafficking."""
    crisis = [row for row in services if "crisis_support" in row["needs"].split()]
    assert {"th-1323", "kh-tpo", "vn-hope", "cn-12356", "us-988", "gb-samaritans", "mo-caritas-life"} <= {
        row["id"] for row in crisis
    }
    assert not [row["id"] for row in crisis if "counselling" not in row["needs"].split()]
    hotlines = [row for row in crisis if "human" in row["needs"].split()]
    assert [row["id"] for row in hotlines if row["trafficking_specific"] != "yes"] == []


def test_open_lists_are_at_most_medium(services: Rows, phones: Rows) -> None:
    """Open lists of numbers copy each other: that three of them agree proves no more than one."""
    listed = {row["id"] for row in services if row["source_kind"] == "app_dataset"}
    assert {row["confidence"] for row in services if row["id"] in listed} == {"medium"}
    assert {phone["confidence"] for phone in phones if phone["service_id"] in listed} == {"medium"}


def test_old_pages_are_at_most_medium(services: Rows) -> None:
    """A number of ten years ago may be somebody else's today."""
    assert {row["confidence"] for row in services if "" < row["source_date"] < "2017"} == {"medium"}


def test_consular_services_are_marked(services: Rows) -> None:
    """Embassies, consulates and lines for citizens abroad are marked consular."""
    consular = {row["id"] for row in services if row["consular"] == "yes"}
    assert {"th-cn-embassy", "kh-ph-embassy", "th-1300-intl", "vn-bhcd", "in-madad"} <= consular
    assert not [r["id"] for r in services if "consular protection" in r["services"] and r["id"] not in consular]


def test_audiences_and_nationalities_are_valid(services: Rows) -> None:
    """Audiences are ours, nationalities are of ISO 3166, and every consular service has one."""
    assert {code for row in services for code in row["audiences"].split()} <= set(Audience)
    countries = {one.alpha_2 for one in pycountry.countries}
    assert {code for row in services for code in row["nationalities"].split()} <= countries
    assert not [row["id"] for row in services if row["consular"] == "yes" and not row["nationalities"]]


def test_audiences_are_not_too_narrow(services: Rows) -> None:
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


def test_audiences_are_not_too_wide(services: Rows) -> None:
    """Shelters and lines with a restricted audience name it."""
    audience = {row["id"]: row["audiences"] for row in services}
    assert audience["li-frauenhaus"] == "women girls boys"
    assert audience["pt-cap-men-sp"] == "men"
    assert audience["kh-chc"] == "girls boys"
    assert audience["gb-seafarerhelp"] == "seafaring"


def test_decisions_are_about_existing_rows(services: Rows) -> None:
    """A decision about a missing row would be a typing error."""
    ids = {row["id"] for row in services}
    for name in ("audience_rows.csv", "nationality_rows.csv", "need_rows.csv", "conduct.csv"):
        assert {line["id"] for line in read_table(TABLES / name)} <= ids, name
    assert not {line["id"] for line in read_table(TABLES / "left_out.csv")} & ids


def test_mandatory_reporting_is_marked(services: Rows) -> None:
    """A line that passes cases on by its own words is marked, and counts as police-linked."""
    must = {row["id"] for row in services if row["mandatory_reporting"] == "yes"}
    said = {line["id"] for line in read_table(TABLES / "conduct.csv") if line["mandatory_reporting"] == "yes"}
    assert {"vn-111", "al-116006", "my-mapo"} <= said <= must
    assert said <= {row["id"] for row in services if row["police_linked"] == "yes"}
    assert {row["mandatory_reporting"] for row in services} == {"yes", "no", ""}


def test_state_bodies_are_marked(services: Rows) -> None:
    """Lines of ministries, and those that ministries pay for, are marked; so are the police and embassies."""
    state = {row["id"] for row in services if row["state_linked"] == "yes"}
    assert {"th-1300", "th-1546", "th-ess", "my-15999", "la-lwu", "vn-vwu", "cn-12338", "kr-1350"} <= state
    assert {"qa-16008", "sg-mom-mdw", "ae-dfwac", "sa-116111", "tw-113", "us-nhth", "th-1323"} <= state
    assert not state & {"th-issara-my", "gb-msh", "jp-yorisoi", "kh-tpo", "us-cast-la"}
    linked = {row["id"] for row in services if "yes" in (row["police_linked"], row["consular"])}
    assert linked <= state


def test_missions_of_military_states_are_marked(services: Rows) -> None:
    """A mission that answers to the military is never offered as independent of it."""
    missions = [row for row in services if row["consular"] == "yes" and "MM" in row["nationalities"].split()]
    assert {row["police_linked"] for row in missions} == {"yes"}


def test_mekong_has_independent_lines(services: Rows, phones: Rows) -> None:
    """Thailand, Cambodia and Laos have an independent line for men, Viet Nam one for women."""
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
    """In the Mekong countries a town has the ISO code of its region, unless it is in several."""
    mekong = ("TH-", "KH-", "LA-", "MM-", "VN-", "CN-")
    without = {r["id"] for r in services if r["coverage"].startswith(mekong) and "-?" in r["coverage"]}
    assert without == {"th-kwo", "th-swan"}


def test_personal_email_is_absent(services: Rows) -> None:
    """An e-mail address of a single person is not in the directory."""
    assert [row["email"] for row in services if row["id"] == "ng-pathfinders"] == [""]


def test_one_emergency_number_per_row(emergency: Rows) -> None:
    """Each emergency number has its own row, in digits, with a known kind."""
    assert all(row["number"].isdigit() and row["kind"] in (*KINDS, *SILENT_KINDS) for row in emergency)
    assert ("TH", "police", "191") in {(row["country"], row["kind"], row["number"]) for row in emergency}


def test_ways_without_speaking(emergency: Rows) -> None:
    """Each has a well sourced value with a page; only a silent call, one at most in a country, has keys."""
    ways = [row for row in emergency if row["kind"] in SILENT_KINDS]
    assert ("FI", "text", "112") in {(row["country"], row["kind"], row["number"]) for row in ways}
    assert all(row["confidence"] in SHOWN_CONFIDENCE and row["source_url"].startswith("http") for row in ways)
    calls = [(row["country"], row["keys"]) for row in ways if row["kind"] == "silent_call"]
    assert calls == [("AU", "55"), ("GB", "55"), ("NZ", "55")]
    assert {row["keys"] for row in emergency if row["kind"] != "silent_call"} == {""}


def test_ways_without_speaking_do_not_replace_calls(emergency: Rows) -> None:
    """Wherever a way without speaking is known, so is a number to call, and the number to call comes first."""
    first = {row["country"]: row["kind"] for row in reversed(emergency)}
    assert [row["country"] for row in emergency if first[row["country"]] in SILENT_KINDS] == []


def test_columns_are_documented(services: Rows, phones: Rows, emergency: Rows) -> None:
    """The README explains each column of each file."""
    explained = (SEED_FOLDER / "README.md").read_text(encoding="utf-8")
    for row in (services[0], phones[0], emergency[0]):
        assert [column for column in row if f"`{column}`" not in explained] == []
