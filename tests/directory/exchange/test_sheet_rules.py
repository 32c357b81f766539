"""Rules between the cells of a row."""

import pytest

from directory.exchange.spreadsheet.columns import Cells
from directory.exchange.spreadsheet.validation import CheckedRow, validate_row
from tests.directory.exchange.sheet_files import SERVICE

UNCHECKED = dict.fromkeys(("verified_by", "verified_on", "verified_how"), "")


def row_errors(row: Cells, stored: Cells | None = None) -> list[tuple[str | None, str]]:
    """Return column and sentence of each error."""
    return [(column, f"{what} {mend}") for column, what, mend in validate_row(row, stored).errors]


def valid_row() -> CheckedRow:
    """Return the usual row after its validation."""
    return validate_row(SERVICE, None)


def test_accepts_usual_row() -> None:
    """A row in words is converted into codes, the same on every import."""
    checked = valid_row()
    assert checked.errors == []
    assert checked.cells["needs"] == "human; legal_help"
    assert checked.cells["regions"] == "TH-50; TH-57"
    assert (checked.cells["phone"], checked.cells["phone_2"]) == ("02 123 4567 (office)", "1300")
    again = validate_row(checked.cells, None)
    assert (again.cells, again.errors) == (checked.cells, [])


@pytest.mark.parametrize("name", ["organization", "country", "needs", "police_linked"])
def test_required_cells(name: str) -> None:
    """A service needs an organization, a country, needs and its relation to the police."""
    assert name in [column for column, _ in row_errors(SERVICE | {name: ""})]


def test_shelter_address_must_be_declared_public() -> None:
    """A shelter's address is accepted only if it is declared public."""
    shelter = SERVICE | {"needs": "shelter", "address_is_public": ""}
    for said in ("", "no"):
        assert "protected import" in row_errors(shelter | {"address_is_public": said})[0][1]
    assert row_errors(shelter | {"address_is_public": "yes"}) == []


def test_address_must_be_declared_public() -> None:
    """Any address must be declared public; a town alone belongs to the area."""
    assert row_errors(SERVICE | {"address_is_public": "no"})[0][0] == "address_is_public"
    assert [column for column, _ in row_errors(SERVICE | {"address": ""})] == ["city", "postal_code"]


def test_new_shelter_must_declare_its_address() -> None:
    """A stored address must be declared public when its service becomes a shelter."""
    before = valid_row().cells | {"address_is_public": ""}
    assert row_errors({"needs": "shelter"}, before)[0][0] == "address_is_public"


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
def test_dependent_cells(change: Cells, column: str) -> None:
    """A verification without a day, a language without a name and the like are errors."""
    assert column in [name for name, _ in row_errors(SERVICE | change)]


def test_service_needs_a_contact() -> None:
    """A service without any contact is rejected."""
    nothing = dict.fromkeys(("phone", "phone_3", "chat", "website", "email"), "")
    assert row_errors(SERVICE | nothing)[0][0] == "phone"


def test_regions_of_two_countries() -> None:
    """A region belongs to the country of the row that has it."""
    cells = validate_row(SERVICE | {"country": "LA; TH", "regions": "Chiang Mai; LA-VT"}, None).cells
    assert cells["regions"] == "LA-VT; TH-50"


def test_warnings_do_not_reject() -> None:
    """Hours that cannot be parsed or lack a time zone are accepted with a warning."""
    american = SERVICE | {"country": "US", "regions": "", "phone": "+1 212 736 5000", "phone_3": ""}
    checked = validate_row(american, None)
    assert checked.errors == []
    assert [column for column, _, _ in checked.warnings] == ["time_zone"]
    assert validate_row(american | {"time_zone": "America/New_York"}, None).warnings == []
    assert validate_row(SERVICE | {"hours": "ask"}, None).cells["hours"] == "ask"


def test_stored_values_are_not_validated_again() -> None:
    """A stored number with an odd notation stays, also beside a new one."""
    before = valid_row().cells | {"phone": "0066-2-000", "email": "not an address"} | UNCHECKED
    same = validate_row(dict(before), before)
    assert (same.cells, same.errors) == (before, [])
    more = validate_row(before | {"phone_2": "02 123 4567"}, before)
    assert more.errors == []
    assert more.cells["phone"] == "0066-2-000"
    assert [column for column, _ in row_errors(before | {"email": "still none"}, before)] == ["email"]
