"""A desk at which people propose and decide, with a directory of its own behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from directory.domain.withheld import IsProtected
from directory.models import Record, stable_id
from directory.moderation import Action, Check, Edit, Past, ProposalRead, history, propose, publish, read, undo

NOW = datetime.now(UTC).replace(microsecond=0)
STALE_AFTER = timedelta(days=180)
AUTHOR, REVIEWER = "author", "reviewer"
SERVICE, OTHER = (stable_id("service", name) for name in ("th-lpn", "th-1300"))
NOT_RESTORED = frozenset(
    {"metadata", "proposal", "proposed_field", "starter_entry", "service_text", "term_synonym", "emergency_number"}
)
"""History grows, entries stay with staff, the text index has numbers of its own; and what nothing here touches."""


@dataclass
class Desk:
    """Each call has a connection of its own, as each request of a page has."""

    engine: Engine
    is_protected: IsProtected | None = None

    def propose(self, *edits: Edit, author: str | None = AUTHOR, reason: str = "") -> int:
        """Propose edits."""
        with self.engine.connect() as connection:
            return propose(connection, author, edits, reason, is_protected=self.is_protected, now=NOW)

    def publish(
        self, number: int, decider: str | None = REVIEWER, *, alone: bool = False, check: Check | None = None
    ) -> list[str]:
        """Publish a proposal."""
        with self.engine.connect() as connection:
            return publish(
                connection,
                number,
                decider,
                stale_after=STALE_AFTER,
                is_protected=self.is_protected,
                now=NOW,
                check=check,
                alone=alone,
            )

    def change(self, *edits: Edit, check: Check | None = None) -> int:
        """Propose edits and publish them."""
        number = self.propose(*edits)
        self.publish(number, check=check)
        return number

    def undo(self, number: int) -> int:
        """Undo what was published."""
        with self.engine.connect() as connection:
            return undo(connection, number, REVIEWER, stale_after=STALE_AFTER, is_protected=self.is_protected, now=NOW)

    def read(self, number: int) -> ProposalRead:
        """Read a proposal."""
        with self.engine.connect() as connection:
            return read(connection, number)

    def history(self, of: Any) -> list[Past]:
        """Return what was decided of an entry."""
        with self.engine.connect() as connection:
            return history(connection, of)

    def row(self, table: str, **where: Any) -> dict[str, Any] | None:
        """Return the first row with these values."""
        found = self.rows(table, **where)
        return found[0] if found else None

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """Return the rows with these values."""
        with self.engine.connect() as connection:
            return _rows(connection, table, where)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows that an undone change must give back; of the index of search those of two services."""
        with self.engine.connect() as connection:
            return {name: _whole(connection, name) for name in Record.metadata.tables if name not in NOT_RESTORED}


def _rows(connection: Connection, name: str, where: Mapping[str, Any]) -> list[dict[str, Any]]:
    table = Record.metadata.tables[name]
    asked = select(table).where(*(table.c[column] == value for column, value in where.items()))
    found = [dict(row) for row in connection.execute(asked.order_by(*table.primary_key.columns)).mappings()]
    for row in found:
        row.pop("last_modified", None)
    return found


def _whole(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    table = Record.metadata.tables[name]
    asked = select(*(one for one in table.columns if one.name != "last_modified"))
    if name == "search_entry":
        asked = asked.where(table.c.service_id.in_([SERVICE, OTHER]))
    return [tuple(row) for row in connection.execute(asked.order_by(*table.primary_key.columns))]


def set_to(table: str, key: str, **values: Any) -> Edit:
    """Return the edit that sets fields of a row with an id."""
    return Edit(Action.UPDATE, table, (key,), values)


def make(table: str, key: str, **values: Any) -> Edit:
    """Return the edit that makes a row with an id."""
    return Edit(Action.CREATE, table, (key,), values)


def remove(table: str, *key: str) -> Edit:
    """Return the edit that removes a row."""
    return Edit(Action.DELETE, table, key)
