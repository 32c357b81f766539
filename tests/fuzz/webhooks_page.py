"""The table of a run of spoiled posts, in a terminal and as a page."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from tests.bench.machine import of_today
from tests.fuzz.outcome import CLOSED, GROWTH, Outcome
from tests.resilience.load.outcome import Figure
from tests.resilience.load.page import row_of

_PAGE = """\
# Webhooks under spoiled posts

Printed by `make fuzz-webhooks` ({date}, {cores} cores {machine}, Python {python}), seed {seed}. Updates and forms as
Telegram and Twilio make them, four of five changed: fields of other types and of other kinds, missing, twice, huge or
deep, lone surrogates, control characters, broken UTF-8, bits flipped, cut off, wrong and senseless headers. Nearly all
show the right secret or signature, so that they get past the door. Both channels answer over real HTTP in one process
with the sender, 32 posts at a time; 2% of the messages that are heard go to the real engine, the others are echoed.
What is kept is bounded to {remembered:,} records of each lifetime, so that memory that grows is memory that is lost. In
every text, name, number and id something is planted that must not be in the log, which is at its most talkative.

|  | measured | unit | promised |
| --- | --- | --- | --- |
{rows}
"""


def _figures(outcome: Outcome) -> Iterator[Figure]:
    yield Figure("posts", outcome.many, "")
    yield Figure("messages that the real engine answered", outcome.by_real, "")
    yield Figure("time", outcome.seconds / 60, "minutes")
    for (network, status), times in sorted(outcome.statuses.items()):
        said = "closed without an answer" if status == CLOSED else f"answered {status}"
        yield Figure(f"{network}, {said}", times, "")
    errors = sum(times for (_, status), times in outcome.statuses.items() if status >= 500)
    yield Figure("answered 500 or more", errors, "", 0)
    yield Figure("memory after a tenth of the posts", outcome.early, "MB")
    yield Figure("memory at the end", outcome.late, "MB", outcome.early + max(GROWTH[0] * outcome.early, GROWTH[1]))
    yield Figure("lines of the log", len(outcome.log.splitlines()), "")
    yield Figure("broken promises, the log's included", len(list(outcome.faults())), "", 0)


def print_outcome(outcome: Outcome) -> None:
    """Print each figure, and what is broken."""
    for line in (*map(row_of, _figures(outcome)), *outcome.faults()):
        Console().print(line, markup=False, soft_wrap=True)


def write_page(outcome: Outcome, page: Path, remembered: int) -> None:
    """Write the page for people."""
    text = _PAGE.format(
        **of_today(),
        seed=outcome.seed,
        remembered=remembered,
        rows="\n".join(map(row_of, _figures(outcome))),
    )
    page.write_text(text, "utf-8")
