"""docs/dialogue holds the current pages, and nothing of the conversation is missing from them."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.dialogue_diagram.dialogue import Dialogue, intent_of, is_fragment
from bot.dialogue_diagram.pages import Pages
from nlu.text.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
DIALOGUE = ROOT / "bot" / "dialogue"
DOCS = ROOT / "docs" / "dialogue"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """All pages, written now."""
    return Pages().all()


@pytest.fixture(scope="module")
def names(pages: dict[str, str]) -> set[str]:
    """Every name that a page shows as code."""
    return set(re.findall(r"`(\w+)`", "\n".join(pages.values())))


def _sections(folder: str, section: str) -> list[Any]:
    contents = [read_yaml(path) for path in sorted((DIALOGUE / folder).rglob("*.yml"))]
    return [content[section] for content in contents if section in content]


def test_docs_are_current(pages: dict[str, str]) -> None:
    """Each page in docs/dialogue equals the one that is written now; `make diagram` renews them."""
    assert {path.name: path.read_text("utf-8") for path in DOCS.iterdir()} == pages


def test_each_file_of_rules_is_a_topic(pages: dict[str, str]) -> None:
    """No file of rules is left out."""
    assert set(pages) == {"README.md", *(f"{path.stem}.md" for path in (DIALOGUE / "rules").glob("*.yml"))}


def test_every_intent_is_shown(names: set[str]) -> None:
    """Whatever a person can mean stands on a page."""
    assert [intent for intents in _sections("domain", "intents") for intent in intents if intent not in names] == []


def test_every_action_is_shown(names: set[str]) -> None:
    """Every action of the domain and every action of a rule stands on a page."""
    registered = {action for actions in _sections("domain", "actions") for action in actions}
    steps = [step for rules in _sections("rules", "rules") for rule in rules for step in rule["steps"]]
    in_rules = {step["action"] for step in steps if "action" in step} - {"action_deactivate_loop"}
    assert (registered | in_rules) - names == set()


def test_every_response_is_shown(names: set[str]) -> None:
    """Whatever the bot can say stands on a page, except fragments."""
    responses = [name for section in _sections("domain", "responses") for name in section]
    assert [name for name in responses if name not in names and not is_fragment(name)] == []


def test_every_choice_leads_somewhere() -> None:
    """No offered choice means something that no rule answers."""
    dialogue = Dialogue()
    buttons = [button for variations in dialogue.responses.values() for button in variations[0].get("buttons", ())]
    assert {intent_of(button["payload"]) for button in buttons} - dialogue.topic_of_intent.keys() == set()


def test_charts_have_no_broken_labels(pages: dict[str, str]) -> None:
    """Each line of a chart is a node or an edge; an unescaped quote in a text would break the whole chart."""
    line = re.compile(
        r'  \w+(?:\["[^"]*"\]|\(\["[^"]*"\]\)|\[\["[^"]*"\]\])|  \w+ -->  ?\w+|  \w+ -\.-> \w+|flowchart (?:TD|LR)'
    )
    charts = [chart for page in pages.values() for chart in re.findall(r"```mermaid\n(.*?)\n```", page, re.DOTALL)]
    assert len(charts) == len(pages)
    assert [text for chart in charts for text in chart.splitlines() if not line.fullmatch(text)] == []


@pytest.mark.parametrize(
    ("action", "responses"),
    [
        ("action_answer_situation", {"utter_feeling_afraid", "utter_feeling", "utter_exploitation_child"}),
        ("action_menu", {"utter_ask_need"}),
        ("action_farewell", {"utter_ask_need"}),
        ("action_danger", {"utter_still_here", "utter_danger_hotline", "utter_danger_locked", "utter_family"}),
        ("action_safe_now", {"utter_danger_over", "utter_ask_need"}),
        ("action_find_by_name", {"utter_found_by_name", "utter_no_such_name", "utter_no_such_name_alone"}),
        ("action_answer_about_service", {"utter_about", "utter_nobody_else"}),
    ],
)
def test_responses_of_an_action(action: str, responses: set[str]) -> None:
    """Names that are built at run time, shared functions and variants for some people are followed."""
    assert responses <= set(Dialogue().sent_by(action))


def test_command_writes_pages(tmp_path: Path) -> None:
    """A folder gets all pages in the language that was asked for, a file one topic."""
    one, folder = tmp_path / "one.md", tmp_path / "all"
    command = ["dialogue", "map", "--language", "th"]
    assert CliRunner().invoke(app, [*command, "--topic", "rights", "--output", str(one)]).exit_code == 0
    printed = CliRunner().invoke(app, [*command, "--output", str(folder)]).output.split()
    assert one.read_text("utf-8") == (folder / "rights.md").read_text("utf-8") == Pages("th").topic("rights")
    assert sorted(printed) == sorted(map(str, folder.iterdir()))


@pytest.mark.parametrize("options", [["--topic", "weather"], ["--language", "xx"]])
def test_command_lists_known_names_when_one_is_unknown(options: list[str]) -> None:
    """A misspelled topic or language gets the list of known ones, without a traceback."""
    result = CliRunner().invoke(app, ["dialogue", "map", *options])
    assert result.exit_code == 1
    assert "there are" in result.output
