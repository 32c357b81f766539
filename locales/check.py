"""What is wrong with the catalogues, in sentences for whoever can mend it."""

from collections.abc import Iterator
from datetime import date
from gettext import c2py

from babel import Locale
from babel.messages.catalog import Message

from locales.domains import BOT, DOMAINS, STAFF
from locales.po import DRAFT, REVIEWED, Catalogue, english, forms, plural_forms, read_catalogue
from locales.staff_translation_rules import faults_of_staff_form
from locales.translation_rules import faults_of_form
from locales.update import outdated

_COUNTED = range(201)
"""Numbers on which a plural form is tried; every language repeats itself within 100."""

_COUNTS = {"count", "num"}
"""The placeholders whose number chooses the plural form: ours, and Jinja's name for it in a template."""

_FAULTS_OF_FORM = {BOT.name: faults_of_form, STAFF.name: faults_of_staff_form}


def faults() -> Iterator[str]:
    """Yield every fault of every catalogue, also of those that are not complete and not offered yet.

    Staff pages that are not begun in a language are no fault: staff then read English.
    """
    for path in sorted(outdated()):
        yield f"{path.name} of {path.parts[-3]} is not in step with the English: run `make messages`"
    for domain in DOMAINS:
        for code in domain.codes():
            where = code if domain is BOT else f"{code}, {domain.whose}"
            for fault in faults_of(read_catalogue(code, domain)):
                yield f"{where}: {fault}"


def faults_of(catalogue: Catalogue) -> Iterator[str]:
    """Yield the faults of one catalogue: its header's, then those of each text."""
    locale = catalogue.locale or Locale.parse("en")
    yield from _faults_of_header(catalogue, locale)
    exact = _exact_forms(catalogue)
    for message in catalogue:
        if message.id:
            for fault in _unfinished(message) or _faults_of_forms(message, catalogue, locale, exact):
                yield f"{fault} {english(message)[0]!r}"


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


def _unfinished(message: Message) -> list[str]:
    """Return what keeps a text from being judged at all, to be followed by its English."""
    if not all(forms(message)):
        return ["not every plural form of" if any(forms(message)) else "no translation of"]
    return ["marked as unsure:"] if message.fuzzy else []


def _faults_of_forms(message: Message, catalogue: Catalogue, locale: Locale, exact: set[int]) -> Iterator[str]:
    """Yield what is wrong with the words, to be followed by the English; at most one fault for each form."""
    faults_of_one = _FAULTS_OF_FORM[catalogue.domain or BOT.name]
    for index, form in enumerate(forms(message)):
        may_miss = _COUNTS if message.pluralizable and index in exact else set[str]()
        yield from faults_of_one(english(message), form, locale, may_miss)


def _exact_forms(catalogue: Catalogue) -> set[int]:
    """Return the plural forms that are said of exactly one number: they may write it as a word."""
    form_of = c2py(catalogue.plural_expr)
    chosen = [form_of(count) for count in _COUNTED]
    return {form for form in set(chosen) if chosen.count(form) == 1}
