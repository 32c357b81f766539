"""The comparison in a terminal, and as a page with a plot."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib import rcParams
from matplotlib.figure import Figure as Drawing
from rich.console import Console
from rich.table import Table

from tests.bench.machine import page_facts
from tests.bench.stock.clients import WRITERS
from tests.bench.stock.comparison import Comparison
from tests.bench.stock.figures import Line
from tests.bench.stock.model_comparison import TrainingComparison
from tests.bench.stock.sides import SMS, STOCK, TELEGRAM, TWO

PLOT = "stock.svg"
_SIDES = (STOCK, SMS, TELEGRAM, TWO)
_WIDTH = 160
"""Characters per line; eight columns do not fit a narrow terminal."""
_COLUMNS = ("", "unit", *_SIDES, "times better", "promised")

_TEMPLATE = Path(__file__).with_name("page.txt")


def print_table(lines: Sequence[Line]) -> None:
    """Print each line."""
    table = Table(*_COLUMNS, title="Stock Rasa beside Waylight")
    for line in lines:
        table.add_row(*_cells(line))
    Console(width=_WIDTH).print(table)


def write_page(
    lines: Sequence[Line], comparison: Comparison, training: TrainingComparison, facts: dict[str, int], page: Path
) -> None:
    """Write the page and its plot; `facts` are "all_texts", "of_each", "talks" and "restarts"."""
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *map(_cells, lines)]
    text = _TEMPLATE.read_text("utf-8").format(
        **page_facts(),
        **facts,
        table="\n".join(f"| {' | '.join(row)} |" for row in rows),
        rounds=len(comparison.sides[0].rounds),
        writers=WRITERS,
        messages=comparison.messages,
        texts=training.texts,
        unseen=training.unseen,
        stock_wall=training.stock.wall,
        ours_wall=training.waylight.wall,
        service_cpu=training.service["cpu"],
        service_wall=training.service["wall"],
    )
    page.write_text(text, "utf-8")
    draw(lines, page.with_name(PLOT))


def draw(lines: Sequence[Line], path: Path) -> None:
    """Draw how many times better each line is, and what is promised."""
    rcParams["svg.hashsalt"] = "waylight"
    drawing = Drawing(figsize=(7.5, 4.6), layout="tight")
    axes = drawing.add_subplot()
    names = [f"{line.name} ({line.unit})" for line in lines]
    bars = axes.barh(names, [line.times for line in lines], color="#4c78a8")
    axes.bar_label(bars, [f"{line.times:.1f}" for line in lines], padding=3)
    promised = [(line.promised, name) for line, name in zip(lines, names, strict=True) if line.promised]
    axes.scatter(*zip(*promised, strict=True), marker="|", s=160, color="black", label="promised")
    axes.axvline(1, color="grey", linewidth=0.8)
    axes.set(xscale="log", xlabel="times better than stock Rasa")
    axes.margins(x=0.15)
    axes.invert_yaxis()
    axes.legend(frameon=False, loc="lower right")
    drawing.savefig(path, format="svg", metadata={"Date": None})


def _cells(line: Line) -> tuple[str, ...]:
    promised = "" if line.promised is None else f"≥ {line.promised:g}" + (", **not kept**" if line.is_broken else "")
    values = (_shown(line.values[name]) if name in line.values else "" for name in _SIDES)
    return (line.name, line.unit, *values, f"{line.times:.1f}", promised)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
