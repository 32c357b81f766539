"""What growth costs, in a terminal and as a page with a plot."""

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
from tests.bench.machine import of_today

TIMES_AT_MOST = 1.3
"""What a turn may cost at 500 turns, against one at 5."""
BYTES_AT_MOST = 4096
"""What a live conversation may take of this process's memory."""
COUNTED_FROM = 10_000
"""Conversations from which a process's memory says something of each."""
_TEMPLATE = Path(__file__).with_name("page.txt")
_PLOT = "growth.svg"


@dataclass(frozen=True)
class Growth:
    """All that was measured."""

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
        """Return the bytes that a live conversation takes in a process, where most are there."""
        return max(self.in_memory, key=lambda one: one.conversations).each

    @property
    def is_broken(self) -> bool:
        """Tell whether anything takes more than is promised."""
        return not (self.times <= TIMES_AT_MOST and self.bytes_each <= BYTES_AT_MOST)


Rows = Sequence[tuple[str, ...]]


def tables(found: Growth) -> dict[str, Rows]:
    """Return each table, its heading first, by the name that the page calls it."""
    return {
        "lengths": (("turn", "ms of CPU"), *((str(turn), _ms(costs)) for turn, costs in found.lengths.items())),
        "in_memory": _live(found.in_memory),
        "in_redis": _live(found.in_redis),
        "languages": (("language", "ms of CPU"), *((code, _ms(costs)) for code, costs in found.languages.items())),
    }


def print_tables(found: Growth) -> None:
    """Print everything."""
    for title, (heading, *rows) in tables(found).items():
        table = Table(*heading, title=title)
        for row in rows:
            table.add_row(*row)
        Console().print(table)
    Console().print(f"a turn at {max(found.lengths)}: {found.times:.2f} times one at 5 (at most {TIMES_AT_MOST})")
    Console().print(f"a live conversation: {found.bytes_each:,.0f} bytes (at most {BYTES_AT_MOST:,})")


def write_page(found: Growth, page: Path) -> None:
    """Write the page, and the plot beside it."""
    text = _TEMPLATE.read_text("utf-8").format(
        **of_today(),
        **{name: _markdown(rows) for name, rows in tables(found).items()},
        cycle=length.CYCLE,
        longest=max(found.lengths),
        times=f"{found.times:.2f}",
        times_at_most=TIMES_AT_MOST,
        bytes_each=f"{found.bytes_each:,.0f}",
        bytes_at_most=f"{BYTES_AT_MOST:,}",
        spread=f"{_dearest(found) / _cheapest(found):.1f}",
    )
    page.write_text(text, "utf-8")
    draw(found, page.with_name(_PLOT))


def draw(found: Growth, path: Path) -> None:
    """Draw what a turn costs by length and by language, and what reading a conversation costs by their number."""
    rcParams["svg.hashsalt"] = "waylight"
    drawing = Drawing(figsize=(9, 3.2), layout="tight")
    turns, live, spoken = drawing.subplots(1, 3)
    turns.plot(list(found.lengths), [1000 * median(costs) for costs in found.lengths.values()], marker="o")
    turns.set(xscale="log", xlabel="turns so far", ylabel="a turn (ms of CPU)")
    turns.set_ylim(0, 1.2 * turns.get_ylim()[1])
    for name, some in (("memory", found.in_memory), ("Redis", found.in_redis)):
        live.plot([one.conversations for one in some], [one.get for one in some], marker="o", label=name)
    live.set(xscale="log", yscale="log", xlabel="live conversations", ylabel="to read one (µs)")
    live.legend(frameon=False)
    spoken.bar(list(found.languages), [1000 * mean(costs) for costs in found.languages.values()])
    spoken.set(xlabel="language", ylabel="a turn (ms of CPU)")
    spoken.tick_params(axis="x", labelrotation=90, labelsize=8)
    drawing.savefig(path, format="svg", metadata={"Date": None})


def _live(some: Sequence[Live]) -> Rows:
    heading = ("live conversations", "bytes each", "to read one, µs", "to write one, µs")
    rows = [
        (
            f"{one.conversations:,}",
            f"{one.each:,.0f}" if one.conversations >= COUNTED_FROM else "",
            f"{one.get:.1f}",
            f"{one.put:.1f}",
        )
        for one in some
    ]
    return (heading, *rows)


def _ms(costs: Sequence[float]) -> str:
    return f"{1000 * mean(costs):.1f}"


def _dearest(found: Growth) -> float:
    return max(mean(costs) for costs in found.languages.values())


def _cheapest(found: Growth) -> float:
    return min(mean(costs) for costs in found.languages.values())


def _markdown(rows: Rows) -> str:
    heading, *others = rows
    lines = [heading, ("---",) + ("---:",) * (len(heading) - 1), *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
