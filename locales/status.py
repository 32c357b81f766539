"""What there is of each language, and who has reviewed it: the same tables for the terminal and for the README."""

import re
from collections.abc import Iterator, Sequence

from locales.domains import BOT, ROOT, STAFF, Domain
from locales.extract import make_template
from locales.po import is_translated, read_catalogue
from locales.registry import SOURCE, language_of

_TRAINING = ROOT.parent / "nlu" / "data"
_TEXT = re.compile(r"^ {4,}- ", re.MULTILINE)
"""A training text stands in a line of its own, deeper than the intent that it belongs to."""

_OF_ANY = ("Code", "Language", "Translated", "Review", "Reviewer", "Date")
HEADINGS = {BOT: (*_OF_ANY, "Training texts"), STAFF: _OF_ANY}


def rows(domain: Domain = BOT) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each language as under `HEADINGS`, the source first; "" where nothing is known."""
    texts = sum(1 for message in make_template(domain) if message.id)
    for code in (SOURCE, *BOT.codes()):
        of_any = (code, language_of(code).own_name, *_done(code, domain, texts))
        yield (*of_any, training_texts(code)) if domain is BOT else of_any


def _done(code: str, domain: Domain, texts: int) -> tuple[str, ...]:
    """Return how much of a catalogue is translated, and its review."""
    if code == SOURCE:
        return f"{texts} of {texts}", "source", "", ""
    if code not in domain.codes():
        return "not begun", "", "", ""
    catalogue = read_catalogue(code, domain)
    done = sum(1 for message in catalogue if message.id and is_translated(message))
    review = catalogue.review
    return f"{done} of {texts}", review.status, review.role, review.day


def training_texts(code: str) -> str:
    """Return how many texts understanding is trained on in a language; "" for none."""
    path = _TRAINING / f"{code}.yml"
    return str(len(_TEXT.findall(path.read_text("utf-8")))) if path.exists() else ""


def markdown(domain: Domain = BOT) -> str:
    """Return a table in Markdown; the bot's stands in the README."""
    headings = HEADINGS[domain]
    lines: Sequence[Sequence[str]] = [headings, ["---"] * len(headings), *rows(domain)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
