"""The comparison in a terminal, and as a page with a plot."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib import rcParams
from matplotlib.figure import Figure as Drawing
from rich.console import Console
from rich.table import Table

from tests.bench.machine import of_today
from tests.bench.stock.comparing import Comparison
from tests.bench.stock.figures import Line
from tests.bench.stock.learning import Learning
from tests.bench.stock.sides import SMS, STOCK, TELEGRAM, TWO
from tests.bench.stock.writers import WRITERS

PLOT = "stock.svg"
_SIDES = (STOCK, SMS, TELEGRAM, TWO)
_WIDTH = 160
"""Characters of a line; eight columns are no table on a narrow terminal."""
_COLUMNS = ("", "unit", *_SIDES, "times better", "promised")

_TEMPLATE = Path(__file__).with_name("page.txt")


def print_table(found: Sequence[Line]) -> None:
    """Print each line."""
    table = Table(*_COLUMNS, title="Stock Rasa beside Waylight")
    for line in found:
        table.add_row(*_cells(line))
    Console(width=_WIDTH).print(table)


def write_page(
    found: Sequence[Line], compared: Comparison, learnt: Learning, facts: dict[str, int], page: Path
) -> None:
    """Write the page, and the plot beside it; `facts` are "all_texts", "of_each", "talks" and "restarts"."""
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *map(_cells, found)]
    text = _TEMPLATE.read_text("utf-8").format(
        **of_today(),
        **facts,
        table="\n".join(f"| {' | '.join(row)} |" for row in rows),
        rounds=len(compared.sides[0].rounds),
        writers=WRITERS,
        messages=compared.messages,
        texts=learnt.texts,
        unseen=learnt.unseen,
        stock_wall=learnt.stock.wall,
        ours_wall=learnt.ours.wall,
        embedding_cpu=learnt.embedding_cpu,
        service_cpu=learnt.service["cpu"],
        service_wall=learnt.service["wall"],
    )
    page.write_text(text, "utf-8")
    draw(found, page.with_name(PLOT))


def draw(found: Sequence[Line], path: Path) -> None:
    """Draw how many times better each line is, beside what is promised."""
    rcParams["svg.hashsalt"] = "waylight"
    drawing = Drawing(figsize=(7.5, 4.6), layout="tight")
    axes = drawing.add_subplot()
    names = [f"{line.name} ({line.unit})" for line in found]
    bars = axes.barh(names, [line.times for line in found], color="#4c78a8")
    axes.bar_label(bars, [f"{line.times:.1f}" for line in found], padding=3)
    promised = [(line.promised, name) for line, name in zip(found, names, strict=True) if line.promised]
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
