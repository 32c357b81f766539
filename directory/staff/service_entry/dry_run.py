"""Describe an entry as it is stored, or with a waiting proposal applied.

The danger is a proposal that stays applied: it is applied in a transaction that is always rolled back.
"""

from datetime import timedelta

from sqlalchemy import Connection, Engine

from directory.moderation.changes import Change, load_changes
from directory.moderation.consequences import phone_reach_changes, required_rows
from directory.moderation.writer import apply_changes, reject_conflicts
from directory.search import Place, ServiceResult, describe_service


def describe_with_proposal(  # noqa: PLR0913 - each argument affects the text
    engine: Engine,
    service_id: str,
    change: int | None,
    place: Place | None,
    languages: list[str],
    *,
    stale_after: timedelta,
) -> dict[str, ServiceResult]:
    """Return the search result of a service for people at `place`, by language (BCP 47).

    `change` is the number of the proposal to apply, None for the stored entry. Empty if there is no such service.

    Raises:
        ModerationError: the proposal can't be applied, for example since the entry has changed.
    """
    with engine.connect() as connection:
        # SQLite can't upgrade a read transaction while others write.
        connection.execution_options(sqlite_begin="BEGIN IMMEDIATE" if change is not None else "BEGIN")
        with connection.begin() as transaction:
            if change is not None:
                _apply(connection, load_changes(connection, change))
            services = {
                language: describe_service(connection, service_id, place, language, stale_after=stale_after)
                for language in languages
            }
            transaction.rollback()
    return {language: service for language, service in services.items() if service}


def _apply(connection: Connection, changes: list[Change]) -> None:
    reject_conflicts(connection, changes)
    apply_changes(connection, changes)
    for follow in (required_rows, phone_reach_changes):
        apply_changes(connection, list(follow(connection, changes)))
