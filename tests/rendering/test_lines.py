"""Putting values into a text, line by line."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.reader_locale import Reader
from bot.rendering.value_formatters import fill, placeholders

Readers = Callable[..., Reader]

CARD = "{name}\nPhone: {phones}\nEmail: {email}\n{remarks}"


@pytest.mark.parametrize("missing", [{}, {"phones": None}, {"phones": []}, {"phones": ()}, {"email": ""}])
def test_a_line_without_its_value_is_left_out(reader: Readers, missing: dict[str, object]) -> None:
    """A line whose value is missing or empty is not said, and no label of it is left behind."""
    assert fill(CARD, {"name": "Refuge", **missing}, reader("en")) == "Refuge"


def test_lines_with_values_stay(reader: Readers) -> None:
    """Lines that have their values stay in their order."""
    values = {"name": "Refuge", "phones": ["191", "1669"], "email": "help@refuge.example"}
    assert fill(CARD, values, reader("en")) == "Refuge\nPhone: 191, 1669\nEmail: help@refuge.example"


def test_a_line_needs_all_of_its_values(reader: Readers) -> None:
    """Half a sentence is not said."""
    assert fill("Hello\n{name} in {country}", {"name": "Refuge"}, reader("en")) == "Hello"


def test_lines_without_placeholders_stay(reader: Readers) -> None:
    """Words of ours need no value, and an empty line stays empty."""
    assert fill("Call now.\n\nPlease.", {}, reader("en")) == "Call now.\n\nPlease."


def test_an_unknown_placeholder_raises(reader: Readers) -> None:
    """A placeholder outside the vocabulary is a fault of ours and is not said."""
    with pytest.raises(KeyError, match="whatever"):
        fill("{whatever}", {"whatever": "x"}, reader("en"))


def test_values_that_nobody_asked_for(reader: Readers) -> None:
    """A value without a placeholder changes nothing."""
    assert fill("Hello", {"name": "Refuge", "whatever": 1}, reader("en")) == "Hello"


def test_placeholders() -> None:
    """The names in a text are found, each once, whatever stands around them."""
    assert placeholders("{name} {{not}} {phones}\n{name}") == {"name", "phones"}
    assert placeholders("") == set()


@pytest.mark.parametrize(
    "field",
    ["{phones}", "{0}", "{name.__class__}", "{{", "}", "<b>Refuge</b>", "*R* _e_ [f](u)", "%s %(name)s", "a\nb"],
)
@pytest.mark.parametrize("placeholder", ["name", "email", "website", "contact", "hours"])
def test_a_field_of_the_directory_is_text(reader: Readers, placeholder: str, field: str) -> None:
    """Braces, markup and line ends in a directory's field come out as they went in."""
    assert fill(f"- {{{placeholder}}} -", {placeholder: field, "phones": ["1"]}, reader("en")) == f"- {field} -"


@given(field=st.text(min_size=1))
def test_any_field_comes_out_unchanged(reader: Readers, field: str) -> None:
    """No text whatever in a field is taken for something of ours."""
    assert fill("{name}", {"name": field}, reader("en")) == field
    assert fill("{phones}", {"phones": [field]}, reader("en")) == field
