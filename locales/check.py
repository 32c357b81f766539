"""What is wrong with the catalogues, in sentences for whoever can mend it."""

from collections.abc import Iterator
from datetime import date
from gettext import c2py

from babel import Locale
from babel.messages.catalog import Message

from locales.po import DRAFT, REVIEWED, Catalogue, catalogue_codes, forms, plural_forms, read_catalogue
from locales.update import outdated
from locales.wording import COUNT, faults_of_form

_COUNTED = range(201)
"""Numbers on which a plural form is tried; every language repeats itself within 100."""


def faults() -> Iterator[str]:
    """Yield every fault of every catalogue, also of those that are not complete and not offered yet."""
    for path in sorted(outdated()):
        yield f"{path.name} of {path.parts[-3]} is not in step with the English: run `make messages`"
    for code in catalogue_codes():
        for fault in faults_of(read_catalogue(code)):
            yield f"{code}: {fault}"


def faults_of(catalogue: Catalogue) -> Iterator[str]:
    """Yield the faults of one catalogue: its header's, then those of each text."""
    locale = catalogue.locale or Locale.parse("en")
    yield from _faults_of_header(catalogue, locale)
    exact = _exact_forms(catalogue)
    for message in catalogue:
        if message.id:
            for fault in _faults_of_message(message, locale, exact):
                yield f"{fault} {_english(message)[0]!r}"


def _faults_of_header(catalogue: Catalogue, locale: Locale) -> Iterator[str]:
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


def _faults_of_message(message: Message, locale: Locale, exact: set[int]) -> Iterator[str]:
    """Yield what is wrong with a text, to be followed by its English; at most one fault for each of its forms."""
    if not all(forms(message)):
        yield "not every plural form of" if any(forms(message)) else "no translation of"
    elif message.fuzzy:
        yield "marked as unsure:"
    else:
        english = _english(message)
        for index, form in enumerate(forms(message)):
            may_miss = {COUNT} if message.pluralizable and index in exact else set[str]()
            yield from faults_of_form(english, form, locale, may_miss)


def _english(message: Message) -> tuple[str, ...]:
    """Return the English of a text, singular and plural where it has both."""
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def _exact_forms(catalogue: Catalogue) -> set[int]:
    """Return the plural forms that are said of exactly one number: they may write it as a word."""
    form_of = c2py(catalogue.plural_expr)
    chosen = [form_of(count) for count in _COUNTED]
    return {form for form in set(chosen) if chosen.count(form) == 1}
