"""The cost of growth, in a terminal and as a page with a plot."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from matplotlib import rcParams
from matplotlib.figure import Figure as Drawing
from rich.console import Console
from rich.table import Table

from tests.bench.growth import languages, length
from tests.bench.growth.live import Live
from tests.bench.machine import page_facts

TIMES_AT_MOST = 1.3
"""The most that a turn may cost at 500 turns, relative to one at 5."""
BYTES_AT_MOST = 4096
"""The most bytes that a live conversation may take in this process."""
MEASURABLE_FROM = 10_000
"""The number of conversations from which a process's memory tells the size of each."""
_TEMPLATE = Path(__file__).with_name("page.txt")
_PLOT = "growth.svg"


@dataclass(frozen=True)
class Growth:
    """All figures."""

    lengths: length.Costs
    in_memory: Sequence[Live]
    in_redis: Sequence[Live]
    languages: languages.Costs

    @property
    def times(self) -> float:
        """Return how many times more the longest conversation's turn costs than one of five turns."""
        return length.times(self.lengths, max(self.lengths), 5)

    @property
    def bytes_each(self) -> float:
        """Return the bytes per live conversation in a process, at the largest number."""
        return max(self.in_memory, key=lambda live: live.conversations).each

    @property
    def is_broken(self) -> bool:
        """Return whether a figure breaks its promise."""
        return not (self.times <= TIMES_AT_MOST and self.bytes_each <= BYTES_AT_MOST)


Rows = Sequence[tuple[str, ...]]


def tables(growth: Growth) -> dict[str, Rows]:
    """Return the tables by their names in the page; the first row is the heading."""
    return {
        "lengths": (("turn", "ms of CPU"), *((str(turn), _ms(costs)) for turn, costs in growth.lengths.items())),
        "in_memory": _live(growth.in_memory),
        "in_redis": _live(growth.in_redis),
        "languages": (("language", "ms of CPU"), *((code, _ms(costs)) for code, costs in growth.languages.items())),
    }


def print_tables(growth: Growth) -> None:
    """Print everything."""
    for title, (heading, *rows) in tables(growth).items():
        table = Table(*heading, title=title)
        for row in rows:
            table.add_row(*row)
        Console().print(table)
    Console().print(f"a turn at {max(growth.lengths)}: {growth.times:.2f} times one at 5 (at most {TIMES_AT_MOST})")
    Console().print(f"a live conversation: {growth.bytes_each:,.0f} bytes (at most {BYTES_AT_MOST:,})")


def write_page(growth: Growth, page: Path) -> None:
    """Write the page, and the plot beside it."""
    text = _TEMPLATE.read_text("utf-8").format(
        **page_facts(),
        **{name: _markdown(rows) for name, rows in tables(growth).items()},
        cycle=length.CYCLE,
        longest=max(growth.lengths),
        times=f"{growth.times:.2f}",
        times_at_most=TIMES_AT_MOST,
        bytes_each=f"{growth.bytes_each:,.0f}",
        bytes_at_most=f"{BYTES_AT_MOST:,}",
        spread=f"{_dearest(growth) / _cheapest(growth):.1f}",
    )
    page.write_text(text, "utf-8")
    draw(growth, page.with_name(_PLOT))


def draw(growth: Growth, path: Path) -> None:
    """Draw the cost of a turn by length and by language, and of reading a conversation by their number."""
    rcParams["svg.hashsalt"] = "waylight"
    drawing = Drawing(figsize=(9, 3.2), layout="tight")
    turns, live, spoken = drawing.subplots(1, 3)
    turns.plot(list(growth.lengths), [1000 * median(costs) for costs in growth.lengths.values()], marker="o")
    turns.set(xscale="log", xlabel="turns so far", ylabel="a turn (ms of CPU)")
    turns.set_ylim(0, 1.2 * turns.get_ylim()[1])
    for name, figures in (("memory", growth.in_memory), ("Redis", growth.in_redis)):
        live.plot(
            [figure.conversations for figure in figures], [figure.get for figure in figures], marker="o", label=name
        )
    live.set(xscale="log", yscale="log", xlabel="live conversations", ylabel="to read one (µs)")
    live.legend(frameon=False)
    spoken.bar(list(growth.languages), [1000 * mean(costs) for costs in growth.languages.values()])
    spoken.set(xlabel="language", ylabel="a turn (ms of CPU)")
    spoken.tick_params(axis="x", labelrotation=90, labelsize=8)
    drawing.savefig(path, format="svg", metadata={"Date": None})


def _live(figures: Sequence[Live]) -> Rows:
    heading = ("live conversations", "bytes each", "to read one, µs", "to write one, µs")
    rows = [
        (
            f"{live.conversations:,}",
            f"{live.each:,.0f}" if live.conversations >= MEASURABLE_FROM else "",
            f"{live.get:.1f}",
            f"{live.put:.1f}",
        )
        for live in figures
    ]
    return (heading, *rows)


def _ms(costs: Sequence[float]) -> str:
    return f"{1000 * mean(costs):.1f}"


def _dearest(growth: Growth) -> float:
    return max(mean(costs) for costs in growth.languages.values())


def _cheapest(growth: Growth) -> float:
    return min(mean(costs) for costs in growth.languages.values())


def _markdown(rows: Rows) -> str:
    heading, *others = rows
    lines = [heading, ("---",) + ("---:",) * (len(heading) - 1), *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
