"""docs/data-inventory.md names everything that the code keeps about a person."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.privacy.log_filter import FIELDS
from directory.models import HelpedCount
from nlu.text.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "data-inventory.md").read_text("utf-8")
KEEPING = {"put": 4, "first": 4, "count": 3, "name": 2}
"""Methods of `bot.state.store.Store` and its seal that take a kind first -> how many arguments they take."""

A_STORE = re.compile(r"\b_?(?:store|kept|Store|Kept)\b")


def section(heading: str) -> str:
    """Return what stands below a heading, up to the next one of its rank or higher."""
    rank = heading.partition(" ")[0]
    below = PAGE.partition(f"\n{heading}\n")[2]
    return re.split(rf"\n#{{2,{len(rank)}}} ", below)[0]


def kinds_kept(root: Path) -> Iterator[str]:
    """Yield the kind in each call that keeps something; one that can't be read from the code as it stands there."""
    for path in root.rglob("*.py"):
        text = path.read_text("utf-8")
        if not A_STORE.search(text):  # where nothing is kept `count` is a text's
            continue
        tree = ast.parse(text)
        constants = dict(_constants(tree))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _keeps(call):
                kind = call.args[0]
                if isinstance(kind, ast.Constant):
                    yield kind.value
                elif path.name != "store.py":  # which passes on what it is given
                    yield constants.get(ast.unparse(kind), f"{path.name}: {ast.unparse(kind)}")


def _keeps(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and KEEPING.get(call.func.attr) == len(call.args)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            names, values = (
                ast.unparse(side).strip("()").split(", ") for side in (statement.targets[0], statement.value)
            )
            yield from ((name, value.strip("'")) for name, value in zip(names, values, strict=False))


def test_every_kind_of_record() -> None:
    """Each kind that the store is asked to keep is a row of the page, and no other is."""
    named = set(re.findall(r"^\| `([^`]+)` \|", section("## In the store").partition("\n### ")[0], re.MULTILINE))
    assert named == set(kinds_kept(ROOT / "bot"))


def test_a_new_kind_would_be_seen(tmp_path: Path) -> None:
    """A kind of its own, by a name, a word or something that only shows when it runs, is found in the code."""
    (tmp_path / "new.py").write_text(
        "KIND = 'diary'\nstore.put(KIND, of, b'', 1)\nstore.first('diaries', of, b'', 1)\nstore.put(kind(), of, b'', 1)"
    )
    assert set(kinds_kept(tmp_path)) == {"diary", "diaries", "new.py: kind()"}


def test_every_slot() -> None:
    """Each slot of the dialogue is named, and no other."""
    domain = read_yaml(ROOT / "bot" / "dialogue" / "domain" / "slots.yml")
    named = set(re.findall(r"`(\w+)`", section("### The slots of a conversation")))
    assert named == set(domain["slots"])


def test_every_field_of_a_log() -> None:
    """Each field that a log line may hold is named, and no other."""
    [row] = [line for line in section("## On disk").splitlines() if line.startswith("| a log line")]
    assert set(re.findall(r"`(\w+)`", row)) == set(FIELDS)


def test_every_column_of_the_counts() -> None:
    """Each column of the only table that people's answers change is named, and no other."""
    [row] = [line for line in section("## On disk").splitlines() if line.startswith("| `helped_count`")]
    assert set(re.findall(r"`(\w+)`", row)) == {"helped_count", *HelpedCount.model_fields}
