"""Check the catalogues; every error is a sentence for the person who can fix it."""

from collections.abc import Iterator
from datetime import date
from gettext import c2py

from babel import Locale
from babel.messages.catalog import Message

from locales.domains import BOT, DOMAINS, STAFF
from locales.po import DRAFT, REVIEWED, Catalogue, plural_forms, read_catalogue, source_forms, translated_forms
from locales.translation_rules import form_errors, staff_form_errors
from locales.update import outdated_files

_TESTED_COUNTS = range(201)
"""Numbers for which plural forms are compared; every language repeats within 100."""

_COUNT_PLACEHOLDERS = {"count", "num"}
"""Placeholders for the number that chooses the plural form: ours, and Jinja's in templates."""

_FORM_CHECKS = {BOT.name: form_errors, STAFF.name: staff_form_errors}


def find_errors() -> Iterator[str]:
    """Yield every error of every catalogue, including incomplete ones.

    A missing staff catalogue is not an error: staff then read English.
    """
    for path in sorted(outdated_files()):
        yield f"{path.name} of {path.parts[-3]} is not in sync with the English: run `make messages`"
    for domain in DOMAINS:
        for code in domain.codes():
            where = code if domain is BOT else f"{code}, {domain.label}"
            for error in catalogue_errors(read_catalogue(code, domain)):
                yield f"{where}: {error}"


def catalogue_errors(catalogue: Catalogue) -> Iterator[str]:
    """Yield the errors of one catalogue: first its header, then each text."""
    locale = _locale_of(catalogue)
    yield from _header_errors(catalogue, locale)
    exact = _exact_forms(catalogue)
    for message in catalogue:
        if message.id:
            for error in _incompleteness(message) or _form_errors(message, catalogue, locale, exact):
                yield f"{error} {source_forms(message)[0]!r}"


def _locale_of(catalogue: Catalogue) -> Locale:
    """Return the locale of a catalogue. Of the languages in a second script CLDR knows Hindi, whose rules fit all."""
    _, _, script = str(catalogue.locale_identifier or "").partition("_")
    is_in_latin_letters = script == "Latn" and catalogue.locale is not None
    return Locale("hi", script="Latn") if is_in_latin_letters else catalogue.locale or Locale.parse("en")


def _header_errors(catalogue: Catalogue, locale: Locale) -> Iterator[str]:
    review = catalogue.review
    if review.status not in {DRAFT, REVIEWED}:
        yield f"X-Review-Status is {review.status!r}, neither {DRAFT} nor {REVIEWED}"
    if review.status == REVIEWED and not review.role:
        yield "reviewed, but X-Reviewer-Role does not say by whom"
    if (review.status == REVIEWED or review.day) and not _is_day(review.day):
        yield f"X-Review-Date is {review.day!r}, not a day as YYYY-MM-DD"
    if catalogue.plural_forms != plural_forms(locale):
        yield f"Plural-Forms is {catalogue.plural_forms!r}, not {plural_forms(locale)!r}"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _incompleteness(message: Message) -> list[str]:
    """Return why a text is incomplete, as the start of a sentence that its English ends."""
    if not all(translated_forms(message)):
        return ["not every plural form of" if any(translated_forms(message)) else "no translation of"]
    return ["marked as unsure:"] if message.fuzzy else []


def _form_errors(message: Message, catalogue: Catalogue, locale: Locale, exact: set[int]) -> Iterator[str]:
    """Yield at most one error per plural form, as the start of a sentence that the English ends."""
    check_form = _FORM_CHECKS[catalogue.domain or BOT.name]
    for index, form in enumerate(translated_forms(message)):
        optional = _COUNT_PLACEHOLDERS if message.pluralizable and index in exact else set[str]()
        yield from check_form(source_forms(message), form, locale, optional)


def _exact_forms(catalogue: Catalogue) -> set[int]:
    """Return the plural forms for exactly one number, which may be written as a word."""
    form_of = c2py(catalogue.plural_expr)
    chosen = [form_of(count) for count in _TESTED_COUNTS]
    return {form for form in set(chosen) if chosen.count(form) == 1}
