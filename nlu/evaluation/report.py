"""Measure everything and write docs/understanding.md's generated part, and the pictures beside it."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from nlu.evaluation import markdown_report, plots
from nlu.evaluation.calibration import Calibration
from nlu.evaluation.cost import Cost, cost
from nlu.evaluation.dataset import examples_under, few_of_each
from nlu.evaluation.intent_ablation import Encoding, Trainer, right, shares
from nlu.evaluation.pipeline import Answer, Score, Understand, answers
from nlu.text.yaml_files import read_yaml

_TIMED: Final = 2
"""Texts of an intent in two languages, one written with spaces and one without, whose time is taken."""


def write_report(
    understand: Understand, scores: Sequence[Score], given: Sequence[Answer], root: Path, kept: Path
) -> Path:
    """Write the page from the scores and answers of the pipeline; return where it is.

    `root` is the project's folder; `kept` a file for embeddings, so that the next report need not compute them.
    """
    settings = {step["name"].rpartition(".")[2]: step for step in _yaml(root / "config.yml")["pipeline"]}
    found = Calibration.of(
        [
            (confidence, intent == answer.example.intent)
            for answer in given
            if answer.is_weighed
            for intent, confidence in [answer.likeliest]
        ]
    )
    pictures = root / "docs" / "understanding"
    plots.confusion([(answer.example.intent, answer.said["intent"]) for answer in given], pictures / "confusion.png")
    plots.reliability(found, pictures / "reliability.png")
    plots.risk_and_coverage(found, pictures / "risk.png")
    written = root / "docs" / "understanding.md"
    parts = [
        "## The whole pipeline\n\n" + markdown_report.per_language(scores),
        "## Intent by intent\n\n"
        + markdown_report.per_intent(given)
        + "\n![What is taken for what](understanding/confusion.png)",
        *_model_alone(understand, root, kept, given, settings["HybridIntentClassifier"]["cascade_threshold"]),
        "## What a confidence is worth\n\n"
        + markdown_report.calibrated(found, settings["FallbackClassifier"]["threshold"])
        + "\n![Reliability](understanding/reliability.png)\n![Risk and coverage](understanding/risk.png)",
        "## Beside stock Rasa\n\n" + markdown_report.comparison(_recorded(pictures / "stock.json")),
    ]
    written.write_text(
        markdown_report.renewed(written.read_text("utf-8"), "\n\n".join(part.strip() for part in parts)), "utf-8"
    )
    return written


def _model_alone(
    understand: Understand, root: Path, kept: Path, given: Sequence[Answer], threshold: float
) -> Iterator[str]:
    """Yield the parts about the intents' model, which is trained anew without this and that."""
    trained, unseen = examples_under(root / "nlu" / "data"), examples_under(root / "tests" / "nlu")
    trainer = Trainer([example for language in trained.values() for example in language], kept, _show_progress)
    model, encoding = trainer.fit(trainer.training), Encoding()
    yield "## The intents' model alone\n\n" + markdown_report.alone(
        list(shares(trainer, model, unseen, encoding, threshold))
    )
    others = examples_under(root / "tests" / "nlu" / "others")
    asked = {language: list(answers(understand, examples)) for language, examples in others.items()}
    dense = {language: list(right(model, examples, encoding, threshold)) for language, examples in others.items()}
    yield "## Languages that nothing was trained in\n\n" + markdown_report.never_trained(asked, dense)
    timed = list(few_of_each(unseen["en"] + unseen["th"], _TIMED))
    costs = {
        "intent, sparse model only": cost(model, timed, threshold=0.0),
        "intent, with the embedding": cost(model, timed, threshold=2.0),
        "the whole pipeline, all unseen texts": Cost.of(answer.milliseconds for answer in given),
    }
    yield "## What it costs\n\n" + markdown_report.costs(costs)


def _recorded(path: Path) -> Any:
    """Return what `make eval-stock` recorded."""
    return json.loads(path.read_text("utf-8"))


def _show_progress(done: int, wanted: int) -> None:
    sys.stderr.write(f"\rembedded {done} of {wanted}" + "\n" * (done == wanted))


def _yaml(path: Path) -> Any:
    return read_yaml(path)
