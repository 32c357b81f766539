"""The table of a load run, in a terminal and as a page."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.machine import page_facts
from tests.resilience.load.networks import ALLOWED
from tests.resilience.load.outcome import Figure, Outcome

FAULTS_SHOWN = 10


def print_table(outcome: Outcome) -> None:
    """Print each figure, and the first faults."""
    table = Table("", "measured", "unit", "at most", title=_title(outcome))
    for figure in outcome.figures():
        table.add_row(figure.name, figure.shown, figure.unit, limit_of(figure))
    Console().print(table)
    told = [sentence for judgement in outcome.judgements for _, sentence in judgement.told]
    for sentence in (*outcome.complaints[:FAULTS_SHOWN], *told[:FAULTS_SHOWN]):
        Console().print(sentence, markup=False, soft_wrap=True)


_PAGE = """\
# Many people at once, measured

Printed by `make bench PART=load` or `PART=soak` ({date}, {cores} cores {machine}, Python {python}): {title}.

Half of the people write on Telegram, half by SMS, in sixteen languages, from texts that nothing is trained on
(`tests/resilience/load`). Each writes ten messages, one every four seconds, and is then replaced by another person.
Messages are sent on schedule, however slow the answers are: while one person waits, another writes. The time of an
answer is from the moment the network gets the message until the person has the whole answer: Telegram's Bot API
accepted the last message, or Twilio has the TwiML. The expected answers come from an earlier run without load.
Networks and load generator run in one other process on the same cores. The bot may send {allowed} messages a second,
as Telegram allows paying bots, instead of 30.

|  | measured | unit | promised |
| --- | --- | --- | --- |
{rows}

The directory is the seed directory, with all known opening hours set to 24 hours: a service that opened or closed
during the run would change the answers.

Memory (MB), measured every {every:g} seconds: {memory}.
"""


def write_page(outcome: Outcome, page: Path) -> None:
    """Write the page for people."""
    text = _PAGE.format(
        **page_facts(),
        title=_title(outcome),
        allowed=ALLOWED,
        rows="\n".join(row_of(figure) for figure in outcome.figures()),
        every=outcome.watch.every,
        memory=" ".join(f"{value:.0f}" for value in outcome.watch.memory),
    )
    page.write_text(text, "utf-8")


def limit_of(figure: Figure) -> str:
    """Return what is promised, and whether it is broken."""
    return "" if figure.at_most is None else f"{figure.at_most:g}" + (" BROKEN" if figure.is_broken else "")


def row_of(figure: Figure) -> str:
    """Return a figure as a line of a table in Markdown."""
    promised = "" if figure.at_most is None else f"≤ {figure.at_most:g}"
    return f"| {figure.name} | {figure.shown} | {figure.unit} | {promised} |"


def _title(outcome: Outcome) -> str:
    processes = "one process" if outcome.processes == 1 else f"{outcome.processes} processes with Redis and PostgreSQL"
    return f"{outcome.rate} messages a second for {outcome.seconds} seconds to {processes}, seed {outcome.seed}"
