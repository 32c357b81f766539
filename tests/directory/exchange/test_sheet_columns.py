"""The columns of the sheet explain themselves."""

import pytest

from directory.exchange.spreadsheet import columns
from directory.exchange.spreadsheet.columns import Column
from directory.exchange.spreadsheet.validation import check_row
from directory.parsing.parsers import ITEMS, WHOLE


@pytest.mark.parametrize("column", columns().values(), ids=lambda column: column.name)
def test_every_column_says_what_it_is_for(column: Column) -> None:
    """Whoever fills in a column can read what it means and how to write it, and a judge exists for it."""
    assert column.meaning.endswith(".")
    assert column.how.endswith(".")
    assert column.kind in {*WHOLE, *ITEMS}
    assert column.name == column.name.casefold()


def test_the_examples_are_right() -> None:
    """A row made of the guide's own examples is accepted without a doubt."""
    examples = {column.name: column.example for column in columns().values()}
    checked = check_row(examples, None)
    assert (checked.faults, checked.doubts) == ([], [])


def test_the_names_never_change() -> None:
    """Sheets that are out in the world keep working: a name may be added, none renamed."""
    names = (
        "id organization name description local_name local_language needs for_whom country regions area phone "
        "phone_2 phone_3 sms chat website email languages interpreters hours time_zone address city postal_code "
        "address_is_public nationality consular police_linked must_report for_trafficking fees notes_public "
        "verified_by verified_on verified_how source source_date status "
    )
    assert list(columns()) == names.split()
