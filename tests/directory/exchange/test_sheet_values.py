"""Single values: what is understood, what it becomes, and what is refused."""

import pytest

from directory.exchange.spreadsheet.columns import columns
from directory.exchange.spreadsheet.validation import check_row
from tests.directory.exchange.sheet_files import SERVICE


def judged(name: str, text: str, country: str = "TH") -> str:
    """Return what a cell becomes in a row of a country, or the sentence with which it is refused."""
    checked = check_row({"country": country, name: text}, dict.fromkeys(columns(), ""))
    said = [what for column, what, _ in checked.faults if column == name]
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
    ("for_whom", "everybody; men", "Everybody and one group stand side by side."),
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
    ("verified_on", "2568-10-01", "This year is counted from the Buddha's death."),
    ("verified_on", "2567-02-29", "This year is counted from the Buddha's death."),
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
def test_values(name: str, text: str, meant: str) -> None:
    """A cell becomes what the directory writes, or is refused with a sentence that names the fault."""
    assert judged(name, text) == meant


def test_a_buddhist_year_is_told_in_the_christian_era() -> None:
    """Whoever writes the year as Thailand counts it is told the year to write."""
    (fault,) = check_row(SERVICE | {"verified_on": "2568-10-01"}, None).faults
    assert fault[2] == "Write the year of the Christian era: 2025."


def test_an_unknown_country_is_one_fault() -> None:
    """Neither regions nor numbers are judged, and nothing is said twice, while the country is not understood."""
    assert [name for name, _, _ in check_row(SERVICE | {"country": "Siam"}, None).faults] == ["country"]


def test_a_number_of_several_countries() -> None:
    """A number without + in a row of several countries is refused: it would work in one of them at most."""
    row = SERVICE | {"country": "LA; TH", "regions": ""}
    faults = check_row(row, None).faults
    assert [name for name, _, _ in faults] == ["phone", "phone_3"]
    said = "The row names several countries. Write the number with + and the country's code."
    assert {f"{what} {mend}" for _, what, mend in faults} == {said}
    assert check_row(row | {"phone": "+66 2 123 4567", "phone_3": ""}, None).faults == []


def test_a_faulty_cell_does_not_hide_another() -> None:
    """All cells of a row that are wrong are named at once, each with how to mend it."""
    row = SERVICE | {"languages": "Elvish", "email": "none", "phone": "ring us"}
    faults = check_row(row, None).faults
    assert [name for name, _, _ in faults] == ["phone", "email", "languages"]
    assert all(mend.endswith(".") for _, _, mend in faults)


def test_faults_never_quote_what_may_be_private() -> None:
    """A number, an e-mail or a street that was typed by mistake does not come back in a report."""
    row = SERVICE | {"phone": "0812345678901234567", "email": "somchai@", "chat": "somchai", "address_is_public": "no"}
    told = " ".join(f"{what} {mend}" for _, what, mend in check_row(row, None).faults)
    assert told
    assert not any(secret in told for secret in ("08123", "somchai", "Station Road"))
