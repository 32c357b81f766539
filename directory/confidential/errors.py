"""Errors of the confidential store. No message holds a protected value, and none chains an exception that could.

The danger is the database's own error: PostgreSQL quotes the whole row that it rejects.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError


class UnknownRecordError(LookupError):
    """The service, location or address does not exist."""


class ProtectedStoreError(RuntimeError):
    """The database failed; nothing was changed."""


class UnstorableTextError(ValueError):
    """A text holds characters that a database cannot store."""


@contextmanager
def hide_database_errors() -> Iterator[None]:
    """Replace every database error by one that holds no values.

    Raises:
        ProtectedStoreError: instead of the database's error and without a link to it: a logger would print both.
    """
    try:
        yield
    except (SQLAlchemyError, UnicodeError):
        error = ProtectedStoreError()
        try:
            raise error from None
        finally:
            # Python records the handled exception, and a logger that follows the chain would print the row.
            error.__context__ = None
