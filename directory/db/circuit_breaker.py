"""Stop waiting for a PostgreSQL that is silent, and stop asking it for a while.

The danger is a network that swallows everything, or a server that stands still: whoever asks waits for ever, and as
queries run in the service's one loop, everybody in this process waits with them, also those who need nothing of the
directory. The server's own limits end nothing then, so the limit is ours.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect, ExceptionContext

REST: Final = 5.0
"""Seconds until it is asked again."""
_SOON: Final = {"connect_timeout": 2}
"""Seconds until a connection has to stand; less libpq does not take."""


def rest_while_out_of_reach(database: Engine, clock: Callable[[], float] = time.monotonic) -> None:
    """Give up a silent PostgreSQL in seconds, and for a while after that let connections fail at once.

    All fail with OperationalError. A connection that the server breaks is made anew: it may have been restarted.
    """
    from directory.db.timeouts import LimitedConnection, SilentError  # with psycopg, which SQLite does not need

    asked_again_at = 0.0

    def connecting(dialect: Dialect, _: Any, __: Any, parameters: dict[str, Any]) -> LimitedConnection:
        if clock() < asked_again_at:
            fault = "it could not be reached a moment ago"
            raise dialect.loaded_dbapi.OperationalError(fault)
        return LimitedConnection.connect(**{**parameters, **_SOON})

    def failed(context: ExceptionContext) -> None:
        nonlocal asked_again_at
        is_silent = context.connection is None or isinstance(context.original_exception, SilentError)
        if is_silent and clock() >= asked_again_at:
            asked_again_at = clock() + REST

    event.listen(database, "do_connect", connecting)
    event.listen(database, "handle_error", failed)
