"""The catalogues as they are, and what is looked up in them."""

import re

import pytest

from locales.catalogue import staff_gettext, staff_ngettext, staff_pgettext, translate, translate_plural
from locales.check import catalogue_errors, find_errors
from locales.domains import BOT, DOMAINS, STAFF
from locales.extract import make_template
from locales.po import UnknownLanguageError, read_catalogue, to_bytes, translated_forms
from locales.update import outdated_files, updated_catalogue

TRANSLATED = [code for code in BOT.codes() if "-" not in code]
STALE = (
    "We checked this {count} month ago. It may have changed.",
    "We checked this {count} months ago. It may have changed.",
)


def test_no_errors() -> None:
    """What `waylight languages check` looks for is not there."""
    assert list(find_errors()) == []


def test_catalogues_are_in_sync() -> None:
    """No file would change by an update."""
    assert outdated_files() == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_are_complete(language: str) -> None:
    """Every English text of the domain has a translation, and there are no others."""
    catalogue = read_catalogue(language)
    requested = {message.id for message in make_template() if message.id}
    assert {message.id for message in catalogue if message.id and all(translated_forms(message))} == requested
    assert not list(catalogue_errors(catalogue))


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_differ_from_english(language: str) -> None:
    """A look-up gives what the catalogue says, not the English it falls back to."""
    for message in read_catalogue(language):
        if message.id and not message.pluralizable:
            assert translate(language, str(message.id)) == message.string
    assert translate(language, "Hello.") != "Hello."


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("count", [1, 2, 3, 5, 11, 21, 100])
def test_plural_forms(language: str, count: int) -> None:
    """Each number finds a form that is translated and, unless it is for this number alone, says the number."""
    rendered = translate_plural(language, *STALE, count)
    assert rendered not in STALE
    assert "{count}" in rendered or count <= 2


def test_russian_and_arabic_plurals() -> None:
    """One, few and many are other words, as the languages want it."""
    assert len({translate_plural("ru", *STALE, count) for count in (1, 2, 5)}) == 3
    assert translate_plural("ru", *STALE, 1) == translate_plural("ru", *STALE, 21)
    assert len({translate_plural("ar", *STALE, count) for count in (1, 2, 3, 11)}) == 4
    assert translate_plural("th", *STALE, 1) == translate_plural("th", *STALE, 2)
    assert [translate_plural("en", *STALE, count) for count in (1, 2)] == list(STALE)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_contain_no_menu_numbers(language: str) -> None:
    """What a choice is called has no digit in it but an age's: the channel numbers the choices."""
    choices = [message for message in read_catalogue(language) if "a choice" in "".join(message.auto_comments)]
    assert choices
    assert not [choice for choice in choices if re.search(r"\d", str(choice.string).replace("18", ""))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_update_is_idempotent(language: str) -> None:
    """Updating what was updated changes no byte."""
    template = make_template()
    once = to_bytes(updated_catalogue(language, template))
    assert once == to_bytes(updated_catalogue(language, template)) == BOT.catalogue_path(language).read_bytes()


FILES = [path for domain in DOMAINS for path in (domain.template_path, *map(domain.catalogue_path, domain.codes()))]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_files_have_no_dates_paths_or_names(path: object) -> None:
    """A catalogue file contains no dates, file locations or names."""
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert not re.search(
        r"(?:Creation|Revision)-Date|^#: |^#.*@|Last-Translator|Language-Team|Generated-By", text, re.MULTILINE
    )
    assert "@" not in text.partition("\n\n")[0]


def test_source_language_needs_no_catalogue() -> None:
    """English is returned unchanged."""
    assert translate("en", "Hello.") == "Hello."


@pytest.mark.parametrize("language", ["qu", "xx", "es-419", "", "../th"])
def test_unknown_language_raises(language: str) -> None:
    """A look-up in a language without a catalogue never falls back in silence."""
    with pytest.raises(UnknownLanguageError):
        translate(language, "Hello.")
    with pytest.raises(UnknownLanguageError):
        read_catalogue(language)
    with pytest.raises(UnknownLanguageError):
        staff_gettext(language, "Hello.")


def test_unknown_text_is_returned() -> None:
    """A missing text is returned in English."""
    assert translate("th", "never written") == "never written"


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_staff_texts_fall_back_to_english(language: str) -> None:
    """Every language of the bot can be asked for in the pages, translated or not."""
    assert staff_gettext(language, "never written") == "never written"
    assert staff_ngettext(language, "never {num}", "never {num}, many", 1) == "never {num}"
    assert staff_pgettext(language, "a place", "never written") == "never written"


@pytest.mark.parametrize("language", STAFF.codes())
def test_staff_texts_use_their_catalogue(language: str) -> None:
    """A look-up gives what the catalogue says, not the English it falls back to."""
    for message in read_catalogue(language, STAFF):
        if message.id and not message.pluralizable and not message.context:
            assert staff_gettext(language, str(message.id)) == message.string
