"""Connections to PostgreSQL on which nothing waits for long."""

from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

WITHIN: Final = 2.5
"""Seconds that the server has for one statement, a little more than it gives itself (`engine.answer_soon`)."""


class SilentError(OperationalError):
    """The server has said nothing in time; the connection is closed, since what it says later answers nobody."""


class LimitedConnection(Connection[tuple[Any, ...]]):
    """A connection that is given up where the server takes longer than `WITHIN` for one statement."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = WITHIN) -> RV:
        """Return what the server answers; raise SilentError."""
        try:
            return super().wait(gen, interval, timeout)
        except OperationalError:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise  # it has answered, or is gone
        self.close()
        raise SilentError
