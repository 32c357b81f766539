"""The stories of the YAML files, run on the whole bot and by Rasa's own test command."""

import math
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine.processor import TurnProcessor
from bot.engine.training import model_path
from nlu.text.yaml_files import read_yaml
from tests.conversations.stories import FOLDER, Story, read_stories, run_story
from tests.engine.project_copy import ROOT

STORIES = read_stories()
REFERRAL = "utter_service"
"""The response that names a service."""


@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
async def test_story(processor: TurnProcessor, story: Story) -> None:
    """Each message is understood, acted on and answered as the story says."""
    assert story.responses, "record it: python -m tests.conversations.stories"
    assert (await run_story(story, processor)).to_yaml() == story.to_yaml()


def test_stories_cover_the_domain() -> None:
    """The stories cover every intent and action of the domain, except those of the engine."""
    domain = ROOT / "bot/dialogue/domain"
    intents = read_yaml(domain / "intents.yml")["intents"]
    actions = read_yaml(domain / "actions.yml")["actions"]
    covered = {step[kind] for story in STORIES for step in story.steps for kind in ("intent", "action") if kind in step}
    uncovered = {
        *intents,
        *(action for action in actions if not action.startswith(("action_ask_", "validate_"))),
    } - covered
    assert uncovered == ENGINE_ONLY


ENGINE_ONLY = {
    # Not in text messages: see test_cover_mode.py, test_pauses.py, tests/engine/test_choices.py and test_engine.py.
    "someone_watching", "come_back", "choose_word", "word_kept", "word_not_good", "pause_not_known", "unreadable",
    "stale_choice", "action_hide", "action_come_back", "action_session_start", "watcher_gone",
    # See test_advice.py.
    "action_advise", "advice", *(f"advice_{topic}" for topic in (
        "leaving", "out", "pay", "debt", "images", "medical", "message", "return", "missing", "stay", "contact",
        "phone", "senses", "breath", "silent", "relative", "delete",
    )),
}  # fmt: skip


def test_referral_comes_soon() -> None:
    """A user who gives need and place gets a service within three messages, in the median of the stories."""
    turns = [
        next((index for index, responses in enumerate(story.responses, start=1) if REFERRAL in responses), math.inf)
        for story in STORIES
        if _begins_with_a_need(story)
    ]
    assert len(turns) > 40
    assert statistics.median(turns) <= 3


def _begins_with_a_need(story: Story) -> bool:
    first = next(step["intent"] for step in story.steps if "intent" in step)
    return first.startswith("find_") or first in {"return_home", "immigration_help", "report_crime", "talk_to_person"}


@pytest.mark.slow
@pytest.mark.exhaustive
def test_rasa_test_core_passes(model_dir: Path, tmp_path: Path) -> None:
    """`rasa test core` passes: the files are Rasa's format, not only ours."""
    trained = {block["intent"] for block in read_yaml(ROOT / "nlu/data/en.yml")["nlu"]}
    ran_by_rasa = 0
    for path in FOLDER.glob("*.yml"):
        stories = read_yaml(path)
        plain = [story for story in stories["stories"] if not _needs_the_engine(story["steps"], trained)]
        ran_by_rasa += len(plain)
        (tmp_path / f"test_{path.name}").write_text(yaml.safe_dump({**stories, "stories": plain}, allow_unicode=True))
    assert ran_by_rasa > 120
    out = tmp_path / "results"
    call = [sys.executable, "-W", "ignore", "-m", "rasa", "test", "core", "--stories", str(tmp_path)]
    call += ["--model", str(model_path(model_dir)), "--out", str(out), "--no-plot", "--fail-on-prediction-errors"]
    ran = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "None of the test stories failed" in (out / "failed_test_stories.yml").read_text("utf-8")


def _needs_the_engine(steps: list[dict[str, Any]], trained: set[str]) -> bool:
    """Return whether a message is understood through the open choices, which `rasa test` does not know."""
    return any("user" in step and step["intent"] not in trained and not step["user"].startswith("/") for step in steps)
