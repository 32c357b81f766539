"""Check a catalogue that a translator submits: its errors, its changes, and the resulting catalogue.

An upload is only checked; an engineer installs it with `waylight languages take`.
"""

from dataclasses import dataclass

from babel.messages.catalog import Message

from locales.check import catalogue_errors
from locales.domains import BOT, Domain
from locales.extract import make_template
from locales.po import Catalogue, UnknownLanguageError, read_catalogue, source_forms, to_bytes, translated_forms
from locales.submission_file import UnreadableCatalogueError, read_submission
from locales.update import normalize_catalogue, sync_with_template

Forms = tuple[str, ...]
"""One text: a single form, or one per plural form."""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed translation; `old` is empty if there was none."""

    msgid: Forms
    old: Forms
    new: Forms


@dataclass(frozen=True, slots=True)
class SubmissionReport:
    """The result of the check.

    `read_error` says why the file is unreadable; then everything else is empty. `errors` are those of
    `waylight languages check` for the resulting catalogue. `unknown` are texts of the file that are not in the English:
    they are dropped. `missing` are texts that are not in the file: they stay as they are. `catalogue` is the resulting
    file, with the standard header, comments and order.
    """

    read_error: str = ""
    errors: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    unknown: tuple[Forms, ...] = ()
    missing: tuple[Forms, ...] = ()
    catalogue: bytes = b""

    @property
    def is_valid(self) -> bool:
        """Whether it can be installed."""
        return not self.read_error and not self.errors


def download(code: str, domain: Domain = BOT) -> bytes:
    """Return the file of the catalogue of `code`. Raises `UnknownLanguageError`."""
    if code not in domain.codes():
        raise UnknownLanguageError(code)
    return domain.catalogue_path(code).read_bytes()


def check_submission(code: str, content: bytes, domain: Domain = BOT) -> SubmissionReport:
    """Check a file, which may be any bytes, as the new catalogue of `code` (BCP 47).

    Raises `UnknownLanguageError` for a language that has no catalogue yet.
    """
    before = read_catalogue(code, domain)
    try:
        submitted = read_submission(content, code, domain)
    except UnreadableCatalogueError as refused:
        return SubmissionReport(read_error=str(refused))
    template = make_template(domain)
    merged = _merge(code, submitted, template, domain)
    english_texts, old, given, new = map(_messages_by_key, (template, before, submitted, merged))
    changes = (Change(key[0], _translation(old.get(key)), _translation(message)) for key, message in new.items())
    return SubmissionReport(
        errors=tuple(catalogue_errors(merged)),
        changes=tuple(change for change in changes if change.old != change.new),
        unknown=tuple(key[0] for key in given if key not in english_texts),
        missing=tuple(key[0] for key in new if key not in given),
        catalogue=to_bytes(merged),
    )


def _merge(code: str, submitted: Catalogue, template: Catalogue, domain: Domain) -> Catalogue:
    """Return the resulting catalogue: the submitted texts and review, in sync with the English."""
    merged, given = read_catalogue(code, domain), _messages_by_key(submitted)
    sync_with_template(merged, template)
    merged.review = submitted.review
    for key, message in _messages_by_key(merged).items():
        if key in given:
            message.string = given[key].string
            message.flags = (message.flags - {"fuzzy"}) | (given[key].flags & {"fuzzy"})
    return normalize_catalogue(code, merged)


def _messages_by_key(catalogue: Catalogue) -> dict[tuple[Forms, str | None], Message]:
    """Return the messages by their English and their context."""
    return {(source_forms(message), message.context): message for message in catalogue if message.id}


def _translation(message: Message | None) -> Forms:
    """Return a translation; empty if there is none."""
    return tuple(translated_forms(message)) if message and any(translated_forms(message)) else ()


def accept_submission(code: str, content: bytes, domain: Domain = BOT) -> SubmissionReport:
    """Replace the catalogue of `code` with a valid file, and return the report; write nothing if it is not valid.

    Raises `UnknownLanguageError`.
    """
    report = check_submission(code, content, domain)
    if report.is_valid:
        domain.catalogue_path(code).write_bytes(report.catalogue)
    return report


def format_report(report: SubmissionReport) -> str:
    """Return a report for the terminal."""
    if report.read_error or report.errors:
        return "\n".join([report.read_error, *report.errors]).strip()
    return "\n".join(
        [
            *(f"{' | '.join(change.old) or '(nothing)'}\n  -> {' | '.join(change.new)}" for change in report.changes),
            *(f"dropped, not in the English: {words[0]!r}" for words in report.unknown),
            *(f"not in the file, unchanged: {words[0]!r}" for words in report.missing),
            f"{len(report.changes)} texts changed. What they cost as SMS: pytest tests/locales",
        ]
    )
