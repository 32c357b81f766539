"""Read the files of the pages. What could not be shown with its id, source and date is refused here."""

import re
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any, Final

from directory.rights.dates import first_day
from directory.rights.pages import ENGLISH, TOPICS, English, Page, Sentence, Translation
from directory.rights.yaml_validation import Part, RightsError, loaded, parts_of

_CONFIDENCES: Final = ("high", "medium")
_SENTENCE: Final = ("id", "text", "confidence", "date", "sources")


def read_pages(folder: Path, extra: Path | None) -> dict[str, Page]:
    """Return the pages by place. A file of `extra` stands for that of `folder` of the same place and language.

    Raises:
        RightsError: a folder or a file is not as it must be.
    """
    found: defaultdict[str, dict[str, Path]] = defaultdict(dict)
    for path in chain.from_iterable(_files(one) for one in (folder, extra) if one):
        found[path.parent.name.upper()][path.stem] = path
    return {place: _page(place, paths) for place, paths in sorted(found.items())}


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RightsError(folder, "there is no such folder")
    return sorted(folder.glob("[!.]*/[!.]*.yml"))


def _page(place: str, paths: dict[str, Path]) -> Page:
    if ENGLISH not in paths:
        raise RightsError(next(iter(paths.values())), f"there is no English page of {place} to translate")
    translations = {language: _translation(path) for language, path in paths.items() if language != ENGLISH}
    return Page(_english(place, paths[ENGLISH]), translations)


def _english(place: str, path: Path) -> English:
    said = loaded(path)
    said.only("place", "read", "languages", "topics")
    if said.text("place") != place:
        said.refuse(f'the place is "{said.text("place")}", but the folder is that of {place}')
    topics = _topics(path, said.below("topics"))
    return English(path, place, _day(said, "read"), said.texts("languages"), topics)


def _topics(path: Path, below: dict[str, Any]) -> dict[str, tuple[Sentence, ...]]:
    Part(path, "topics", below).only(*TOPICS)
    seen: set[str] = set()
    return {topic: tuple(_sentences(path, topic, below[topic], seen)) for topic in TOPICS if topic in below}


def _sentences(path: Path, topic: str, values: Any, seen: set[str]) -> list[Sentence]:
    sentences = []
    for part in parts_of(path, topic, values):
        sentence = _sentence(part)
        if not re.fullmatch(rf"{topic}-[a-z][a-z0-9-]*", sentence.id):
            part.refuse(f'the id must be "{topic}-" and a short word in small letters')
        if sentence.id in seen:
            part.refuse("another sentence has this id, too")
        seen.add(sentence.id)
        sentences.append(sentence)
    return sentences


def _sentence(part: Part) -> Sentence:
    part.only(*_SENTENCE)
    if part.text("confidence") not in _CONFIDENCES:
        part.refuse(f'the confidence is "{part.text("confidence")}", but only high and medium are shown')
    return Sentence(
        part.text("id"), part.text("text"), part.text("confidence"), _date(part, "date"), part.texts("sources")
    )


def _translation(path: Path) -> Translation:
    said = loaded(path)
    said.only("review", "reviewer", "date", "sentences", "made_from")
    review = said.text("review")
    if review == "reviewed":
        review = f"{_day(said, 'date')}, {said.text('reviewer')}"
    elif review != "draft":
        said.refuse(f'the review is "{review}", which is neither draft nor reviewed')
    return Translation(path, review, said.pairs("sentences"), said.pairs("made_from"))


def _day(part: Part, name: str) -> str:
    value = _date(part, name)
    if len(value) != len("YYYY-MM-DD"):
        part.refuse(f'"{name}" must be a day, YYYY-MM-DD')
    return value


def _date(part: Part, name: str) -> str:
    value = part.text(name)
    try:
        first_day(value)
    except ValueError:
        part.refuse(f'the date "{value}" is not YYYY, YYYY-MM, YYYY-MM-DD or undated')
    return value
