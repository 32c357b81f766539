"""A client for moderation tests: submits, publishes and reverts proposals, and reads the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from directory.domain.protection import IsProtected, PersonalGuard, ProtectedMatch
from directory.models import Record, stable_id
from directory.moderation import (
    Action,
    Edit,
    HistoryEntry,
    ProposalDiff,
    Verification,
    diff_proposal,
    load_history,
    publish_proposal,
    revert_proposal,
    submit_proposal,
)

NOW = datetime.now(UTC).replace(microsecond=0)
STALE_AFTER = timedelta(days=180)
AUTHOR, REVIEWER = "author", "reviewer"
SERVICE, OTHER = (stable_id("service", name) for name in ("th-lpn", "th-1300"))
NOT_RESTORED = frozenset(
    {"metadata", "proposal", "proposed_field", "starter_entry", "service_text", "term_synonym", "emergency_number"}
)
"""The history grows, entries stay with staff, the text index has its own ids; the tests do not change the others."""


@dataclass
class ModerationClient:
    """Opens a connection for each call, as a staff page does for each request."""

    engine: Engine
    is_protected: IsProtected | None = None
    is_in_circle: bool = False

    @property
    def guard(self) -> PersonalGuard | None:
        """The guard of a reviewer who may read everything that is protected, or nothing."""
        is_protected, somebody = self.is_protected, frozenset({ProtectedMatch("staff", frozenset())})
        if is_protected is None:
            return None
        return PersonalGuard(
            lambda text: somebody if is_protected(text) else frozenset(),
            lambda _: self.is_in_circle,
            has_protected=True,
            is_in_circle=self.is_in_circle,
        )

    def propose(self, *edits: Edit, author: str | None = AUTHOR, reason: str = "") -> int:
        """Submit a proposal."""
        with self.engine.connect() as connection:
            return submit_proposal(connection, author, edits, reason, is_protected=self.is_protected, now=NOW)

    def publish(
        self,
        number: int,
        decider: str | None = REVIEWER,
        *,
        now: datetime = NOW,
        alone: bool = False,
        check: Verification | None = None,
    ) -> list[str]:
        """Publish a proposal."""
        with self.engine.connect() as connection:
            return publish_proposal(
                connection,
                number,
                decider,
                stale_after=STALE_AFTER,
                guard=self.guard,
                now=now,
                verification=check,
                allow_own=alone,
            )

    def apply(self, *edits: Edit, check: Verification | None = None) -> int:
        """Submit edits and publish them."""
        number = self.propose(*edits)
        self.publish(number, check=check)
        return number

    def revert(self, number: int, *, by: str = REVIEWER, now: datetime = NOW) -> int:
        """Revert a published proposal."""
        with self.engine.connect() as connection:
            return revert_proposal(connection, number, by, stale_after=STALE_AFTER, guard=self.guard, now=now)

    def diff(self, number: int) -> ProposalDiff:
        """Return a proposal compared with the directory."""
        with self.engine.connect() as connection:
            return diff_proposal(connection, number)

    def history(self, of: Any) -> list[HistoryEntry]:
        """Return the history of an entry."""
        with self.engine.connect() as connection:
            return load_history(connection, of)

    def row(self, table: str, **where: Any) -> dict[str, Any]:
        """Return the first row with these values, or an empty one."""
        rows = self.rows(table, **where)
        return rows[0] if rows else {}

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """Return the rows with these values."""
        with self.engine.connect() as connection:
            return _rows(connection, table, where)

    def all_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows that a revert must restore; of the search index those of two services."""
        with self.engine.connect() as connection:
            return {name: _whole(connection, name) for name in Record.metadata.tables if name not in NOT_RESTORED}


def _rows(connection: Connection, name: str, where: Mapping[str, Any]) -> list[dict[str, Any]]:
    table = Record.metadata.tables[name]
    query = select(table).where(*(table.c[column] == value for column, value in where.items()))
    result = [dict(row) for row in connection.execute(query.order_by(*table.primary_key.columns)).mappings()]
    for row in result:
        row.pop("last_modified", None)
    return result


def _whole(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    table = Record.metadata.tables[name]
    query = select(*(column for column in table.columns if column.name != "last_modified"))
    if name == "search_entry":
        query = query.where(table.c.service_id.in_([SERVICE, OTHER]))
    return [tuple(row) for row in connection.execute(query.order_by(*table.primary_key.columns))]


def update_row(table: str, key: str, **values: Any) -> Edit:
    """Return the edit that sets fields of a row."""
    return Edit(Action.UPDATE, table, (key,), values)


def create_row(table: str, key: str, **values: Any) -> Edit:
    """Return the edit that creates a row."""
    return Edit(Action.CREATE, table, (key,), values)


def delete_row(table: str, *key: str) -> Edit:
    """Return the edit that removes a row."""
    return Edit(Action.DELETE, table, key)
