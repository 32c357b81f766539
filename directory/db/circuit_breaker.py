"""Circuit breaker for PostgreSQL: callers fail fast instead of queueing behind a server that does not answer.

The danger is a network that drops every packet, or a server that hangs. Queries run in the service's only event loop,
so one endless wait blocks everybody in this process, even people who need nothing from the directory. The server's own
timeouts do not help then, so the limit is set here.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect, ExceptionContext

OPEN_SECONDS: Final = 5.0
"""How long the circuit stays open before the next connection attempt."""
_CONNECT_ARGS: Final = {"connect_timeout": 2}
"""In seconds; libpq accepts no less."""


def install_circuit_breaker(database: Engine, clock: Callable[[], float] = time.monotonic) -> None:
    """Give up on a PostgreSQL that does not answer within seconds, then let connections fail at once for a while.

    All failures are OperationalErrors. A connection that the server closed does not open the circuit: the server may
    have been restarted.
    """
    from directory.db.timeouts import ServerTimeoutError, TimeLimitedConnection  # with psycopg: not needed for SQLite

    open_until = 0.0

    def connect(dialect: Dialect, _: Any, __: Any, parameters: dict[str, Any]) -> TimeLimitedConnection:
        if clock() < open_until:
            message = "database circuit open"
            raise dialect.loaded_dbapi.OperationalError(message)
        return TimeLimitedConnection.connect(**{**parameters, **_CONNECT_ARGS})

    def on_error(context: ExceptionContext) -> None:
        nonlocal open_until
        timed_out = context.connection is None or isinstance(context.original_exception, ServerTimeoutError)
        if timed_out and clock() >= open_until:
            open_until = clock() + OPEN_SECONDS

    event.listen(database, "do_connect", connect)
    event.listen(database, "handle_error", on_error)
