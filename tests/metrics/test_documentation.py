"""docs/metrics.md lists all metrics, and its alert rules use existing ones."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics.definitions import METRICS, OUTCOMES
from tests.metrics.exposition import expected_series

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text("utf-8")
RULES: list[dict[str, Any]] = yaml.safe_load(PAGE.partition("```yaml\n")[2].partition("```")[0])["groups"][0]["rules"]
_SELECTOR = re.compile(r"(waylight_\w+)(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)(=~|=)"([^"]*)"')
_TOTAL = {"counter": "_total"}


def test_lists_every_metric() -> None:
    """The table lists each metric with its labels, and no other."""
    told = set(re.findall(r"^\| `(waylight_[^`]+)` \|", PAGE, re.MULTILINE))
    labels = {metric.name + _TOTAL.get(metric.kind, ""): ",".join(metric.labels) for metric in METRICS}
    assert told == {f"{name}{{{given}}}" if given else name for name, given in labels.items()}


def test_lists_every_outcome() -> None:
    """The table of outcomes is complete."""
    outcomes = PAGE.partition("\n| outcome |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", outcomes, re.MULTILINE) == list(OUTCOMES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_rules_use_existing_metrics(rule: dict[str, Any]) -> None:
    """Each rule says what to do, and uses existing metrics and label values."""
    assert rule["annotations"]["summary"].endswith(".")
    found = _SELECTOR.findall(rule["expr"])
    assert found
    for name, matchers in found:
        shown = [dict(labels) for known, labels in expected_series() if known == name]
        assert shown, name
        for label, kind, value in _MATCHER.findall(matchers):
            values = {labels[label] for labels in shown}
            assert set(value.split("|") if kind == "=~" else [value]) <= values


def test_detects_rule_for_unknown_metric() -> None:
    """An unknown metric or label value fails the check above."""
    for asked in ("waylight_mesages_total", 'waylight_messages_total{outcome="lost"}'):
        with pytest.raises((AssertionError, KeyError)):
            test_rules_use_existing_metrics({"expr": asked, "annotations": {"summary": "Look."}})
