"""The table of a chaos run, in a terminal and as a page."""

import itertools
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.machine import page_facts
from tests.resilience.chaos.outcome import Outcome
from tests.resilience.load.report import limit_of, row_of

FAULTS_SHOWN = 20

_PAGE = """\
# Processes killed while they answer

Printed by `make bench PART=chaos` ({date}, {cores} cores {machine}, Python {python}), seed {seed}. Two processes of
the service at a time, with one on standby, share a real Redis and a real PostgreSQL. People converse with them on
Telegram and by SMS in four languages, sixteen messages at once. For 2% of the messages the process that has it is
killed (SIGKILL) before it has answered, up to 40 ms after the message was sent, some of them exactly when Telegram
accepts an answer; it is restarted at once. 5% of the messages are delivered twice, half of these at the same moment,
the others up to two seconds later, to either process. A message without an answer is delivered again, to either
process, as both networks do (Twilio if its webhook's URL asks for it). The expected answers come from an earlier run
without faults, and no two answers of a conversation are the same.

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
        **page_facts(),
        seed=outcome.seed,
        rows="\n".join(row_of(figure) for figure in outcome.figures()),
    )
    page.write_text(text, "utf-8")
