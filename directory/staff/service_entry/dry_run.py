"""How an entry reads: as it stands, or after a change that nobody has published yet.

The danger is a trial that stays: the change is made in a transaction that is undone before anything is returned.
"""

from datetime import timedelta

from sqlalchemy import Connection, Engine

from directory.moderation.changes import Change, kept
from directory.moderation.consequences import of_new_services, of_phones
from directory.moderation.writer import carry_out, refuse_changed
from directory.search import FoundService, Place, describe_one


def describe_after(  # noqa: PLR0913 - one argument for each thing that decides how it reads
    engine: Engine,
    service_id: str,
    change: int | None,
    place: Place | None,
    languages: list[str],
    *,
    stale_after: timedelta,
) -> dict[str, FoundService]:
    """Return a service as people at `place` are told of it, by the language they read (BCP 47).

    `change` is the number of a proposal that is made for this look alone; None shows the entry as it
    stands. Empty where there is no such service.

    Raises:
        ReviewError: the change can't be made, such as one that the entry has changed under.
    """
    with engine.connect() as connection:
        # SQLite can't turn a transaction that has read into one that writes while others write.
        connection.execution_options(sqlite_begin="BEGIN IMMEDIATE" if change is not None else "BEGIN")
        with connection.begin() as trial:
            if change is not None:
                _make(connection, kept(connection, change))
            found = {
                one: describe_one(connection, service_id, place, one, stale_after=stale_after) for one in languages
            }
            trial.rollback()
    return {language: service for language, service in found.items() if service}


def _make(connection: Connection, changes: list[Change]) -> None:
    refuse_changed(connection, changes)
    carry_out(connection, changes)
    for follow in (of_new_services, of_phones):
        carry_out(connection, list(follow(connection, changes)))
