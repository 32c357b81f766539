"""Connections for work that takes minutes: those of the pages give up after seconds."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.pool import StaticPool

from directory.db.engine import connect


@contextmanager
def patient(engine: Engine) -> Iterator[Engine]:
    """Give an engine of one's own on the same database."""
    if isinstance(engine.pool, StaticPool):  # a database in memory has one connection, and this is it
        yield engine
        return
    own = connect(engine.url.render_as_string(hide_password=False))
    try:
        yield own
    finally:
        own.dispose()
