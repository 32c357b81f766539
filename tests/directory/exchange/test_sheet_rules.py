"""What the cells of a row say together."""

import pytest

from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.validation import Checked, check_row
from tests.directory.exchange.sheet_files import SERVICE

UNCHECKED = dict.fromkeys(("verified_by", "verified_on", "verified_how"), "")


def faults(row: Cells, stored: Cells | None = None) -> list[tuple[str | None, str]]:
    """Return column and sentence of each fault."""
    return [(column, f"{what} {mend}") for column, what, mend in check_row(row, stored).faults]


def accepted() -> Checked:
    """Return the usual row after it was judged."""
    return check_row(SERVICE, None)


def test_the_usual_row_is_accepted() -> None:
    """A row in words is written in codes, the same on every import."""
    checked = accepted()
    assert checked.faults == []
    assert checked.cells["needs"] == "human; legal_help"
    assert checked.cells["regions"] == "TH-50; TH-57"
    assert (checked.cells["phone"], checked.cells["phone_2"]) == ("02 123 4567 (office)", "1300")
    again = check_row(checked.cells, None)
    assert (again.cells, again.faults) == (checked.cells, [])


@pytest.mark.parametrize("name", ["organization", "country", "needs", "police_linked"])
def test_what_must_be_said(name: str) -> None:
    """A service without its organization, country, needs or its tie to the police is not taken."""
    assert name in [column for column, _ in faults(SERVICE | {name: ""})]


def test_the_address_of_a_shelter() -> None:
    """A shelter's address is taken only where somebody says that everybody may know it."""
    shelter = SERVICE | {"needs": "shelter", "address_is_public": ""}
    for said in ("", "no"):
        assert "protected import" in faults(shelter | {"address_is_public": said})[0][1]
    assert faults(shelter | {"address_is_public": "yes"}) == []


def test_any_address_must_be_public() -> None:
    """An address that is not said to be public is not taken either; a town alone belongs to the area."""
    assert faults(SERVICE | {"address_is_public": "no"})[0][0] == "address_is_public"
    assert [column for column, _ in faults(SERVICE | {"address": ""})] == ["city", "postal_code"]


def test_a_service_becomes_a_shelter() -> None:
    """A service whose public address was never asked about is asked when it becomes a shelter."""
    before = accepted().cells | {"address_is_public": ""}
    assert faults({"needs": "shelter"}, before)[0][0] == "address_is_public"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"verified_on": ""}, "verified_on"),
        ({"verified_by": ""}, "verified_by"),
        ({"local_name": ""}, "local_name"),
        ({"hours": "", "time_zone": "Asia/Bangkok"}, "hours"),
        ({"consular": "yes"}, "nationality"),
        ({"country": "Laos; Thailand", "regions": "Bavaria"}, "regions"),
        ({"country": "worldwide"}, "regions"),
    ],
)
def test_cells_that_need_each_other(change: Cells, column: str) -> None:
    """A check without a day, a language without a name and the like are faults."""
    assert column in [name for name, _ in faults(SERVICE | change)]


def test_somebody_must_be_reached() -> None:
    """A service that nobody can reach is not taken."""
    nothing = dict.fromkeys(("phone", "phone_3", "chat", "website", "email"), "")
    assert faults(SERVICE | nothing)[0][0] == "phone"


def test_regions_of_two_countries() -> None:
    """A region belongs to whichever of the row's countries has it."""
    cells = check_row(SERVICE | {"country": "LA; TH", "regions": "Chiang Mai; LA-VT"}, None).cells
    assert cells["regions"] == "LA-VT; TH-50"


def test_doubts_stop_nothing() -> None:
    """Hours that are not understood, or whose clock is not known, are taken with a warning."""
    american = SERVICE | {"country": "US", "regions": "", "phone": "+1 212 736 5000", "phone_3": ""}
    checked = check_row(american, None)
    assert checked.faults == []
    assert [column for column, _, _ in checked.doubts] == ["time_zone"]
    assert check_row(american | {"time_zone": "America/New_York"}, None).doubts == []
    assert check_row(SERVICE | {"hours": "ask"}, None).cells["hours"] == "ask"


def test_what_is_stored_is_not_judged_again() -> None:
    """A number that somebody printed oddly stays, also beside a new one."""
    before = accepted().cells | {"phone": "0066-2-000", "email": "not an address"} | UNCHECKED
    same = check_row(dict(before), before)
    assert (same.cells, same.faults) == (before, [])
    more = check_row(before | {"phone_2": "02 123 4567"}, before)
    assert more.faults == []
    assert more.cells["phone"] == "0066-2-000"
    assert [column for column, _ in faults(before | {"email": "still none"}, before)] == ["email"]
