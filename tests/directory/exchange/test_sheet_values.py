"""Single values: their notation, and which are rejected."""

import pytest
from babel import Locale

from directory.exchange.spreadsheet.columns import Column, columns
from directory.exchange.spreadsheet.validation import validate_row
from directory.parsing.languages import _OWN_NAMES, parse_language
from directory.parsing.parsers import CELL_PARSERS, ITEM_PARSERS
from tests.directory.exchange.sheet_files import SERVICE


def parsed(name: str, text: str, country: str = "TH") -> str:
    """Return a cell after its validation in a row of a country, or the error."""
    checked = validate_row({"country": country, name: text}, dict.fromkeys(columns(), ""))
    said = [what for column, what, _ in checked.errors if column == name]
    return said[0] if said else checked.cells[name]


UNDERSTOOD = [
    ("languages", "Burmese; th; English", "en; my; th"),
    ("languages", "ภาษาไทย", '"ภาษาไทย" is not a language.'),
    ("languages", "ไทย, Khmer", "km; th"),
    ("languages", "pt_br; zh-hant", "pt-BR; zh-Hant"),
    ("languages", "tha; Bahasa Indonesia", '"Bahasa Indonesia" is not a language.'),
    ("languages", "Klingonese", '"Klingonese" is not a language.'),
    ("languages", "xx; en-Zzz", '"xx" is not a language.'),
    ("country", "Thailand", "TH"),
    ("country", "ລາວ; burma; KHM", "KH; LA; MM"),
    ("country", "Korea, Republic of", "KR"),
    ("country", "worldwide", "*"),
    ("country", "Congo", "Two countries have this name."),
    ("country", "CD; CG", "CD; CG"),
    ("country", "Siam", '"Siam" is not a country.'),
    ("regions", "เชียงใหม่; Chiang Rai Province", "TH-50; TH-57"),
    ("regions", "th-50; part", "TH-50; part"),
    ("regions", "Bavaria", '"Bavaria" is not a region of TH.'),
    ("needs", "lawyer; Legal help; human", "human; legal_help"),
    ("needs", "bitcoin", '"bitcoin" is not a need that the directory knows.'),
    ("for_whom", "children; Women", "boys; girls; women"),
    ("for_whom", "everybody", ""),
    ("for_whom", "everybody; men", "This names everybody and a group."),
    ("nationality", "Philippines", "PH"),
    ("hours", "Monday to Friday 9.00 – 17.00; Sat 10:00-14:00", "Mon-Fri 9:00-17:00; Sat 10:00-14:00"),
    ("hours", "24 hours", "24/7"),
    ("hours", "24hrs", "24/7"),
    ("hours", "24 hrs / 7 days", "24/7"),
    ("hours", "24/7 hotline", "24/7"),
    ("hours", "24 ชั่วโมง", "24/7"),
    ("hours", "24 hours, 5 days", "24 hours, 5 days"),
    ("hours", "9am-5pm Mon-Fri", "Mon-Fri 09:00-17:00"),
    ("hours", "Mon-Fri 9.30 a.m. to 12 p.m.; Sat 8 am - 12 am", "Mon-Fri 09:30-12:00; Sat 08:00-24:00"),
    ("hours", "Mon 7-9pm", "Mon 7-9pm"),
    ("hours", "Mon 13am-5pm", "Mon 13am-5pm"),
    ("hours", "when the moon is full", "when the moon is full"),
    ("time_zone", "america/new york", "America/New_York"),
    ("time_zone", "Bangkok", '"Bangkok" is not a time zone.'),
    ("email", "mailto:help@example.org", "help@example.org"),
    ("email", "help@example", "This is not an e-mail address."),
    ("email", "a@example.org; b@example.org", "This is not an e-mail address."),
    ("website", "example.org/help me", "This is not a web address."),
    ("website", "www.example.org/ไทย", "https://www.example.org/%E0%B9%84%E0%B8%97%E0%B8%A2"),
    ("website", "javascript:alert(1)", "This is not a web address."),
    ("website", "https://user:word@example.org", "This web address holds a user's name."),
    ("website", "http://192.168.0.1/", "This is not the address of a public page."),
    ("website", "https://аpple.com", "https://xn--pple-43d.com"),
    ("verified_on", "2026-01-31", "2026-01-31"),
    ("verified_on", "31.01.2026", "This is not a date that can be read in only one way."),
    ("verified_on", "2026-02-30", "This day does not exist."),
    ("verified_on", "2026-02", "The month or the day is missing."),
    ("verified_on", "2568-10-01", "This is a year of the Buddhist calendar."),
    ("verified_on", "2567-02-29", "This is a year of the Buddhist calendar."),
    ("source_date", "2026-02", "2026-02"),
    ("source_date", "2999-01-01", "This day is still to come."),
    ("status", "Temporarily Closed", "temporarily closed"),
    ("status", "open", '"open" is not a status.'),
    ("police_linked", "YES", "yes"),
    ("police_linked", "maybe", '"maybe" is neither yes nor no.'),
    ("id", "12", "This is not an id of the directory."),
    ("name", "x" * 201, "This text has more than 200 characters."),
    ("description", "=HYPERLINK(1)", "This cell looks like a formula."),
    ("languages", "th; =cmd|' /C calc'!A0", "This cell looks like a formula."),
    ("organization", "@SUM(A1)", "This cell looks like a formula."),
]


@pytest.mark.parametrize(("name", "text", "meant"), UNDERSTOOD)
def test_parses_values(name: str, text: str, meant: str) -> None:
    """A cell is converted into the directory's notation, or rejected with a reason."""
    assert parsed(name, text) == meant


def test_hint_converts_buddhist_year() -> None:
    """The hint converts a year of the Thai calendar."""
    (fault,) = validate_row(SERVICE | {"verified_on": "2568-10-01"}, None).errors
    assert fault[2] == "Write the year of the Christian era: 2025."


def test_unknown_country_is_one_error() -> None:
    """Regions and numbers are not validated, and not reported, while the country is unknown."""
    assert [name for name, _, _ in validate_row(SERVICE | {"country": "Siam"}, None).errors] == ["country"]


def test_national_number_needs_one_country() -> None:
    """A number without + in a row of several countries is rejected: it works in at most one of them."""
    row = SERVICE | {"country": "LA; TH", "regions": ""}
    faults = validate_row(row, None).errors
    assert [name for name, _, _ in faults] == ["phone", "phone_3"]
    said = "The row names several countries. Write the number with + and the country's code."
    assert {f"{what} {mend}" for _, what, mend in faults} == {said}
    assert validate_row(row | {"phone": "+66 2 123 4567", "phone_3": ""}, None).errors == []


def test_reports_all_invalid_cells() -> None:
    """All invalid cells of a row are reported at once, each with a hint."""
    row = SERVICE | {"languages": "Elvish", "email": "none", "phone": "ring us"}
    faults = validate_row(row, None).errors
    assert [name for name, _, _ in faults] == ["phone", "email", "languages"]
    assert all(mend.endswith(".") for _, _, mend in faults)


def test_errors_quote_nothing_private() -> None:
    """A number, an e-mail or a street that was typed by mistake is not repeated in a report."""
    row = SERVICE | {"phone": "0812345678901234567", "email": "somchai@", "chat": "somchai", "address_is_public": "no"}
    told = " ".join(f"{what} {mend}" for _, what, mend in validate_row(row, None).errors)
    assert told
    assert not any(secret in told for secret in ("08123", "somchai", "Station Road"))


def test_own_names_match_cldr() -> None:
    """Each line agrees with CLDR and can be parsed."""
    for line in _OWN_NAMES.read_text("utf-8").splitlines():
        code, name = line.split(" ", 1)
        assert Locale.parse(code).languages[code] == name
        assert parse_language(name).text == code


@pytest.mark.parametrize("column", columns().values(), ids=lambda column: column.name)
def test_columns_are_documented(column: Column) -> None:
    """Every column has a meaning, an instruction and a parser."""
    assert column.meaning.endswith(".")
    assert column.how.endswith(".")
    assert column.kind in {*CELL_PARSERS, *ITEM_PARSERS}
    assert column.name == column.name.casefold()


def test_examples_are_valid() -> None:
    """A row made of the guide's examples is accepted without warnings."""
    examples = {column.name: column.example for column in columns().values()}
    checked = validate_row(examples, None)
    assert (checked.errors, checked.warnings) == ([], [])


def test_column_names_are_stable() -> None:
    """Sheets in use keep working: a column may be added, none renamed."""
    names = (
        "id organization name description local_name local_language needs for_whom country regions area phone "
        "phone_2 phone_3 sms chat website email languages interpreters hours time_zone address city postal_code "
        "address_is_public nationality consular police_linked must_report for_trafficking fees notes_public "
        "verified_by verified_on verified_how source source_date status "
    )
    assert list(columns()) == names.split()
