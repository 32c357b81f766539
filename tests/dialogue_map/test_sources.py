"""What the pictures say of actions written in Python is what their sources do."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.mapping.dialogue import Dialogue
from bot.mapping.pictures import picture

DIALOGUE = Dialogue()


def says(action: str) -> dict[str, set[str]]:
    """Return what an action may say, and the intents of the choices beneath each."""
    return {said.name: {choice.intent for choice in said.choices} for said in DIALOGUE.actions[action].says}


def test_a_name_with_a_blank_is_every_response_that_it_may_be() -> None:
    """A feeling's answer is put together when the bot runs; all of them are shown."""
    assert {"utter_feeling_afraid", "utter_feeling_relieved", "utter_feeling"} <= says("action_answer_situation").keys()


def test_danger_and_self_harm_are_not_mixed() -> None:
    """Whoever reviews the answers to danger does not read those to self-harm beneath it."""
    assert {name for name in says("action_danger") if "self_harm" in name} == set()
    assert {name for name in says("action_self_harm") if "danger" in name} == {"utter_danger_hotline"}


def test_what_a_shared_function_says_belongs_to_each_action_that_calls_it() -> None:
    """The menu is said by the action of that name, and by a no of which we aren't sure."""
    assert "utter_ask_need" in says("action_menu")
    assert "utter_ask_need" in says("action_farewell")


def test_added_choices_stand_beneath_the_response_that_they_come_with() -> None:
    """Whoever is asked for their own country may have fled from it; nobody is offered that beneath another question."""
    assert says("action_ask_home_country")["utter_ask_home_country"] == {"give_place", "fled_home"}
    assert says("action_ask_place")["utter_ask_place"] == {"give_place"}
    assert "other_language" in says("action_find_services")["utter_after_services"]
    assert says("action_danger")["utter_still_here"] == {"more_options", "other_place", "ask_menu"}


def test_what_a_child_is_told_instead_is_shown_beside_it() -> None:
    """The engine says these in the place of the response that an action names."""
    assert {"utter_exploitation_child", "utter_exploitation_man"} <= says("action_answer_situation").keys()


def test_an_action_that_hands_over_to_another_says_so() -> None:
    """Coming back goes on with the question that was open."""
    assert DIALOGUE.actions["action_come_back"].goes_on == ("find_help_form",)


def test_every_choice_leads_somewhere() -> None:
    """No choice that is offered means something that no rule answers."""
    assert [intent for intent in DIALOGUE.choices if intent not in DIALOGUE.leads_to] == []


def test_a_rule_named_no_is_called_no() -> None:
    """YAML reads the name of that rule as a truth value."""
    assert DIALOGUE.leads_to["deny"].title == "No"


def test_the_command_writes_the_picture_that_was_asked_for(tmp_path: Path) -> None:
    """A file holds one topic; a folder holds all of them."""
    file, folder = tmp_path / "one.svg", tmp_path / "all"
    asked = ["dialogue", "map", "--language", "th"]
    assert CliRunner().invoke(app, [*asked, "--topic", "rights", "--output", str(file)]).exit_code == 0
    said = CliRunner().invoke(app, [*asked, "--output", str(folder)]).output.split()
    assert file.read_bytes() == (folder / "rights.svg").read_bytes() == picture("rights", "th")
    assert sorted(map(str, folder.iterdir())) == sorted(said)


@pytest.mark.parametrize("asked", [["--topic", "weather"], ["--language", "xx"]])
def test_the_command_names_what_there_is_where_something_is_asked_that_is_not(asked: list[str]) -> None:
    """Somebody who misspells a topic or a language reads which there are, and no traceback."""
    said = CliRunner().invoke(app, ["dialogue", "map", *asked])
    assert said.exit_code == 1
    assert "there are" in said.output
