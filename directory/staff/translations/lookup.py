"""One text, with what is known of it: its translation, the entries that say it, and what it was before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from directory.models import Proposal, ProposedField, Service, Translation
from directory.moderation.edits import Action
from directory.moderation.proposals import State
from directory.staff.translations.fields import OF_SERVICE, TEXTS, Place, column

_ENTRIES: Final = 20


class NoTextError(LookupError):
    """No row has such a text, or it is empty."""


@dataclass(frozen=True, slots=True)
class Known:
    """A text as it stands; `services` are some of the entries that it is said of, by their names."""

    place: Place
    source: str
    services: Sequence[tuple[str, str]]
    target: str | None
    is_stale: bool
    is_reviewed: bool


def find(connection: Connection, language: str, entity_id: str, field: str) -> Known:
    """Return a text and its translation.

    Raises:
        NoTextError: there is none.
    """
    place, source = _source(connection, entity_id, field)
    this = (
        col(Translation.entity_id) == entity_id,
        col(Translation.field) == field,
        col(Translation.language) == language,
    )
    row: Any = connection.execute(
        select(col(Translation.text), col(Translation.stale), col(Translation.reviewed)).where(*this)
    ).first()
    said = (row.text, row.stale, row.reviewed) if row else (None, False, False)
    return Known(place, source, _services(connection, place), *said)


def before(connection: Connection, place: Place) -> str | None:
    """Return what a text was before its last change, None where nobody has changed it on these pages."""
    asked = (
        select(col(ProposedField.old))
        .join(Proposal, col(Proposal.id) == col(ProposedField.proposal_id))
        .where(
            col(Proposal.state) == State.PUBLISHED.value,
            col(ProposedField.action) == Action.UPDATE.value,
            col(ProposedField.table_name) == place.table,
            col(ProposedField.row_key) == json.dumps([place.entity_id], ensure_ascii=False),
            col(ProposedField.field) == place.field,
        )
        .order_by(col(Proposal.decided_at).desc(), col(Proposal.id).desc())
    )
    old = connection.scalar(asked.limit(1))
    found = json.loads(old) if old else None
    return found if isinstance(found, str) else None


def waiting(connection: Connection, language: str, place: Place) -> int | None:
    """Return the number of a change of this translation that nobody has decided on yet."""
    key = json.dumps([place.entity_id, place.field, language], ensure_ascii=False)
    asked = (
        select(col(Proposal.id))
        .join(ProposedField, col(Proposal.id) == col(ProposedField.proposal_id))
        .where(
            col(Proposal.state) == State.WAITING.value,
            col(ProposedField.table_name) == "translation",
            col(ProposedField.row_key) == key,
        )
    )
    return connection.scalar(asked.limit(1))


def is_among(connection: Connection, place: Place, whose: ColumnElement[bool]) -> bool:
    """Tell whether a text is said of an entry that `whose` is true of."""
    of_it = *OF_SERVICE[place.table], column(place.table, "id") == place.entity_id
    return connection.scalar(select(col(Service.id)).where(*of_it, whose).limit(1)) is not None


def _source(connection: Connection, entity_id: str, field: str) -> tuple[Place, str]:
    # PostgreSQL takes no NUL, and an id may come from an address.
    known = entity_id.replace("\0", "")
    for table, fields in TEXTS.items():
        if field in fields:
            source = connection.scalar(select(column(table, field)).where(column(table, "id") == known))
            if source:
                return Place(table, known, field), source
    raise NoTextError


def _services(connection: Connection, place: Place) -> list[tuple[str, str]]:
    theirs = select(col(Service.id), col(Service.name)).where(
        *OF_SERVICE[place.table], column(place.table, "id") == place.entity_id
    )
    return [(row.id, row.name) for row in connection.execute(theirs.order_by(col(Service.name)).limit(_ENTRIES))]
