"""docs/data-inventory.md names everything that the code stores about a person."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.privacy.log_filter import ALLOWED_FIELDS
from directory.models import HelpedCount
from nlu.text.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "data-inventory.md").read_text("utf-8")
STORING_METHODS = {"put": 4, "put_if_absent": 4, "increment": 3, "record_name": 2}
"""Methods of `Store` and `RecordCipher` whose first argument is a record kind -> their number of arguments."""

MENTIONS_STORE = re.compile(r"\b_?(?:store|Store|KeyStore)\b")


def section(heading: str) -> str:
    """Return the text below a heading, up to the next heading of its rank or higher."""
    rank = heading.partition(" ")[0]
    below = PAGE.partition(f"\n{heading}\n")[2]
    return re.split(rf"\n#{{2,{len(rank)}}} ", below)[0]


def stored_kinds(root: Path) -> Iterator[str]:
    """Yield the record kind of each call that stores something; an expression if it is not a constant."""
    for path in root.rglob("*.py"):
        text = path.read_text("utf-8")
        if not MENTIONS_STORE.search(text):  # other classes have methods of these names too
            continue
        tree = ast.parse(text)
        constants = dict(_constants(tree))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _stores(call):
                kind = call.args[0]
                if isinstance(kind, ast.Constant):
                    yield kind.value
                elif path.name != "store.py":  # it passes on the kind of its caller
                    yield constants.get(ast.unparse(kind), f"{path.name}: {ast.unparse(kind)}")


def _stores(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and STORING_METHODS.get(call.func.attr) == len(call.args)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            names, values = (
                ast.unparse(side).strip("()").split(", ") for side in (statement.targets[0], statement.value)
            )
            yield from ((name, value.strip("'")) for name, value in zip(names, values, strict=False))


def test_lists_every_record_kind() -> None:
    """The page lists exactly the kinds that the code stores."""
    named = set(re.findall(r"^\| `([^`]+)` \|", section("## In the store").partition("\n### ")[0], re.MULTILINE))
    assert named == set(stored_kinds(ROOT / "bot"))


def test_finds_new_kinds(tmp_path: Path) -> None:
    """A new kind is found as a constant, as a literal and as an expression."""
    (tmp_path / "new.py").write_text(
        "KIND = 'diary'\nstore.put(KIND, of, b'', 1)\n"
        "store.put_if_absent('diaries', of, b'', 1)\nstore.put(kind(), of, b'', 1)"
    )
    assert set(stored_kinds(tmp_path)) == {"diary", "diaries", "new.py: kind()"}


def test_lists_every_slot() -> None:
    """The page lists exactly the slots of the dialogue."""
    domain = read_yaml(ROOT / "bot" / "dialogue" / "domain" / "slots.yml")
    named = set(re.findall(r"`(\w+)`", section("### The slots of a conversation")))
    assert named == set(domain["slots"])


def test_lists_every_log_field() -> None:
    """The page lists exactly the fields that a log line may lock."""
    [row] = [line for line in section("## On disk").splitlines() if line.startswith("| a log line")]
    assert set(re.findall(r"`(\w+)`", row)) == set(ALLOWED_FIELDS)


def test_lists_every_count_column() -> None:
    """The page lists exactly the columns of the only table that people's answers change."""
    [row] = [line for line in section("## On disk").splitlines() if line.startswith("| `helped_count`")]
    assert set(re.findall(r"`(\w+)`", row)) == {"helped_count", *HelpedCount.model_fields}
