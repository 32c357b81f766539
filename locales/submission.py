"""A catalogue that a translator hands in: what is wrong with it, what it changes, and what would be kept.

What a translator uploads is judged, not taken in: that an engineer does, with `waylight languages take`.
"""

from dataclasses import dataclass

from babel.messages.catalog import Message

from locales.check import faults_of
from locales.domains import BOT, Domain
from locales.extract import make_template
from locales.po import Catalogue, UnknownLanguageError, as_text, english, forms, read_catalogue
from locales.submission_file import UnreadableError, read_offered
from locales.update import put_in_step, tidied

Words = tuple[str, ...]
"""One text: a single form, or one for each number that a language tells apart."""


@dataclass(frozen=True, slots=True)
class Change:
    """A text that is translated otherwise than before; `old` is empty where it was not translated."""

    msgid: Words
    old: Words
    new: Words


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found.

    `unreadable` says why the file could not be judged at all, and then all else is empty.
    `faults` are those of `waylight languages check`, in what would then be the catalogue.
    `unknown` are texts of the file that the English has not (any more): they are left out.
    `absent` are texts that the file has not: they stay as they are.
    `catalogue` is the file as it would be kept, with the usual header, comments and order.
    """

    unreadable: str = ""
    faults: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    unknown: tuple[Words, ...] = ()
    absent: tuple[Words, ...] = ()
    catalogue: bytes = b""

    @property
    def is_good(self) -> bool:
        """Whether it can be taken as it is."""
        return not self.unreadable and not self.faults


def download(code: str, domain: Domain = BOT) -> bytes:
    """Return the catalogue of `code` as it is. Raises `UnknownLanguageError`."""
    if code not in domain.codes():
        raise UnknownLanguageError(code)
    return domain.catalogue(code).read_bytes()


def judge(code: str, content: bytes, domain: Domain = BOT) -> Judged:
    """Judge a file, which may be any bytes, as the next catalogue of `code` (BCP 47).

    Raises `UnknownLanguageError` for a language that has no catalogue yet.
    """
    before = read_catalogue(code, domain)
    try:
        offered = read_offered(content, code, domain)
    except UnreadableError as refused:
        return Judged(unreadable=str(refused))
    template = make_template(domain)
    kept = _merged(code, offered, template, domain)
    english_texts, old, given, new = map(_texts, (template, before, offered, kept))
    changes = (Change(key[0], _said(old.get(key)), _said(message)) for key, message in new.items())
    return Judged(
        faults=tuple(faults_of(kept)),
        changes=tuple(change for change in changes if change.old != change.new),
        unknown=tuple(key[0] for key in given if key not in english_texts),
        absent=tuple(key[0] for key in new if key not in given),
        catalogue=as_text(kept),
    )


def _merged(code: str, offered: Catalogue, template: Catalogue, domain: Domain) -> Catalogue:
    """Return the catalogue as it would be kept: the offered words and review, in step with the English."""
    kept, given = read_catalogue(code, domain), _texts(offered)
    put_in_step(kept, template)
    kept.review = offered.review
    for key, message in _texts(kept).items():
        if key in given:
            message.string = given[key].string
            message.flags = (message.flags - {"fuzzy"}) | (given[key].flags & {"fuzzy"})
    return tidied(code, kept)


def _texts(catalogue: Catalogue) -> dict[tuple[Words, str | None], Message]:
    """Return the messages by their English, singular and plural where there are both, and their context."""
    return {(english(message), message.context): message for message in catalogue if message.id}


def _said(message: Message | None) -> Words:
    """Return a translation; nothing where there is none."""
    return tuple(forms(message)) if message and any(forms(message)) else ()


def take(code: str, content: bytes, domain: Domain = BOT) -> Judged:
    """Write a file that is good over the catalogue of `code`; write nothing if it is not, and return what was found.

    Raises `UnknownLanguageError`.
    """
    judged = judge(code, content, domain)
    if judged.is_good:
        domain.catalogue(code).write_bytes(judged.catalogue)
    return judged


def told(judged: Judged) -> str:
    """Return what was found in lines for a terminal."""
    if judged.unreadable or judged.faults:
        return "\n".join([judged.unreadable, *judged.faults]).strip()
    return "\n".join(
        [
            *(f"{' | '.join(change.old) or '(nothing)'}\n  -> {' | '.join(change.new)}" for change in judged.changes),
            *(f"left out, not in the English: {words[0]!r}" for words in judged.unknown),
            *(f"not in the file, stays as it was: {words[0]!r}" for words in judged.absent),
            f"{len(judged.changes)} texts changed. What they cost as SMS: pytest tests/locales",
        ]
    )
