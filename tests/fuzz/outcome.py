"""What became of many posts, and what of it breaks a promise."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fuzz.marks import MARKS

GROWTH = (0.05, 10.0)
"""By what share, or by how many MB, the memory may grow between a tenth of the posts and the end; the larger counts."""
CLOSED = 0
"""Stands for a connection that was closed without an answer."""
STATUSES = {
    "telegram": {200, 400, 403, 413, CLOSED},
    "twilio": {200, 204, 400, 403, 413, 415, CLOSED},
}
"""What a post may be answered with."""

_EXPECTED = re.compile(
    r" (INFO|ERROR|WARNING) (bot\.channels\.telegram\w* (an update could not be read"
    r"|Telegram did not do something that is no matter|Telegram does not take a message|a person has blocked the bot)\b"
    r"|uvicorn\.error (Started|Shutting|Waiting|Finished)\b"
    r"|uvicorn\.error withheld place='[\w.]+:\d+ in (data_received|_unsupported_upgrade_warning)'$)"
)
"""Lines that a spoiled post may cause: what is no update, what Telegram refuses, what is no HTTP."""


@dataclass
class Outcome:
    """What became of all posts; memory is in MB, after the first tenth and at the end."""

    many: int
    seed: int
    by_real: int = 0
    """Messages that the real engine answered."""
    seconds: float = 0.0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(network, status) -> how often."""
    early: float = 0.0
    late: float = 0.0
    log: str = ""

    @property
    def growth(self) -> float:
        """Return by how many MB the memory grew."""
        return self.late - self.early

    def faults(self) -> Iterator[str]:
        """Tell each promise that is broken."""
        for (network, status), times in sorted(self.statuses.items()):
            if status not in STATUSES[network]:
                yield f"{network} was answered {status}, {times} times"
        unexpected = Counter(line[24:] for line in self.log.splitlines() if not _EXPECTED.search(line))
        yield from (f"in the log, {times} times: {line}" for line, times in unexpected.most_common(20))
        yield from (f"in the log: {mark}" for mark in MARKS if mark in self.log)
        if self.growth > max(GROWTH[0] * self.early, GROWTH[1]):
            yield f"the memory grew from {self.early:.0f} to {self.late:.0f} MB"
