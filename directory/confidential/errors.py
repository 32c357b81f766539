"""What can go wrong. None of these sentences holds a protected value, and none chains an exception that could.

The danger is a database that explains itself: PostgreSQL quotes the whole row that it refuses.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError


class UnknownLinkError(LookupError):
    """The service, location or address is not in the directory."""


class NotKeptError(RuntimeError):
    """The database did not take or give what was asked; nothing was changed."""


class UnfitTextError(ValueError):
    """A text holds signs that no database keeps."""


@contextmanager
def speechless() -> Iterator[None]:
    """Turn every fault of the database into NotKeptError, which says nothing of the values.

    Raises:
        NotKeptError: in place of the fault, and not as its consequence: a logger would print both.
    """
    try:
        yield
    except (SQLAlchemyError, UnicodeError):
        refusal = NotKeptError()
        try:
            raise refusal from None
        finally:
            # Python remembers what was being handled, and a logger that walks the chain would print the row.
            refusal.__context__ = None
