"""What there is of each language, and who has reviewed it: the same table for the terminal and for the README."""

import re
from collections.abc import Iterator, Sequence

from locales.po import ROOT, catalogue_codes, is_translated, read_catalogue
from locales.registry import SOURCE, language_of
from locales.update import make_template

_TRAINING = ROOT.parent / "nlu" / "data"
_TEXT = re.compile(r"^ {4,}- ", re.MULTILINE)
"""A training text stands in a line of its own, deeper than the intent that it belongs to."""

HEADINGS = ("Code", "Language", "Translated", "Review", "Reviewer", "Date", "Training texts")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the cells of each language as under `HEADINGS`, the source first; "" where nothing is known."""
    texts = sum(1 for message in make_template() if message.id)
    yield SOURCE, language_of(SOURCE).own_name, f"{texts} of {texts}", "source", "", "", training_texts(SOURCE)
    for code in catalogue_codes():
        catalogue = read_catalogue(code)
        done = sum(1 for message in catalogue if message.id and is_translated(message))
        review = catalogue.review
        translated = f"{done} of {texts}"
        own_name = language_of(code).own_name
        yield code, own_name, translated, review.status, review.role, review.day, training_texts(code)


def training_texts(code: str) -> str:
    """Return how many texts understanding is trained on in a language; "" for none."""
    path = _TRAINING / f"{code}.yml"
    return str(len(_TEXT.findall(path.read_text("utf-8")))) if path.exists() else ""


def markdown() -> str:
    """Return the table in Markdown, as it stands in the README."""
    lines: Sequence[Sequence[str]] = [HEADINGS, ["---"] * len(HEADINGS), *rows()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
