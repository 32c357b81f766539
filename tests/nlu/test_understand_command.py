"""`waylight understand`, for people who tune and check."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LINES = ["hello", "ฉันอยู่เชียงใหม่", "", "/find_shelter", '/give_place{"place": {"country": "TH"}}', "he has a knife", "😀"]


@pytest.fixture(scope="module")
def answers(model_dir: Path) -> list[dict[str, object]]:
    """Return what the command writes of `LINES`, after a line that is not valid UTF-8."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot", "understand"],
        input=b"bad \xff byte\n" + "\n".join(LINES).encode() + b"\n",
        cwd=model_dir.parent,
        env={**os.environ, "WAYLIGHT_DATA_DIR": str(model_dir), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:replace"},
        capture_output=True,
        check=True,
    )
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_one_json_object_per_line(answers: list[dict[str, object]]) -> None:
    """Every line in has one JSON object out with exactly these keys, an empty line too."""
    keys = {"text", "language", "intent", "confidence", "ranking", "danger", "place"}
    assert len(answers) == 1 + len(LINES)
    assert all(answer.keys() == keys for answer in answers)


def test_returns_the_text(answers: list[dict[str, object]]) -> None:
    """The text is the line as it was read."""
    assert [answer["text"] for answer in answers[1:]] == LINES


def test_returns_the_result(answers: list[dict[str, object]]) -> None:
    """Intent, language, place and danger are those of the pipeline; an empty line has no intent."""
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
    assert (empty["intent"], empty["confidence"], empty["place"]) == (None, 0.0, None)
    assert len(slash["ranking"]) > 1  # weighed as words, not taken for an intent of ours
    assert entities["place"] is None
    assert (danger["intent"], danger["danger"]) == ("in_danger", "danger")
    assert emoji["intent"]


def test_returns_the_ranking(answers: list[dict[str, object]]) -> None:
    """The ranking has the intents with their probabilities, the intent first."""
    for answer in answers:
        ranking = answer["ranking"]
        assert isinstance(ranking, list)
        assert all(entry.keys() == {"intent", "confidence"} for entry in ranking)
        if answer["intent"]:
            assert ranking[0] == {"intent": answer["intent"], "confidence": answer["confidence"]}
