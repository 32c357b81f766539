"""Which ways to reach the emergency services without speaking are taken from the collected ones."""

import pytest

from directory.domain.csv_tables import read_table
from directory.seed.collected import CollectedError
from directory.seed.selection import TABLES
from directory.seed.silent_ways import SILENT_KINDS, read_silent_ways, silent_rows

KEY = ("SG", "sms", "70999 (police)")


def way(**values: str) -> dict[str, str]:
    """Return a collected way, by default an SMS to the police of Singapore."""
    made = {
        **dict(zip(("iso2", "method", "contact"), KEY, strict=True)),
        "registration_needed": "no",
        "confidence": "high",
        "source_url": "https://example.org/",
        "source_date": "2024-09-27",
    }
    return made | values


def decision(kind: str = "text_police", number: str = "70999", keys: str = "") -> dict[str, str]:
    """Return what was decided about a way."""
    return {"kind": kind, "number": number, "keys": keys}


def test_taken_way_keeps_its_source() -> None:
    """A row has the value of the decision, and page, date and confidence of the collected way."""
    assert silent_rows([way()], {KEY: decision()}) == [
        {
            "country": "SG",
            "kind": "text_police",
            "number": "70999",
            "keys": "",
            "confidence": "high",
            "source_url": "https://example.org/",
            "source_date": "2024-09-27",
        }
    ]


def test_undecided_way_stops_the_build() -> None:
    """A new way that anybody could use is neither shown nor lost: a person decides."""
    with pytest.raises(CollectedError, match="not in silent_ways"):
        silent_rows([way()], {})


@pytest.mark.parametrize(
    "values", [{"method": "app"}, {"registration_needed": "yes"}, {"confidence": "low"}, {"iso2": "ZZ"}]
)
def test_left_out_by_rule(values: dict[str, str]) -> None:
    """Apps, what needs registration, what is badly sourced, and features of phones need no decision."""
    assert silent_rows([way(**values)], {}) == []


def test_rejected_way_gives_no_row() -> None:
    """A decision without a kind leaves the way out."""
    assert silent_rows([way()], {KEY: decision(kind="", number="")}) == []


@pytest.mark.parametrize("source", ["", "a friend", "not seen"])
def test_value_without_a_page_is_refused(source: str) -> None:
    """Nothing goes in without the address where it was read."""
    with pytest.raises(CollectedError, match="no address"):
        silent_rows([way(source_url=source)], {KEY: decision()})


@pytest.mark.parametrize("registration", ["yes", "unknown", ""])
def test_registration_is_refused(registration: str) -> None:
    """Whoever would have to register first can't do that in an emergency; unknown is not no."""
    with pytest.raises(CollectedError, match="register"):
        silent_rows([way(registration_needed=registration)], {KEY: decision()})


def test_doubtful_way_is_refused() -> None:
    """A way of low confidence can't be taken by a decision."""
    with pytest.raises(CollectedError, match="too uncertain"):
        silent_rows([way(confidence="low")], {KEY: decision()})


@pytest.mark.parametrize("number", ["", "7099", "71999", "709990"])
def test_invented_number_is_refused(number: str) -> None:
    """The number stands in the source as it is given, whole."""
    with pytest.raises(CollectedError, match="not what the source has"):
        silent_rows([way()], {KEY: decision(number=number)})


@pytest.mark.parametrize("kind", ["silent_call", "police", "sms"])
def test_kind_fits_the_method(kind: str) -> None:
    """An SMS is no call, and no number to call."""
    with pytest.raises(CollectedError, match="no kind of"):
        silent_rows([way()], {KEY: decision(kind=kind)})


@pytest.mark.parametrize(
    ("contact", "keys"), [("999, then 55", "56"), ("999, line left open", ""), ("999, then 55", "")]
)
def test_silent_call_needs_its_keys(contact: str, keys: str) -> None:
    """What to press stands in the source: a silent call alone may bring nobody."""
    call = way(iso2="GB", method="silent_call", contact=contact)
    with pytest.raises(CollectedError, match="not what the source has"):
        silent_rows([call], {("GB", "silent_call", contact): decision("silent_call", "999", keys)})


def test_every_decision_has_a_reason() -> None:
    """The table says why each way was taken or left; a way without a kind has no value."""
    lines = read_table(TABLES / "silent_ways.csv")
    assert len(read_silent_ways()) == len(lines)
    for line in lines:
        assert line["reason"], line
        assert line["kind"] in ("", *SILENT_KINDS), line
        assert bool(line["kind"]) == bool(line["number"]), line
