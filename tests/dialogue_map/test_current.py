"""The docs hold the pictures of this conversation, and nothing of it is left out."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.mapping.pictures import pictures
from bot.mapping.responses import WORDS_ONLY
from nlu.text.yaml_files import read_yaml
from tests.dialogue_map.drawn import words

ROOT = Path(__file__).parents[2]
DIALOGUE = ROOT / "bot" / "dialogue"
DOCS = ROOT / "docs" / "dialogue"


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    """All files, drawn now."""
    return pictures("en")


@pytest.fixture(scope="module")
def written(drawn: dict[str, bytes]) -> set[str]:
    """Every word of every picture."""
    return {word for file, content in drawn.items() if file.endswith(".svg") for word in words(content)}


def _all(folder: str, section: str) -> list[Any]:
    paths = sorted((DIALOGUE / folder).rglob("*.yml"))
    return [held[section] for held in (read_yaml(path) for path in paths) if section in held]


def test_the_docs_hold_the_current_pictures(drawn: dict[str, bytes]) -> None:
    """Each picture in the docs is the one that is drawn now; `make map` draws them anew."""
    there = {path.name for path in DOCS.iterdir()} - {"README.md"}
    old = {name for name in there & drawn.keys() if (DOCS / name).read_bytes() != drawn[name]}
    assert (there, old) == (set(drawn), set())


def test_the_page_of_the_docs_links_every_picture(drawn: dict[str, bytes]) -> None:
    """Whoever opens the page finds each picture."""
    page = (DOCS / "README.md").read_text("utf-8")
    assert [file for file in drawn if file.endswith(".svg") and f"]({file})" not in page] == []


def test_there_is_a_picture_of_each_file_of_rules(drawn: dict[str, bytes]) -> None:
    """A topic is a file of rules; the overview stands before them."""
    files = {path.stem + ".svg" for path in (DIALOGUE / "rules").glob("*.yml")}
    assert {file for file in drawn if file.endswith(".svg")} == {"overview.svg", *files}


def test_every_intent_is_drawn(written: set[str]) -> None:
    """Whatever a person can mean stands in a picture."""
    assert [intent for intents in _all("domain", "intents") for intent in intents if intent not in written] == []


def test_every_action_is_drawn(written: set[str]) -> None:
    """Whatever the rules name and the domain knows as an action stands in a picture."""
    known = [action for actions in _all("domain", "actions") for action in actions]
    steps = [step for rules in _all("rules", "rules") for rule in rules for step in rule["steps"]]
    ruled = {step["action"] for step in steps if "action" in step} - {"action_deactivate_loop"}
    assert {*known, *ruled} - written == set()


def test_every_response_is_drawn_or_only_a_word(written: set[str]) -> None:
    """Whatever the bot can say stands in a picture, but for words that are never said alone."""
    names = [name for responses in _all("domain", "responses") for name in responses]
    assert [name for name in names if name not in written and not name.startswith(WORDS_ONLY)] == []


def test_what_is_only_a_word_is_not_drawn_as_a_response(written: set[str]) -> None:
    """No picture shows a word as if it were said alone, and the list names no words that are gone."""
    names = [name for responses in _all("domain", "responses") for name in responses]
    assert [name for name in names if name in written and name.startswith(WORDS_ONLY)] == []
    assert [start for start in WORDS_ONLY if not any(name.startswith(start) for name in names)] == []


def test_every_title_of_a_rule_is_drawn(drawn: dict[str, bytes]) -> None:
    """Each file of rules is drawn with the words of its rules' names."""
    for path in (DIALOGUE / "rules").glob("*.yml"):
        titles = [str(rule["rule"]) for rule in read_yaml(path)["rules"]]
        alone = [title for title in titles if not title.endswith("is being asked") and title != "False"]
        shown = {word.lower() for word in words(drawn[f"{path.stem}.svg"])}
        assert {word.lower() for title in alone for word in re.findall(r"\w+", title)} <= shown
