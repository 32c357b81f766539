"""The plots of docs/understanding.md."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from nlu.evaluation.calibration import MAX_ERROR_RATE, Calibration

_DOTS_PER_INCH = 90
_WORTH_A_NUMBER = 0.1
"""Share of confused texts of an intent from which the plot shows the number."""
_DARK = 0.4
"""Share from which a cell is so dark that its number is white."""


def draw_confusion(pairs: Sequence[tuple[str, str]], path: Path) -> None:
    """Draw the confusion matrix of (expected, predicted) intents: each row adds up to 1."""
    rows = sorted({expected for expected, _ in pairs})
    columns = rows + sorted({predicted for _, predicted in pairs} - set(rows))
    counts = Counter(pairs)
    table = np.array([[counts[expected, predicted] for predicted in columns] for expected in rows], float)
    table /= table.sum(axis=1, keepdims=True)
    figure = Figure(figsize=(11, 10), layout="constrained")
    axes = figure.subplots()
    axes.imshow(table, cmap="Blues", norm=PowerNorm(0.5, 0, 1))  # so that a single text in a hundred is visible
    for row, column in zip(*np.nonzero(table >= _WORTH_A_NUMBER), strict=True):
        share, dark = table[row, column], table[row, column] > _DARK
        axes.text(column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize=7, color="w" if dark else "k")
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=8)
    axes.set_yticks(range(len(rows)), rows, fontsize=8)
    axes.set(xlabel="understood as", ylabel="meant", title="Of 100 texts of each row (10 and more are written out)")
    _save(figure, path)


def draw_reliability(found: Calibration, path: Path) -> None:
    """Draw accuracy against confidence; perfect calibration is the diagonal."""
    figure, axes = _square("confidence", "share that is right")
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    bins = list(found.bins())
    axes.plot([each.confidence for each in bins], [each.right for each in bins], marker="o")
    for each in bins:
        axes.annotate(str(each.texts), (each.confidence, each.right), xytext=(6, -12), textcoords="offset points")
    axes.set(title="The numbers are texts", xlim=(0, 1.1), ylim=(0, 1.05))
    _save(figure, path)


def draw_risk_coverage(found: Calibration, path: Path) -> None:
    """Draw the error rate if only the most confident texts are answered."""
    figure, axes = _square("share of texts that are answered", "share of those that is wrong")
    risks = found.risks()
    axes.plot(np.arange(1, len(risks) + 1) / len(risks), risks)
    axes.axhline(MAX_ERROR_RATE, color="0.7", linestyle="--")
    axes.set(xlim=(0, 1.02), ylim=(0, None))
    _save(figure, path)


def _square(across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(5.5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.set(xlabel=across, ylabel=up)
    return figure, axes


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without a version in the metadata the same results produce the same file.
    figure.savefig(path, dpi=_DOTS_PER_INCH, metadata={"Software": None})
