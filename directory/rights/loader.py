"""Load the pages of rights from YAML. A sentence without id, source or date is an error."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml

from directory.rights.pages import ENGLISH, QUESTIONS, TOPICS, EnglishPage, Page, Sentence, Translation, first_day

_CONFIDENCES: Final = ("high", "medium")
_SENTENCE: Final = ("id", "text", "confidence", "date", "sources", "known", "answers")
_FastLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class RightsError(ValueError):
    """A page is invalid; the text names the file, the sentence and the error."""

    def __init__(self, path: Path, problem: str, where: str = "") -> None:
        """`where` is the id of the sentence, or the field."""
        super().__init__(f"{path}{', ' if where else ''}{where}: {problem}.")


def read_pages(folder: Path, extra: Path | None) -> dict[str, Page]:
    """Return the pages by place. A file of `extra` replaces that of `folder` for the same place and language.

    Raises:
        RightsError: a folder or a file is invalid.
    """
    paths_of: defaultdict[str, dict[str, Path]] = defaultdict(dict)
    for path in chain.from_iterable(_files(source) for source in (folder, extra) if source):
        paths_of[path.parent.name.upper()][path.stem] = path
    return {place: _page(place, paths) for place, paths in sorted(paths_of.items())}


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping in a file. Missing or malformed values raise `RightsError`."""

    path: Path
    where: str
    values: dict[str, Any]

    def fail(self, problem: str) -> NoReturn:
        """Raise an error about this part."""
        raise RightsError(self.path, problem, self.where)

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            self.fail(f'"{name}" is required and must be a text')
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of one or more texts."""
        value = self.values.get(name)
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(text, str) and text.strip() for text in value)
        ):
            self.fail(f'"{name}" must be a list of one or more texts')
        return tuple(text.strip() for text in value)

    def text_map(self, name: str) -> dict[str, str]:
        """Return a mapping of texts without empty ones; it may be missing as a whole."""
        value = self.values.get(name) or {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.fail(f'below "{name}" each line must be an id, a colon and a text')
        return {key: text.strip() for key, text in value.items() if text.strip()}

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a mapping with any values."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.fail(f'"{name}" is required and must have lines below it')
        return value

    def allow_only(self, *names: str) -> None:
        """Reject unknown names, which are typing errors."""
        for name in self.values:
            if name not in names:
                self.fail(f'"{name}" is not known here; known are {", ".join(names)}')


def load_yaml(path: Path) -> Part:
    """Load a file whose values are all texts.

    Raises:
        RightsError: it cannot be read, is not YAML, or is not a mapping.
    """
    try:
        values = yaml.load(path.read_text("utf-8"), _TextLoader)  # noqa: S506 - creates only texts, lists and mappings
    except (OSError, UnicodeDecodeError) as exc:
        raise RightsError(path, "the file can't be read, or is not UTF-8") from exc
    except yaml.YAMLError as exc:
        raise RightsError(path, *_describe(exc)) from exc
    if not isinstance(values, dict):
        raise RightsError(path, "the file must be made of lines such as `place: TH`")
    return Part(path, "", values)


def split_parts(path: Path, where: str, values: Any) -> Iterator[Part]:
    """Yield the mappings of a list, each named by its id if it has one."""
    if not isinstance(values, list) or not values:
        raise RightsError(path, "there must be a list of sentences, each begun with a hyphen", where)
    for number, item in enumerate(values, start=1):
        if not isinstance(item, dict):
            raise RightsError(path, f"sentence {number} must have an id, a text and its sources", where)
        yield Part(path, str(item.get("id") or f"{where}, sentence {number}"), item)


class _TextLoader(_FastLoader):  # type: ignore[misc]  # known only at run time
    """Loads every value as the text that was typed: no date, number or `no` becomes something else."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - PyYAML's
        """Reject duplicate keys: YAML would silently keep the last."""
        names = [name.value for name, _ in node.value if isinstance(name, yaml.ScalarNode)]
        for name in names:
            if names.count(name) > 1:
                problem = f'"{name}" occurs twice'
                raise yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def _describe(exc: yaml.YAMLError) -> tuple[str, str]:
    mark = getattr(exc, "problem_mark", None)
    problem = getattr(exc, "problem", None) or "a character that YAML does not allow"
    return f"not understood as YAML ({problem})", f"line {mark.line + 1}" if mark else ""


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RightsError(folder, "there is no such folder")
    return sorted(folder.glob("[!.]*/[!.]*.yml"))


def _page(place: str, paths: dict[str, Path]) -> Page:
    if ENGLISH not in paths:
        raise RightsError(next(iter(paths.values())), f"there is no English page of {place} to translate")
    translations = {language: _translation(path) for language, path in paths.items() if language != ENGLISH}
    return Page(_english(place, paths[ENGLISH]), translations)


def _english(place: str, path: Path) -> EnglishPage:
    part = load_yaml(path)
    part.allow_only("place", "read", "languages", "topics")
    if part.text("place") != place:
        part.fail(f'the place is "{part.text("place")}", but the folder is that of {place}')
    topics = _topics(path, part.mapping("topics"))
    return EnglishPage(path, place, _parse_day(part, "read"), part.texts("languages"), topics)


def _topics(path: Path, below: dict[str, Any]) -> dict[str, tuple[Sentence, ...]]:
    Part(path, "topics", below).allow_only(*TOPICS)
    seen: set[str] = set()
    return {topic: tuple(_sentences(path, topic, below[topic], seen)) for topic in TOPICS if topic in below}


def _sentences(path: Path, topic: str, values: Any, seen: set[str]) -> list[Sentence]:
    sentences = []
    for part in split_parts(path, topic, values):
        sentence = _sentence(part)
        if not re.fullmatch(rf"{topic}-[a-z][a-z0-9-]*", sentence.id):
            part.fail(f'the id must be "{topic}-" and a short word in small letters')
        if sentence.id in seen:
            part.fail("another sentence has this id, too")
        seen.add(sentence.id)
        sentences.append(sentence)
    return sentences


def _sentence(part: Part) -> Sentence:
    part.allow_only(*_SENTENCE)
    if part.text("confidence") not in _CONFIDENCES:
        part.fail(f'the confidence is "{part.text("confidence")}", but only high and medium are shown')
    return Sentence(
        id=part.text("id"),
        text=part.text("text"),
        confidence=part.text("confidence"),
        date=_parse_date(part, "date"),
        sources=part.texts("sources"),
        known=_parse_known(part),
        answers=_parse_answers(part),
    )


def _parse_known(part: Part) -> bool:
    value = part.text("known") if "known" in part.values else "yes"
    if value not in {"yes", "no"}:
        part.fail(f'"known" is "{value}", which is neither yes nor no')
    return value == "yes"


def _parse_answers(part: Part) -> tuple[str, ...]:
    answers = part.texts("answers") if "answers" in part.values else ()
    for question in answers:
        if question not in QUESTIONS:
            part.fail(f'it answers "{question}", but the questions are {", ".join(QUESTIONS)}')
    return answers


def _translation(path: Path) -> Translation:
    part = load_yaml(path)
    part.allow_only("review", "reviewer", "date", "sentences", "made_from")
    review = part.text("review")
    if review == "reviewed":
        review = f"{_parse_day(part, 'date')}, {part.text('reviewer')}"
    elif review != "draft":
        part.fail(f'the review is "{review}", which is neither draft nor reviewed')
    return Translation(path, review, part.text_map("sentences"), part.text_map("made_from"))


def _parse_day(part: Part, name: str) -> str:
    value = _parse_date(part, name)
    if len(value) != len("YYYY-MM-DD"):
        part.fail(f'"{name}" must be a day, YYYY-MM-DD')
    return value


def _parse_date(part: Part, name: str) -> str:
    value = part.text(name)
    try:
        first_day(value)
    except ValueError:
        part.fail(f'the date "{value}" is not YYYY, YYYY-MM, YYYY-MM-DD or undated')
    return value
