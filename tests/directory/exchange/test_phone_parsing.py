"""Phone numbers and chats of a sheet."""

import pytest

from directory.parsing.phones import parse_chat, parse_phone
from directory.parsing.result import InvalidValueError


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
def test_parses_numbers(item: str, country: str, international: str | None, from_abroad: bool) -> None:  # noqa: FBT001
    """A number is kept as printed; its reach follows from the numbering plan and its note."""
    found = parse_phone(item, country)
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
        ("02 123 4567, 081 234 5678", "TH", "more than one number"),
        ("02 123 4567/02 433 5149", "TH", "more than one number"),
        ("02 123 4567 or 1300", "TH", "more than one number"),
        ("N/A", "TH", "nothing to write"),
        ("none", "TH", "nothing to write"),
        ("-", "TH", "nothing to write"),
        ("5", "TH", "too short or too long"),
        ("=cmd|' /C calc'!A0", "TH", "not a phone number"),
        ("+cmd", "TH", "not a phone number"),
    ],
)
def test_rejects_numbers(item: str, country: str, what: str) -> None:
    """An incomplete or impossible number is rejected and never corrected."""
    with pytest.raises(InvalidValueError, match=what) as refused:
        parse_phone(item, country)
    assert item not in refused.value.reason + refused.value.hint


def test_unknown_short_number() -> None:
    """An unknown short number is accepted with a warning, and works only inside the country."""
    found = parse_phone("1362", "LA")
    assert found.warning
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
def test_parses_chats(item: str, text: str) -> None:
    """A chat can be reached from anywhere, and has one notation."""
    found = parse_chat(item)
    assert (found.text, found.from_abroad) == (text, True)
    assert parse_chat(found.text) == found


@pytest.mark.parametrize("item", ["๐๒ ๑๒๓ ๔๕๖๗", "၀၂ ၁၂၃ ၄၅၆၇", "០២ ១២៣ ៤៥៦៧", "໐໒ ໑໒໓ ໔໕໖໗"])
def test_converts_digits_of_other_scripts(item: str) -> None:
    """A number in Thai, Burmese, Khmer or Lao digits is converted to ASCII digits."""
    assert parse_phone(item, "TH") == parse_phone("02 123 4567", "TH")
    assert parse_chat(f"+{item} (LINE)".replace(item[:2], "66 2", 1)).text == "+66 2 123 4567 (LINE)"


def test_keeps_alternative_last_digits() -> None:
    """Digits after a slash that only replace the last ones stay with the number as printed."""
    assert parse_phone("+66 2 123 4567", "TH").text == "+66 2 123 4567"
    assert "Several" not in _rejection("02 123 4567/8")


def _rejection(item: str) -> str:
    try:
        parse_phone(item, "TH")
    except InvalidValueError as refused:
        return f"{refused.reason} {refused.hint}"
    return ""


@pytest.mark.parametrize("item", ["0812345678", "N/A", "harbour", "@SUM(1)", "javascript:alert(1)", "=1+1.0"])
def test_rejects_chats(item: str) -> None:
    """An address that opens no chat is rejected."""
    with pytest.raises(InvalidValueError):
        parse_chat(item)
