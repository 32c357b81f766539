"""The table of a run of chaos, in a terminal and as a page."""

import itertools
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.machine import of_today
from tests.resilience.chaos.outcome import Outcome
from tests.resilience.load.page import limit_of, row_of

FAULTS_SHOWN = 20

_PAGE = """\
# Processes killed while they answer

Printed by `make chaos` ({date}, {cores} cores {machine}, Python {python}), seed {seed}. Two processes of the
service at a time, with one that stands by, share a real Redis and a real PostgreSQL; people converse with them on
Telegram and by SMS in four languages, sixteen messages at once. For 2% of the messages the process that has it is
killed (SIGKILL) before it has answered, up to 40 ms after the message was sent, a part of them in the very moment that
Telegram took an answer; it is started again at once. 5% of the messages come twice, half of these at the same moment,
the others up to two seconds later, to either process. A message that got no answer is brought again, to either, as both
networks do (Twilio where its webhook's URL asks for it). What each person must hear was had once in quiet before, and
no two answers of a conversation are the same.

|  | measured | unit | promised |
| --- | --- | --- | --- |
{rows}
"""


def print_table(outcome: Outcome) -> None:
    """Print each figure, and the first faults."""
    table = Table("", "measured", "unit", "at most", title=f"chaos, seed {outcome.seed}")
    for figure in outcome.figures():
        table.add_row(figure.name, figure.shown, figure.unit, limit_of(figure))
    Console().print(table)
    for sentence in (*outcome.complaints, *itertools.islice(outcome.faults(), FAULTS_SHOWN)):
        Console().print(sentence, markup=False, soft_wrap=True)


def write_page(outcome: Outcome, page: Path) -> None:
    """Write the page for people."""
    text = _PAGE.format(
        **of_today(),
        seed=outcome.seed,
        rows="\n".join(row_of(figure) for figure in outcome.figures()),
    )
    page.write_text(text, "utf-8")
