"""Run all measurements and write the generated part of docs/understanding.md and its plots."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from nlu.evaluation import markdown_report, plots
from nlu.evaluation.calibration import Calibration, CpuTime, measure_cpu_time
from nlu.evaluation.dataset import examples_under, sample_per_intent
from nlu.evaluation.intent_ablation import EmbeddingSource, Trainer, ablate, right_answers
from nlu.evaluation.pipeline import Prediction, Score, Understand, predict
from nlu.text.yaml_files import read_yaml

_TIMED: Final = 2
"""Timed texts per intent, in a language with spaces and one without."""


def write_report(
    understand: Understand, scores: Sequence[Score], given: Sequence[Prediction], root: Path, cache_path: Path
) -> Path:
    """Write the page from the scores and predictions of the pipeline; return its path.

    `root` is the project folder; `cache_path` is a file that caches embeddings for the next report.
    """
    settings = {step["name"].rpartition(".")[2]: step for step in _yaml(root / "config.yml")["pipeline"]}
    found = Calibration.of(
        [
            (confidence, intent == answer.example.intent)
            for answer in given
            if answer.has_ranking
            for intent, confidence in [answer.likeliest]
        ]
    )
    pictures = root / "docs" / "understanding"
    plots.draw_confusion(
        [(answer.example.intent, answer.result["intent"]) for answer in given], pictures / "confusion.png"
    )
    plots.draw_reliability(found, pictures / "reliability.png")
    plots.draw_risk_coverage(found, pictures / "risk.png")
    written = root / "docs" / "understanding.md"
    parts = [
        "## The whole pipeline\n\n" + markdown_report.language_table(scores),
        "## Intent by intent\n\n"
        + markdown_report.intent_table(given)
        + "\n![What is taken for what](understanding/confusion.png)",
        *_model_alone(understand, root, cache_path, given, settings["HybridIntentClassifier"]["cascade_threshold"]),
        "## What a confidence is worth\n\n"
        + markdown_report.calibration_section(found, settings["FallbackClassifier"]["threshold"])
        + "\n![Reliability](understanding/reliability.png)\n![Risk and coverage](understanding/risk.png)",
        "## Beside stock Rasa\n\n" + markdown_report.comparison_tables(_recorded(pictures / "stock.json")),
    ]
    written.write_text(
        markdown_report.replace_generated_part(written.read_text("utf-8"), "\n\n".join(part.strip() for part in parts)),
        "utf-8",
    )
    return written


def _model_alone(
    understand: Understand, root: Path, cache_path: Path, given: Sequence[Prediction], threshold: float
) -> Iterator[str]:
    """Yield the sections about the intent model, which is trained again on subsets."""
    trained, unseen = examples_under(root / "nlu" / "data"), examples_under(root / "tests" / "nlu")
    trainer = Trainer([example for language in trained.values() for example in language], cache_path, _show_progress)
    model, encoding = trainer.fit(trainer.training), EmbeddingSource()
    yield "## The intents' model alone\n\n" + markdown_report.ablation_table(
        list(ablate(trainer, model, unseen, encoding, threshold))
    )
    others = examples_under(root / "tests" / "nlu" / "others")
    predictions = {language: list(predict(understand, examples)) for language, examples in others.items()}
    dense = {
        language: list(right_answers(model, examples, encoding, threshold)) for language, examples in others.items()
    }
    yield "## Languages that nothing was trained in\n\n" + markdown_report.untrained_languages_table(predictions, dense)
    timed = list(sample_per_intent(unseen["en"] + unseen["th"], _TIMED))
    costs = {
        "intent, sparse model only": measure_cpu_time(model, timed, threshold=0.0),
        "intent, with the embedding": measure_cpu_time(model, timed, threshold=2.0),
        "the whole pipeline, all unseen texts": CpuTime.of(answer.milliseconds for answer in given),
    }
    yield "## What it costs\n\n" + markdown_report.cost_table(costs)


def _recorded(path: Path) -> Any:
    """Return what `make bench PART=understanding` recorded."""
    return json.loads(path.read_text("utf-8"))


def _show_progress(done: int, wanted: int) -> None:
    sys.stderr.write(f"\rembedded {done} of {wanted}" + "\n" * (done == wanted))


def _yaml(path: Path) -> Any:
    return read_yaml(path)
