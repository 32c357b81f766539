"""Find stale and missing translations, and one text with what is known about it."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, union_all
from sqlmodel import col

from directory.models import Proposal, ProposedField, Service, Translation
from directory.moderation.edits import Action
from directory.moderation.proposals import ProposalState
from directory.moderation.redaction_guard import is_visible
from directory.staff.translations.fields import SERVICE_JOINS, TEXT_FIELDS, TextKey, column, is_present

_SOURCE: Final = ("kind", "entity_id", "field", "source")
_MAX_STALE: Final = 5_000
"""The most stale translations to look at."""
_MAX_ENTRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Text:
    """One text and an entry that shows it; `target` is its translation or None."""

    service_id: str
    service_name: str
    place: TextKey
    source: str
    target: str | None


def text_columns() -> Iterator[tuple[str, str]]:
    """Yield (table, field) of all translatable texts."""
    for table, fields in TEXT_FIELDS.items():
        yield from ((table, field) for field in fields)


def is_active(scope: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the SQL condition that a service is active and in scope: only shown texts are translated."""
    return and_(col(Service.status) == "active", scope)


def select_texts(table: str, field: str, *more: Any) -> Any:
    """Select one text of all services, and `more` columns."""
    names = literal(table).label("kind"), column(table, "id").label("entity_id"), literal(field).label("field")
    text = column(table, field).label("source")
    stmt = select(col(Service.id).label("service_id"), *names, text, *more)
    return stmt.where(*SERVICE_JOINS[table], is_present(table, field))


def service_names(connection: Connection, services: Sequence[str]) -> dict[str, str]:
    """Return the names of services by id."""
    stmt = select(col(Service.id), col(Service.name)).where(col(Service.id).in_(services))
    return {row.id: row.name for row in connection.execute(stmt)}


def count_stale(connection: Connection, language: str, scope: ColumnElement[bool]) -> int:
    """Return the number of stale translations of the entries in `scope`."""
    return (
        connection.scalar(select(func.count()).select_from(_select_stale(connection, language, scope).subquery())) or 0
    )


def stale_texts(
    connection: Connection, language: str, scope: ColumnElement[bool], *, offset: int = 0, limit: int = 20
) -> list[Text]:
    """Return the texts whose translation is stale."""
    stmt = _select_stale(connection, language, scope).order_by("service_id", *_SOURCE)
    rows = connection.execute(stmt.offset(offset).limit(limit)).all()
    names = service_names(connection, [row.service_id for row in rows])
    return [
        Text(row.service_id, names[row.service_id], TextKey(row.kind, row.entity_id, row.field), row.source, row.target)
        for row in rows
    ]


def _select_stale(connection: Connection, language: str, scope: ColumnElement[bool]) -> Any:
    """Select each stale text once, with the first entry that shows it."""
    stale = _stale_rows(connection, language)
    texts = union_all(
        *(
            select_texts(table, field, col(Translation.text).label("target")).where(
                column(table, "id").in_(stale[field]),
                col(Translation.entity_id) == column(table, "id"),
                col(Translation.field) == field,
                col(Translation.language) == language,
                is_active(scope),
            )
            for table, field in text_columns()
        )
    ).subquery()
    grouped = [texts.c[name] for name in (*_SOURCE, "target")]
    return select(func.min(texts.c.service_id).label("service_id"), *grouped).group_by(*grouped)


def _stale_rows(connection: Connection, language: str) -> dict[str, list[str]]:
    """Return the ids of rows with stale translations by field.

    They are few; a join with the entries would make the database scan all entries.
    """
    this = col(Translation.language) == language, col(Translation.stale)
    stmt = select(col(Translation.field), col(Translation.entity_id)).where(*this).order_by(col(Translation.entity_id))
    result: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(stmt.limit(_MAX_STALE)):
        result[row.field].append(row.entity_id)
    return result


def untranslated_entries(  # noqa: PLR0913 - each argument narrows or orders the result
    connection: Connection,
    language: str,
    scope: ColumnElement[bool],
    referral_counts: Mapping[str, int],
    *,
    offset: int = 0,
    limit: int = 10,
) -> list[str]:
    """Return entries with an untranslated text, those with the most referrals first."""
    lacking = (is_active(scope), or_(*_lacks_translation(language)))
    used = select(col(Service.id)).where(col(Service.id).in_(sorted(referral_counts)), *lacking)
    first = sorted(connection.scalars(used), key=lambda key: (-referral_counts[key], key))
    chosen = first[offset : offset + limit]
    others = (
        select(col(Service.id))
        .where(col(Service.id).not_in(sorted(referral_counts)), *lacking)
        .order_by(col(Service.id))
    )
    rest = others.offset(max(0, offset - len(first))).limit(limit - len(chosen))
    return [*chosen, *connection.scalars(rest)]


def untranslated_texts(connection: Connection, language: str, services: Sequence[str]) -> list[Text]:
    """Return the untranslated texts of entries, in the order of the entries."""
    stmt = union_all(
        *(
            select_texts(table, field).where(~_has_translation(language, table, field), col(Service.id).in_(services))
            for table, field in text_columns()
        )
    )
    names = service_names(connection, services)
    result: dict[TextKey, Text] = {}
    rows = connection.execute(stmt).all()
    for row in sorted(rows, key=lambda row: services.index(row.service_id)):
        place = TextKey(row.kind, row.entity_id, row.field)
        # A text shared by several entries, such as the organization's name, is listed once.
        result.setdefault(place, Text(row.service_id, names[row.service_id], place, row.source, None))
    return list(result.values())


def _has_translation(language: str, table: str, field: str) -> ColumnElement[bool]:
    return exists().where(
        col(Translation.entity_id) == column(table, "id"),
        col(Translation.field) == field,
        col(Translation.language) == language,
    )


def _lacks_translation(language: str) -> Iterator[ColumnElement[bool]]:
    """Yield for each text the SQL condition that a service has it untranslated."""
    for table, field in text_columns():
        lacks = and_(is_present(table, field), ~_has_translation(language, table, field))
        yield exists().where(*SERVICE_JOINS[table], lacks) if SERVICE_JOINS[table] else lacks


class TextNotFoundError(LookupError):
    """There is no such text, or it is empty."""


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text with its translation; `services` are (id, name) of some entries that show it."""

    place: TextKey
    source: str
    services: Sequence[tuple[str, str]]
    target: str | None
    is_stale: bool
    is_reviewed: bool


def find_text(connection: Connection, language: str, entity_id: str, field: str) -> TranslatedText:
    """Return a text and its translation.

    Raises:
        TextNotFoundError: there is no such text.
    """
    place, source = _find_source(connection, entity_id, field)
    this = (
        col(Translation.entity_id) == entity_id,
        col(Translation.field) == field,
        col(Translation.language) == language,
    )
    row: Any = connection.execute(
        select(col(Translation.text), col(Translation.stale), col(Translation.reviewed)).where(*this)
    ).first()
    values = (row.text, row.stale, row.reviewed) if row else (None, False, False)
    return TranslatedText(place, source, _find_services(connection, place), *values)


def previous_source(connection: Connection, place: TextKey) -> str | None:
    """Return the text before its last published change, or None if it was never changed."""
    stmt = (
        select(col(ProposedField.old))
        .join(Proposal, col(Proposal.id) == col(ProposedField.proposal_id))
        .where(
            col(Proposal.state) == ProposalState.PUBLISHED.value,
            is_visible(None, ()),
            col(ProposedField.action) == Action.UPDATE.value,
            col(ProposedField.table_name) == place.table,
            col(ProposedField.row_key) == json.dumps([place.entity_id], ensure_ascii=False),
            col(ProposedField.field) == place.field,
        )
        .order_by(col(Proposal.decided_at).desc(), col(Proposal.id).desc())
    )
    old = connection.scalar(stmt.limit(1))
    result = json.loads(old) if old else None
    return result if isinstance(result, str) else None


def waiting_proposal(connection: Connection, language: str, place: TextKey, reader_id: str) -> int | None:
    """Return the number of a waiting proposal for this translation, or None; of held ones only the reader's own."""
    key = json.dumps([place.entity_id, place.field, language], ensure_ascii=False)
    stmt = (
        select(col(Proposal.id))
        .join(ProposedField, col(Proposal.id) == col(ProposedField.proposal_id))
        .where(
            col(Proposal.state) == ProposalState.WAITING.value,
            is_visible(reader_id, ()),
            col(ProposedField.table_name) == "translation",
            col(ProposedField.row_key) == key,
        )
    )
    return connection.scalar(stmt.limit(1))


def is_in_scope(connection: Connection, place: TextKey, scope: ColumnElement[bool]) -> bool:
    """Return whether an entry in `scope` shows a text."""
    of_it = *SERVICE_JOINS[place.table], column(place.table, "id") == place.entity_id
    return connection.scalar(select(col(Service.id)).where(*of_it, scope).limit(1)) is not None


def _find_source(connection: Connection, entity_id: str, field: str) -> tuple[TextKey, str]:
    # PostgreSQL rejects NUL, and the id may come from a URL.
    known = entity_id.replace("\0", "")
    for table, fields in TEXT_FIELDS.items():
        if field in fields:
            source = connection.scalar(select(column(table, field)).where(column(table, "id") == known))
            if source:
                return TextKey(table, known, field), source
    raise TextNotFoundError


def _find_services(connection: Connection, place: TextKey) -> list[tuple[str, str]]:
    stmt = select(col(Service.id), col(Service.name)).where(
        *SERVICE_JOINS[place.table], column(place.table, "id") == place.entity_id
    )
    return [(row.id, row.name) for row in connection.execute(stmt.order_by(col(Service.name)).limit(_MAX_ENTRIES))]
