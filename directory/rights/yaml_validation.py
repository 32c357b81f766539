"""Take a YAML file apart, and say in a sentence where it is not what was expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

_FastLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Texts(_FastLoader):  # type: ignore[misc]  # which of two it is shows only when it runs
    """Leaves every value the text that somebody typed: no date, number or `no` becomes something else."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - PyYAML's
        """Refuse a name that stands there twice: YAML would silently keep the last."""
        names = [name.value for name, _ in node.value if isinstance(name, yaml.ScalarNode)]
        for name in names:
            if names.count(name) > 1:
                told = f'"{name}" stands there twice'
                raise yaml.constructor.ConstructorError(problem=told, problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


class RightsError(ValueError):
    """A page that can't be shown; its text names the file, the sentence and the fault."""

    def __init__(self, path: Path, fault: str, where: str = "") -> None:
        """`where` is the id of the sentence, or the field."""
        super().__init__(f"{path}{', ' if where else ''}{where}: {fault}.")


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping in a file. What it is asked for and doesn't have raises `RightsError`."""

    path: Path
    where: str
    values: dict[str, Any]

    def refuse(self, fault: str) -> NoReturn:
        """Raise the fault of this part."""
        raise RightsError(self.path, fault, self.where)

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f'"{name}" must be there and be a text')
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of one or more texts."""
        value = self.values.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
            self.refuse(f'"{name}" must be a list of one or more texts')
        return tuple(one.strip() for one in value)

    def pairs(self, name: str) -> dict[str, str]:
        """Return a mapping of texts; empty ones, and the whole of it, may be missing."""
        value = self.values.get(name) or {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            self.refuse(f'below "{name}" each line must be an id, a colon and a text')
        return {key: one.strip() for key, one in value.items() if one.strip()}

    def below(self, name: str) -> dict[str, Any]:
        """Return a mapping of anything."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.refuse(f'"{name}" must be there and have lines below it')
        return value

    def only(self, *names: str) -> None:
        """Refuse names that nobody reads: they are slips."""
        for name in self.values:
            if name not in names:
                self.refuse(f'"{name}" is not known here; known are {", ".join(names)}')


def parts_of(path: Path, where: str, values: Any) -> Iterator[Part]:
    """Yield the mappings of a list, each under its own id as soon as it has one."""
    if not isinstance(values, list) or not values:
        raise RightsError(path, "there must be a list of sentences, each begun with a hyphen", where)
    for number, one in enumerate(values, start=1):
        if not isinstance(one, dict):
            raise RightsError(path, f"sentence {number} must have an id, a text and its sources", where)
        yield Part(path, str(one.get("id") or f"{where}, sentence {number}"), one)


def loaded(path: Path) -> Part:
    """Read a file whose values are all texts.

    Raises:
        RightsError: it can't be read, is not YAML, or not a mapping.
    """
    try:
        values = yaml.load(path.read_text("utf-8"), _Texts)  # noqa: S506 - makes nothing but texts, lists and mappings
    except (OSError, UnicodeDecodeError) as fault:
        raise RightsError(path, "the file can't be read, or is not UTF-8") from fault
    except yaml.YAMLError as fault:
        raise RightsError(path, *_told(fault)) from fault
    if not isinstance(values, dict):
        raise RightsError(path, "the file must be made of lines such as `place: TH`")
    return Part(path, "", values)


def _told(fault: yaml.YAMLError) -> tuple[str, str]:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or "a character that YAML does not allow"
    return f"not understood as YAML ({problem})", f"line {mark.line + 1}" if mark else ""
