"""`waylight understand`, for people who tune and check."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nlu.reading.test_json_output import READING_KEYS

pytestmark = pytest.mark.slow

LINES = ["hello", "ฉันอยู่เชียงใหม่", "", "/find_shelter", '/give_place{"place": {"country": "TH"}}', "he has a knife", "😀"]


def understand(model_dir: Path, lines: bytes, *options: str) -> list[dict[str, object]]:
    """Return what the command writes of these lines."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot", "understand", *options],
        input=lines,
        cwd=model_dir.parent,
        env={**os.environ, "WAYLIGHT_DATA_DIR": str(model_dir), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:replace"},
        capture_output=True,
        check=True,
    )
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


@pytest.fixture(scope="module")
def answers(model_dir: Path) -> list[dict[str, object]]:
    """Return what the command writes of `LINES`, after a line that is not valid UTF-8."""
    return understand(model_dir, b"bad \xff byte\n" + "\n".join(LINES).encode() + b"\n")


def test_one_json_object_per_line(answers: list[dict[str, object]]) -> None:
    """Every line in has one JSON object out with exactly these keys, an empty line too."""
    keys = {"text", "language", "intent", "confidence", "ranking", "danger"} | set(READING_KEYS)
    assert len(answers) == 1 + len(LINES)
    assert all(answer.keys() == keys for answer in answers)


def test_returns_the_text(answers: list[dict[str, object]]) -> None:
    """The text is the line as it was read."""
    assert [answer["text"] for answer in answers[1:]] == LINES


def test_returns_the_result(answers: list[dict[str, object]]) -> None:
    """Intent, language, place and danger are those of the pipeline; an empty line has no intent and no language."""
    _, hello, place, empty, slash, entities, danger, emoji = answers
    assert (hello["intent"], hello["language"], hello["danger"], hello["place"]) == ("greet", "en", None, None)
    assert (place["intent"], place["language"]) == ("give_place", "th")
    assert place["place"] == {
        "country": "TH",
        "region": "TH-50",
        "name": "Chiang Mai",
        "latitude": 18.8,
        "longitude": 99.0,
    }
    assert (empty["intent"], empty["confidence"], empty["language"], empty["place"]) == (None, 0.0, "und", None)
    assert len(slash["ranking"]) > 1  # weighed as words, not taken for an intent of ours
    assert entities["place"] is None
    assert (danger["intent"], danger["danger"]) == ("in_danger", "danger")
    assert emoji["intent"]


def test_named_services_and_country(model_dir: Path) -> None:
    """With services just named a question is about them; with a country the name of a town is looked for there."""
    lines = b"is the second one free of charge?\ni am in San Jose\n"
    (question, place), (alone, _) = (
        understand(model_dir, lines, "--named", "3", "--country", "cr"),
        understand(model_dir, lines),
    )
    assert question["about"] == {"aspect": "cost", "which": "2"}
    assert alone["about"] is None
    assert isinstance(place["place"], dict)
    assert place["place"]["country"] == "CR"


def test_returns_the_ranking(answers: list[dict[str, object]]) -> None:
    """The ranking has the intents with their probabilities, the intent first."""
    for answer in answers:
        ranking = answer["ranking"]
        assert isinstance(ranking, list)
        assert all(entry.keys() == {"intent", "confidence"} for entry in ranking)
        if answer["intent"]:
            assert ranking[0] == {"intent": answer["intent"], "confidence": answer["confidence"]}
