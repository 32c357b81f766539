"""The outcome of many posts, its errors, and the report of it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from tests.bench.machine import page_facts
from tests.fuzz.mutations import ALL_MARKERS
from tests.resilience.load.outcome import Figure
from tests.resilience.load.report import row_of

GROWTH = (0.05, 10.0)
"""Share, and MB, by which memory may grow between a tenth of the posts and the end; the larger one counts."""
CLOSED = 0
"""The status of a connection that was closed without a response."""
STATUSES = {
    "telegram": {200, 400, 403, 413, CLOSED},
    "twilio": {200, 204, 400, 403, 413, 415, CLOSED},
}
"""Allowed statuses."""

_EXPECTED = re.compile(
    r" (INFO|ERROR|WARNING) (bot\.channels\.telegram[.\w]* (telegram update malformed"
    r"|optional telegram call failed|telegram rejected message|bot blocked by user)\b"
    r"|uvicorn\.error (Started|Shutting|Waiting|Finished)\b"
    r"|uvicorn\.error withheld place='[\w.]+:\d+ in (data_received|_unsupported_upgrade_warning)'$)"
)
"""Log lines that a mutated post may cause: malformed updates, messages that Telegram refuses, invalid HTTP."""


@dataclass
class Outcome:
    """The outcome of all posts."""

    post_count: int
    seed: int
    real_count: int = 0
    """Messages that the real engine answered."""
    seconds: float = 0.0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(network, status) -> count."""
    early_memory: float = 0.0
    """MB, after a tenth of the posts."""
    late_memory: float = 0.0
    """MB, at the end."""
    log: str = ""

    @property
    def growth(self) -> float:
        """The growth of memory in MB."""
        return self.late_memory - self.early_memory

    def errors(self) -> Iterator[str]:
        """Yield what went wrong."""
        for (network, status), count in sorted(self.statuses.items()):
            if status not in STATUSES[network]:
                yield f"{network} was answered {status}, {count} times"
        unexpected = Counter(line[24:] for line in self.log.splitlines() if not _EXPECTED.search(line))
        yield from (f"in the log, {count} times: {line}" for line, count in unexpected.most_common(20))
        yield from (f"in the log: {marker}" for marker in ALL_MARKERS if marker in self.log)
        if self.growth > max(GROWTH[0] * self.early_memory, GROWTH[1]):
            yield f"the memory grew from {self.early_memory:.0f} to {self.late_memory:.0f} MB"


_PAGE = """\
# Webhooks under malformed requests

Printed by `make bench PART=webhooks` ({date}, {cores} cores {machine}, Python {python}), seed {seed}. The requests
are updates and forms as Telegram and Twilio make them, four of five mutated: fields of other types and kinds,
missing, duplicated, huge or deeply nested, lone surrogates, control characters, broken UTF-8, flipped bits, truncated
bodies, wrong and meaningless headers. Nearly all have the right secret or signature, so that they pass the first
check. Both channels answer over real HTTP in one process with the sender, 32 requests at a time; 2% of the parsed
messages go to the real engine, the others to an echo. The store is limited to {remembered:,} records of each
lifetime, so that growing memory means leaked memory. Every text, name, number and id contains a marker that must not
appear in the log, which is at its most verbose.

|  | measured | unit | promised |
| --- | --- | --- | --- |
{rows}
"""


def _figures(outcome: Outcome) -> Iterator[Figure]:
    yield Figure("posts", outcome.post_count, "")
    yield Figure("messages that the real engine answered", outcome.real_count, "")
    yield Figure("time", outcome.seconds / 60, "minutes")
    for (network, status), count in sorted(outcome.statuses.items()):
        result = "closed without an answer" if status == CLOSED else f"answered {status}"
        yield Figure(f"{network}, {result}", count, "")
    errors = sum(count for (_, status), count in outcome.statuses.items() if status >= 500)
    yield Figure("answered 500 or more", errors, "", 0)
    yield Figure("memory after a tenth of the posts", outcome.early_memory, "MB")
    yield Figure(
        "memory at the end",
        outcome.late_memory,
        "MB",
        outcome.early_memory + max(GROWTH[0] * outcome.early_memory, GROWTH[1]),
    )
    yield Figure("lines of the log", len(outcome.log.splitlines()), "")
    yield Figure("broken promises, the log's included", len(list(outcome.errors())), "", 0)


def print_outcome(outcome: Outcome) -> None:
    """Print each figure, and each error."""
    for line in (*map(row_of, _figures(outcome)), *outcome.errors()):
        Console().print(line, markup=False, soft_wrap=True)


def write_page(outcome: Outcome, page: Path, remembered: int) -> None:
    """Write the report."""
    text = _PAGE.format(
        **page_facts(),
        seed=outcome.seed,
        remembered=remembered,
        rows="\n".join(map(row_of, _figures(outcome))),
    )
    page.write_text(text, "utf-8")
