"""What an imported phone can do is never guessed."""

import pytest

from directory.domain.phone_reach import Reach, reach_of

KNOWN = [
    # Landlines and mobiles, in the country or from abroad.
    ("02 123 4567", "TH", None, ("voice", "TH", "+6621234567")),
    ("+66 2 123 4567", None, None, ("voice", "TH", "+6621234567")),
    ("+66 2 123 4567", "KH", "voice", ("voice", "TH", "+6621234567")),
    ("+44 20 7946 0958 ext. 12", None, None, ("voice", "GB", "+442079460958")),
    ("+66 81 234 5678", "TH", "sms", ("sms", "TH", "+66812345678")),
    # Short and toll-free numbers work at home.
    ("1300", "TH", None, ("voice", "TH", None)),
    ("1-888-373-7888", "US", None, ("voice", "US", None)),
    ("+1 888 373 7888", None, None, ("voice", "US", None)),
    ("233733", "US", "text", ("sms", "US", None)),
    # What can't be told works at home if the home is known, else nowhere.
    ("12 34", None, None, ("voice", None, None)),
    ("1-800-GET-HELP", "US", None, ("voice", "US", None)),
    ("02 123 4567 / 02 433 5149", "TH", None, ("voice", "TH", None)),
    ("ask at the desk", "TH", None, ("voice", "TH", None)),
    ("", None, None, ("voice", None, None)),
    ("\uff10\uff12 123 4567", "TH", None, ("voice", "TH", "+6621234567")),
]


@pytest.mark.parametrize(("number", "country", "purpose", "known"), KNOWN)
def test_reach(
    number: str, country: str | None, purpose: str | None, known: tuple[str, str | None, str | None]
) -> None:
    """A number is dialled from abroad only where it is certain how."""
    kind, home, international = known
    expected = Reach(kind, home, dialable_from_abroad=international is not None, international=international)
    assert reach_of(number, country, purpose) == expected


@pytest.mark.parametrize("purpose", ["fax", "pager", "TTY", "textphone"])
def test_what_answers_nobody(purpose: str) -> None:
    """A fax or a pager is no number to give to somebody in need."""
    assert reach_of("02 123 4567", "TH", purpose) is None
