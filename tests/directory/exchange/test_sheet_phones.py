"""Phone numbers of a sheet: as printed, and what they can do."""

import pytest

from directory.parsing.chat_accounts import chat
from directory.parsing.phones import number
from directory.parsing.result import RefusedError


@pytest.mark.parametrize(
    ("item", "country", "international", "from_abroad"),
    [
        ("02 123 4567", "TH", "+6621234567", True),
        ("+66 2 123 4567 (office)", "TH", "+6621234567", True),
        ("(+66) 2 123 4567", "TH", "+6621234567", True),
        ("1-201-555-0123", "US", "+12015550123", True),
        ("201-555-0123", "US", "+12015550123", True),
        ("0800 0121 700", "GB", None, False),
        ("+44 800 0121 700", "GB", "+448000121700", False),
        ("+44 800 0121 700 (also from abroad)", "GB", "+448000121700", True),
        ("999", "GB", None, False),
        ("116 123", "GB", None, False),
        ("1300", "TH", None, False),
        ("*6820#", "NG", None, False),
        ("02 123 4567 (inside only)", "TH", None, False),
    ],
)
def test_numbers(item: str, country: str, international: str | None, from_abroad: bool) -> None:  # noqa: FBT001
    """A number keeps its print; where it works follows from the numbering plan and from what is said of it."""
    found = number(item, country)
    assert found.text == item
    assert (found.international, found.from_abroad) == (international, from_abroad)


@pytest.mark.parametrize(
    ("item", "country", "what"),
    [
        ("21234567", "TH", "beginning of this number"),
        ("66 2 123 4567", "TH", "beginning of this number"),
        ("0066 2 123 4567", "TH", "begins with 00"),
        ("+66 2 123", "TH", "No country has numbers of this length"),
        ("+999 123456", "TH", "No country"),
        ("6.62E+10", "TH", "not a phone number"),
        ("call us", "TH", "not a phone number"),
        ("1800 987 654 321", "TH", "no such number"),
        ("02 123 4567", "", "Without a country"),
        ("02 123 4567", "*", "Without a country"),
        ("02 123 4567, 081 234 5678", "TH", "Several numbers"),
        ("02 123 4567/02 433 5149", "TH", "Several numbers"),
        ("02 123 4567 or 1300", "TH", "Several numbers"),
        ("N/A", "TH", "nothing to write"),
        ("none", "TH", "nothing to write"),
        ("-", "TH", "nothing to write"),
        ("5", "TH", "too short or too long"),
        ("=cmd|' /C calc'!A0", "TH", "not a phone number"),
        ("+cmd", "TH", "not a phone number"),
        ("٠٢١٢٣٤٥٦٧", "TH", "not a phone number"),
    ],
)
def test_refused_numbers(item: str, country: str, what: str) -> None:
    """A number that lacks something, or that the country cannot have, is refused and never repaired."""
    with pytest.raises(RefusedError, match=what) as refused:
        number(item, country)
    assert item not in refused.value.what + refused.value.mend


def test_unknown_short_numbers_stay_at_home() -> None:
    """A short number that nobody knows is taken, said to be doubtful, and works only inside the country."""
    found = number("1362", "LA")
    assert found.doubt
    assert (found.international, found.from_abroad) == (None, False)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("WhatsApp +66 81 234 5678", "+66 81 234 5678 (WhatsApp)"),
        ("WhatsApp: +66812345678", "+66812345678 (WhatsApp)"),
        ("+66 81 234 5678 (Signal)", "+66 81 234 5678 (Signal)"),
        ("LINE @harbour", "@harbour (LINE)"),
        ("line.me/ti/p/harbour", "https://line.me/ti/p/harbour"),
        ("https://t.me/harbour (Telegram)", "https://t.me/harbour (Telegram)"),
    ],
)
def test_chats(item: str, text: str) -> None:
    """A chat can be opened from anywhere, and is written in one way."""
    found = chat(item)
    assert (found.text, found.from_abroad) == (text, True)
    assert chat(found.text) == found


@pytest.mark.parametrize("item", ["๐๒ ๑๒๓ ๔๕๖๗", "၀၂ ၁၂၃ ၄၅၆၇", "០២ ១២៣ ៤៥៦៧", "໐໒ ໑໒໓ ໔໕໖໗"])
def test_digits_of_other_scripts(item: str) -> None:
    """A number in Thai, Burmese, Khmer or Lao digits is the same number in those that a phone dials."""
    assert number(item, "TH") == number("02 123 4567", "TH")
    assert chat(f"+{item} (LINE)".replace(item[:2], "66 2", 1)).text == "+66 2 123 4567 (LINE)"


def test_the_last_digits_of_a_second_line() -> None:
    """Digits behind a slash that only end another number stay with the number, as they were printed."""
    assert number("+66 2 123 4567", "TH").text == "+66 2 123 4567"
    assert "Several" not in _refusal("02 123 4567/8")


def _refusal(item: str) -> str:
    try:
        number(item, "TH")
    except RefusedError as refused:
        return f"{refused.what} {refused.mend}"
    return ""


@pytest.mark.parametrize("item", ["0812345678", "N/A", "harbour", "@SUM(1)", "javascript:alert(1)", "=1+1.0"])
def test_refused_chats(item: str) -> None:
    """What no chat can be opened with is refused."""
    with pytest.raises(RefusedError):
        chat(item)
