"""The YAML files that the bot and its tests read."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FOLDERS = ("actions", "bot", "directory", "locales", "nlu", "tests/conversations", "tests/nlu")
FILES = [
    "config.yml",
    *(str(path.relative_to(ROOT)) for each in FOLDERS for path in sorted((ROOT / each).rglob("*.yml"))),
]


def _repeated(node: yaml.Node | None) -> list[str]:
    """Return the keys that stand twice in a mapping: only the last of them counts, and nothing says so."""
    if isinstance(node, yaml.SequenceNode):
        return [key for each in node.value for key in _repeated(each)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [str(key.value) for key, _ in node.value]
    inside = [key for _, value in node.value for key in _repeated(value)]
    return [key for number, key in enumerate(keys) if key in keys[:number]] + inside


@pytest.mark.parametrize("name", FILES)
def test_no_key_twice(name: str) -> None:
    """No mapping has a key twice."""
    documents = yaml.compose_all((ROOT / name).read_text("utf-8"), yaml.CSafeLoader)
    assert [key for each in documents for key in _repeated(each)] == []
