"""Write the generated part of docs/understanding.md, its plots and its page of misses."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlu.evaluation import markdown_report, plots
from nlu.evaluation.calibration import Calibration, CpuTime
from nlu.evaluation.dataset import examples_under
from nlu.evaluation.markdown_report import DANGER_HEADINGS, MESSAGE_HEADINGS, danger_row, message_row, table
from nlu.evaluation.messages import Hits
from nlu.evaluation.misses import misses_page
from nlu.evaluation.pipeline import Prediction, Score, Understand, predict
from nlu.text.yaml_files import read_yaml


def write_report(
    understand: Understand,
    hits: Mapping[str, Hits],
    scores: Sequence[Score],
    given: Sequence[Prediction],
    root: Path,
) -> Path:
    """Write the page from the hits in messages and the scores and predictions of single sentences; return its path.

    `hits` is by language; the languages of `scores` are those of the bot; `root` is the project folder.
    """
    folder, page = root / "docs" / "understanding", root / "docs" / "understanding.md"
    found = Calibration.of(
        [
            (confidence, intent == answer.example.intent)
            for answer in given
            if answer.has_ranking
            for intent, confidence in [answer.likeliest]
        ]
    )
    _draw(found, given, folder)
    (folder / "misses.md").write_text(misses_page(hits, given), "utf-8")
    rows = markdown_report.with_totals(hits, [score.language for score in scores]).items()
    others = {
        language: list(predict(understand, examples))
        for language, examples in examples_under(root / "tests" / "nlu" / "others").items()
    }
    costs = {
        "a single sentence": CpuTime.of(answer.milliseconds for answer in given),
        "a message of two to five sentences": CpuTime.of(
            milliseconds for each in hits.values() for milliseconds in each.milliseconds
        ),
    }
    parts = [
        "## Danger in messages\n\n" + table(DANGER_HEADINGS, (danger_row(*row) for row in rows)),
        "## What else messages tell\n\n" + table(MESSAGE_HEADINGS, (message_row(*row) for row in rows)),
        "## Single sentences\n\n" + markdown_report.language_table(scores),
        "## Intent by intent\n\n"
        + markdown_report.intent_table(given)
        + "\n![What is taken for what](understanding/confusion.png)",
        "## Languages without training texts of the intents\n\n" + markdown_report.other_languages_table(others),
        "## What it costs\n\n" + markdown_report.cost_table(costs),
        "## What a confidence is worth\n\n"
        + markdown_report.calibration_section(found, _fallback_threshold(root))
        + "\n![Reliability](understanding/reliability.png)\n![Risk and coverage](understanding/risk.png)",
        "## Beside stock Rasa\n\n" + markdown_report.comparison_tables(_recorded(folder / "stock.json")),
    ]
    generated = "\n\n".join(part.strip() for part in parts)
    page.write_text(markdown_report.replace_generated_part(page.read_text("utf-8"), generated), "utf-8")
    return page


def _draw(found: Calibration, given: Sequence[Prediction], folder: Path) -> None:
    pairs = [(answer.example.intent, answer.result["intent"]) for answer in given]
    plots.draw_confusion(pairs, folder / "confusion.png")
    plots.draw_reliability(found, folder / "reliability.png")
    plots.draw_risk_coverage(found, folder / "risk.png")


def _fallback_threshold(root: Path) -> float:
    steps = read_yaml(root / "config.yml")["pipeline"]
    return next(float(step["threshold"]) for step in steps if step["name"] == "FallbackClassifier")


def _recorded(path: Path) -> Any:
    """Return what `make bench PART=understanding` recorded."""
    return json.loads(path.read_text("utf-8"))
