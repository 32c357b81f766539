"""Filling values into a text, line by line."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.reader_locale import ReaderLocale
from bot.rendering.value_formatters import fill, placeholders

Readers = Callable[..., ReaderLocale]

CARD = "{name}\nPhone: {phones}\nEmail: {email}\n{remarks}"


@pytest.mark.parametrize("missing", [{}, {"phones": None}, {"phones": []}, {"phones": ()}, {"email": ""}])
def test_omits_line_without_value(reader: Readers, missing: dict[str, object]) -> None:
    """A line whose value is missing or empty is omitted together with its label."""
    assert fill(CARD, {"name": "Refuge", **missing}, reader("en")) == "Refuge"


def test_keeps_lines_with_values(reader: Readers) -> None:
    """Lines with values keep their order."""
    values = {"name": "Refuge", "phones": ["191", "1669"], "email": "help@refuge.example"}
    assert fill(CARD, values, reader("en")) == "Refuge\nPhone: 191, 1669\nEmail: help@refuge.example"


def test_line_needs_all_values(reader: Readers) -> None:
    """A line with one missing value is omitted."""
    assert fill("Hello\n{name} in {country}", {"name": "Refuge"}, reader("en")) == "Hello"


def test_keeps_lines_without_placeholders(reader: Readers) -> None:
    """Fixed text needs no value, and an empty line stays empty."""
    assert fill("Call now.\n\nPlease.", {}, reader("en")) == "Call now.\n\nPlease."


def test_unknown_placeholder_raises(reader: Readers) -> None:
    """A placeholder outside the vocabulary raises KeyError."""
    with pytest.raises(KeyError, match="whatever"):
        fill("{whatever}", {"whatever": "x"}, reader("en"))


def test_ignores_unused_values(reader: Readers) -> None:
    """A value without a placeholder changes nothing."""
    assert fill("Hello", {"name": "Refuge", "whatever": 1}, reader("en")) == "Hello"


def test_placeholders() -> None:
    """Each placeholder of a text is found once."""
    assert placeholders("{name} {{not}} {phones}\n{name}") == {"name", "phones"}
    assert placeholders("") == set()


@pytest.mark.parametrize(
    "field",
    ["{phones}", "{0}", "{name.__class__}", "{{", "}", "<b>Refuge</b>", "*R* _e_ [f](u)", "%s %(name)s", "a\nb"],
)
@pytest.mark.parametrize("placeholder", ["name", "email", "website", "contact", "hours"])
def test_field_is_plain_text(reader: Readers, placeholder: str, field: str) -> None:
    """Braces, markup and line ends in a field of the directory are unchanged."""
    assert fill(f"- {{{placeholder}}} -", {placeholder: field, "phones": ["1"]}, reader("en")) == f"- {field} -"


@given(field=st.text(min_size=1))
def test_any_field_is_unchanged(reader: Readers, field: str) -> None:
    """No text in a field is interpreted."""
    assert fill("{name}", {"name": field}, reader("en")) == field
    assert fill("{phones}", {"phones": [field]}, reader("en")) == field
