"""Numbers are the same in every script, and what looks like a phone number is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.rights.validation import numbers, phone_like

_DIGITS = [
    "0123456789",
    "๐๑๒๓๔๕๖๗๘๙",
    "໐໑໒໓໔໕໖໗໘໙",
    "០១២៣៤៥៦៧៨៩",
    "၀၁၂၃၄၅၆၇၈၉",
    "٠١٢٣٤٥٦٧٨٩",
    "०१२३४५६७८९",
    "০১২৩৪৫৬৭৮৯",
]
_MARKS = ["", ",", ".", "’", "٬", " ", "\u00a0", "\u202f"]


@given(st.integers(0, 10**9), st.sampled_from(_DIGITS), st.sampled_from(_MARKS))
def test_a_number_in_any_script(number: int, digits: str, mark: str) -> None:
    """A number is read the same in all our scripts' digits, grouped as its language groups it or not at all."""
    written = f"{number:,}".replace(",", mark).translate(str.maketrans("0123456789", digits))
    assert numbers(f"ก {written} ข") == {str(number)}


@given(st.integers(0, 999), st.integers(10, 99), st.sampled_from([".", ",", "٫"]))
def test_decimals(whole: int, cents: int, mark: str) -> None:
    """A decimal is one number, whichever mark its language has."""
    assert numbers(f"{whole}{mark}{cents}") == {f"{whole or ''}.{cents}".lstrip("0")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,00,000", {"100000"}),
        ("in 2025 350 euros", {"2025", "350"}),
        ("2025年9月25日，300元", {"2025", "9", "25", "300"}),
        ("15 to 30 days, 2 years", {"15", "30", "2"}),
        ("in 24/7", {"24", "7"}),
        ("none", set()),
    ],
)
def test_numbers(text: str, said: set[str]) -> None:
    """Each number of a text stands for itself."""
    assert numbers(text) == said


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Call 1300.", "1300"),
        ("Call 1955 now.", "1955"),
        ("Ring +66 2 123 4567.", "66 2 123 4567"),
        ("Ring 02-123-4567.", "02-123-4567"),
        ("Ring 800 123 456.", "800 123 456"),
        ("Ring (02) 12 34 56.", "02) 12 34 56"),
        ("Ring 800.123.456.", "800.123.456"),
        ("Ring 0812345678, not 2,000.", "0812345678"),
    ],
)
def test_phone_numbers(text: str, digits: str) -> None:
    """A phone number is found however it is written."""
    assert phone_like(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 and 2026, from 2021-2022.",
        "At most 20,000 baht or 1,00,000 rupees.",
        "RM1500, NT$5000, SAR 2000, £1200 or 1500 Taiwan dollars.",
        "15 to 30 days, 6 months, 18 years.",
        "7 July 2024.",
    ],
)
def test_what_is_no_phone_number(text: str) -> None:
    """Years, grouped numbers, sums of money and short numbers are no phone numbers."""
    assert phone_like(text) is None
