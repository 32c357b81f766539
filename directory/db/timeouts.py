"""PostgreSQL connections that give up when the server does not answer a statement in time."""

from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

STATEMENT_SECONDS: Final = 2.5
"""Time limit for one statement: a little more than the server's own limit (`engine.set_statement_timeout`)."""


class ServerTimeoutError(OperationalError):
    """The server did not answer in time. The connection is closed: a late answer must not reach the next caller."""


class TimeLimitedConnection(Connection[tuple[Any, ...]]):
    """A connection that is closed if the server takes longer than `STATEMENT_SECONDS` for one statement."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = STATEMENT_SECONDS) -> RV:
        """Return the server's answer; raise ServerTimeoutError if there is none in time."""
        try:
            return super().wait(gen, interval, timeout)
        except OperationalError:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise  # the server has answered or closed the connection
        self.close()
        raise ServerTimeoutError
