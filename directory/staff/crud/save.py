"""From a saved form to a proposal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request

from directory.confidential import NotKeptError
from directory.moderation import BadEditError, NothingChangesError, ProtectedTextError, ReviewError, What, propose
from directory.moderation.edits import Action, Edit, Value, links_of, new_id
from directory.staff.context import desk, field_of, signed_in
from directory.staff.crud.ownership import home_of, may_make, removal
from directory.staff.error_messages import sentence_of
from directory.staff.i18n import N_, gettext
from directory.staff.redaction_guard import guard_of

LOG = structlog.stdlib.get_logger(__name__)

_NOT_KEPT: Final = N_("This could not be kept. Look at the entry, and try again.")
_NOT_THEIRS: Final = N_("This belongs to others: you can't change it.")
_OF_NOTHING: Final = N_("This has to belong to an entry or an organization. Open that one, and add it there.")


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the browser goes after a form was saved."""

    path: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was proposed and the form stays open: the sentence why, and the field of the row that it is about."""

    sentence: str
    field: str | None = None


def links_in_address(request: Request, table: str) -> dict[str, str]:
    """Return what a new row belongs to, as the address of its form says, such as `?service_id=...`."""
    given = request.query_params
    return {column: given[column] for column, _ in links_of(table) if given.get(column)}


def save_change(request: Request, table: str, key: str, values: Mapping[str, Any]) -> Landing | Refusal:
    """Propose other values of a row."""
    return _propose(request, Edit(Action.UPDATE, table, (key,), _plain(values)))


def save_new(request: Request, table: str, values: Mapping[str, Any]) -> Landing | Refusal:
    """Propose a new row; a part that would belong to nothing, where nobody ever found it, is refused."""
    links = links_in_address(request, table)
    if not links and table != "organization":
        return Refusal(gettext(_OF_NOTHING))
    country = field_of(request, "country")
    if table == "service" and not country:
        return Refusal(sentence_of(BadEditError("coverage", "country", What.MISSING)), "country")
    made = Edit(Action.CREATE, table, (new_id(),), {**_plain(values), **links})
    return _propose(request, made, *_beside(made, country))


def remove(request: Request, table: str, key: str) -> Landing | Refusal:
    """Propose that a row goes."""
    return _propose(request, removal(table, key))


def _beside(made: Edit, country: str) -> Iterator[Edit]:
    """Yield where a new entry works: by its country its reviewers find it."""
    if made.table == "service":
        values = {"service_id": made.key[0], "country": country}
        yield Edit(Action.CREATE, "coverage", (new_id(),), values)


def _propose(request: Request, *edits: Edit) -> Landing | Refusal:
    edit, engine, person = edits[0], desk(request).engine, signed_in(request)
    try:
        with engine.connect() as connection:
            home = home_of(connection, edit.table, edit.key[0], edit.values)
        back = home.path if home else f"/records/{edit.table}/list"
        with engine.connect() as connection:
            allowed = may_make(connection, person, edits)
        if not allowed:
            return Refusal(gettext(_NOT_THEIRS))
        with engine.connect() as connection:
            guard, why = guard_of(request), field_of(request, "reason")
            number = propose(connection, person.account_id, edits, why, is_protected=guard, now=datetime.now(UTC))
    except NothingChangesError:
        return Landing(f"{back}?told=nothing")
    except ReviewError as refused:
        return Refusal(sentence_of(refused), _field(refused))
    except (NotKeptError, SQLAlchemyError):
        LOG.warning("the database did not take a proposal")
        return Refusal(gettext(_NOT_KEPT))
    # What is proposed is not there yet: its author reads the proposal.
    is_found = edit.action is not Action.CREATE or (home is not None and home.is_entry)
    return Landing(f"{back if is_found else f'/review/{number}'}?told=proposed")


def _field(refused: ReviewError) -> str | None:
    return refused.field if isinstance(refused, BadEditError | ProtectedTextError) else None


def _plain(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: None if value == "" else value for name, value in values.items()}
