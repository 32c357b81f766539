"""The catalogues as they are, and what is looked up in them."""

import re

import pytest

from locales.catalogue import catalogue_path, read_catalogue, translate
from locales.check import faults, faults_of
from locales.registry import LANGUAGES, SOURCE, UnknownLanguageError
from locales.update import TEMPLATE, as_text, make_template, outdated, updated

TRANSLATED = sorted(LANGUAGES.keys() - {SOURCE})


def test_nothing_is_wrong() -> None:
    """What `waylight languages check` looks for is not there."""
    assert list(faults()) == []


def test_in_step() -> None:
    """No file would change by an update."""
    assert outdated() == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_complete(language: str) -> None:
    """Every English text of the domain has a translation, and there are no others."""
    catalogue = read_catalogue(language)
    wanted = {str(message.id) for message in make_template() if message.id}
    assert {str(message.id) for message in catalogue if message.id and message.string} == wanted
    assert not list(faults_of(catalogue))


@pytest.mark.parametrize("language", TRANSLATED)
def test_translated_is_not_english(language: str) -> None:
    """A look-up gives a translation, not the English it falls back to."""
    for message in read_catalogue(language):
        if message.id and re.search("[a-z]{3}", re.sub(r"\{\w+\}", "", str(message.id))):
            assert translate(language, str(message.id)) != message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_numbers_of_a_menu_are_never_in_a_translation(language: str) -> None:
    """What a choice is called has no digit in it: the channel numbers the choices."""
    choices = [message for message in read_catalogue(language) if "a choice" in "".join(message.auto_comments)]
    assert choices
    assert not [choice for choice in choices if re.search(r"\d", str(choice.string))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_update_is_idempotent(language: str) -> None:
    """Updating what was updated changes no byte."""
    template = make_template()
    once = as_text(updated(language, template))
    assert once == as_text(updated(language, template)) == catalogue_path(language).read_bytes()


@pytest.mark.parametrize("path", [TEMPLATE, *map(catalogue_path, TRANSLATED)], ids=str)
def test_no_dates_no_places_no_people(path: object) -> None:
    """A catalogue file names no date, no file location and nobody."""
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"-Date|^#: |Last-Translator|Language-Team|Generated-By|@", text, re.MULTILINE)


def test_source_texts_need_no_catalogue() -> None:
    """English comes back as it is."""
    assert translate("en", "Hello.") == "Hello."


@pytest.mark.parametrize("language", ["lo", "xx", "es-419", "", "../th"])
def test_an_unknown_language_raises(language: str) -> None:
    """A look-up in a language without a catalogue never falls back in silence."""
    with pytest.raises(UnknownLanguageError):
        translate(language, "Hello.")
    with pytest.raises(UnknownLanguageError):
        read_catalogue(language)


def test_an_unknown_text_comes_back() -> None:
    """A text that a catalogue lacks comes back in English: somebody must be answered."""
    assert translate("th", "never written") == "never written"
