"""The state of each language and its review, as tables for the terminal and the README."""

import re
from collections.abc import Iterator, Sequence

from locales.domains import BOT, ROOT, STAFF, Domain
from locales.extract import make_template
from locales.po import is_translated, read_catalogue
from locales.registry import SOURCE, cldr_language

_TRAINING = ROOT.parent / "nlu" / "data"
_TEXT = re.compile(r"^ {4,}- ", re.MULTILINE)
"""A training text is on its own line, indented more than its intent."""

_COMMON_HEADINGS = ("Code", "Language", "Translated", "Review", "Reviewer", "Date")
HEADINGS = {BOT: (*_COMMON_HEADINGS, "Training texts"), STAFF: _COMMON_HEADINGS}


def rows(domain: Domain = BOT) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each language in the order of `HEADINGS`, the source first; "" if not known."""
    texts = sum(1 for message in make_template(domain) if message.id)
    for code in (SOURCE, *BOT.codes()):
        of_any = (code, cldr_language(code).own_name, *_translation_state(code, domain, texts))
        yield (*of_any, count_training_texts(code)) if domain is BOT else of_any


def _translation_state(code: str, domain: Domain, texts: int) -> tuple[str, ...]:
    """Return how much of a catalogue is translated, and its review."""
    if code == SOURCE:
        return f"{texts} of {texts}", "source", "", ""
    if code not in domain.codes():
        return "not begun", "", "", ""
    catalogue = read_catalogue(code, domain)
    done = sum(1 for message in catalogue if message.id and is_translated(message))
    review = catalogue.review
    return f"{done} of {texts}", review.status, review.role, review.day


def count_training_texts(code: str) -> str:
    """Return the number of NLU training texts in a language; "" for none."""
    path = _TRAINING / f"{code}.yml"
    return str(len(_TEXT.findall(path.read_text("utf-8")))) if path.exists() else ""


def to_markdown(domain: Domain = BOT) -> str:
    """Return a Markdown table; that of the bot is in the README."""
    headings = HEADINGS[domain]
    lines: Sequence[Sequence[str]] = [headings, ["---"] * len(headings), *rows(domain)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
