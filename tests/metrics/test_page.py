"""docs/metrics.md is true: its table names all metrics, and its rules ask for such as there are."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics.definitions import METRICS, OUTCOMES
from tests.metrics.shown import listed

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text("utf-8")
RULES: list[dict[str, Any]] = yaml.safe_load(PAGE.partition("```yaml\n")[2].partition("```")[0])["groups"][0]["rules"]
_SELECTOR = re.compile(r"(waylight_\w+)(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)(=~|=)"([^"]*)"')
_TOTAL = {"counter": "_total"}


def test_every_metric_is_told() -> None:
    """Each metric stands in the table with its labels, and no other does."""
    told = set(re.findall(r"^\| `(waylight_[^`]+)` \|", PAGE, re.MULTILINE))
    labels = {one.name + _TOTAL.get(one.kind, ""): ",".join(one.labels) for one in METRICS}
    assert told == {f"{name}{{{given}}}" if given else name for name, given in labels.items()}


def test_every_outcome_is_told() -> None:
    """What can become of a message stands in a table of its own."""
    outcomes = PAGE.partition("\n| outcome |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", outcomes, re.MULTILINE) == list(OUTCOMES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_rules_ask_for_what_there_is(rule: dict[str, Any]) -> None:
    """Each rule says what to do, and asks for names and values of labels that are shown."""
    assert rule["annotations"]["summary"].endswith(".")
    found = _SELECTOR.findall(rule["expr"])
    assert found
    for name, matchers in found:
        shown = [dict(labels) for known, labels in listed() if known == name]
        assert shown, name
        for label, kind, value in _MATCHER.findall(matchers):
            values = {labels[label] for labels in shown}
            assert set(value.split("|") if kind == "=~" else [value]) <= values


def test_a_rule_for_nothing_would_be_seen() -> None:
    """A name that is not shown, and a value that no label has, fail the check above."""
    for asked in ("waylight_mesages_total", 'waylight_messages_total{outcome="lost"}'):
        with pytest.raises((AssertionError, KeyError)):
            test_rules_ask_for_what_there_is({"expr": asked, "annotations": {"summary": "Look."}})
