"""Turn a saved or removed record into a proposal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.confidential import ProtectedStoreError
from directory.moderation import BadEditError, EditProblem, ModerationError, NoChangesError, submit_proposal
from directory.moderation.edits import Action, Edit, Value, foreign_keys, new_id
from directory.staff.auth.roles import Permission
from directory.staff.context import current_user, form_field, get_context, protection_check
from directory.staff.crud.ownership import delete_edit, find_owner, may_propose_edits
from directory.staff.error_messages import message_for
from directory.staff.i18n import N_, gettext
from directory.staff.proposals.held import flash_after_proposal
from directory.staff.rendering import render
from directory.staff.routes import Page, redirect_to

LOG = structlog.stdlib.get_logger(__name__)
_NOT_SAVED: Final = N_("This could not be kept. Look at the entry, and try again.")
_FORBIDDEN: Final = N_("This belongs to others: you can't change it.")
_NO_OWNER: Final = N_("This has to belong to an entry or an organization. Open that one, and add it there.")
REMOVABLE: Final = frozenset(
    {
        "phone",
        "language",
        "contact",
        "address",
        "service_area",
        "cost_option",
        "required_document",
        "accessibility",
        "funding",
        "url",
    }
)
"""Entries are set to inactive instead; organizations and locations stay while other rows depend on them."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The path to go to after a form was saved."""

    path: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """The message why nothing was proposed, and the field that it is about."""

    message: str
    field: str | None = None


def links_in_query(request: Request, table: str) -> dict[str, str]:
    """Return the links of a new row from the query of its form, such as `?service_id=...`."""
    given = request.query_params
    return {column: given[column] for column, _ in foreign_keys(table) if given.get(column)}


def propose_update(request: Request, table: str, key: str, values: Mapping[str, Any]) -> Redirect | Rejection:
    """Propose new values of a row."""
    return _propose(request, Edit(Action.UPDATE, table, (key,), _empty_to_none(values)))


def propose_create(request: Request, table: str, values: Mapping[str, Any]) -> Redirect | Rejection:
    """Propose a new row; a row without an owner, which could never be found, is rejected."""
    links = links_in_query(request, table)
    if not links and table != "organization":
        return Rejection(gettext(_NO_OWNER))
    country = form_field(request, "country")
    if table == "service" and not country:
        return Rejection(message_for(BadEditError("coverage", "country", EditProblem.MISSING)), "country")
    edit = Edit(Action.CREATE, table, (new_id(),), {**_empty_to_none(values), **links})
    return _propose(request, edit, *_coverage_edits(edit, country))


def propose_delete(request: Request, table: str, key: str) -> Redirect | Rejection:
    """Propose to delete a row."""
    return _propose(request, delete_edit(table, key))


def _coverage_edits(edit: Edit, country: str) -> Iterator[Edit]:
    """Yield the coverage of a new entry, whose country decides its reviewers."""
    if edit.table == "service":
        values = {"service_id": edit.key[0], "country": country}
        yield Edit(Action.CREATE, "coverage", (new_id(),), values)


def _propose(request: Request, *edits: Edit) -> Redirect | Rejection:
    edit, engine, user = edits[0], get_context(request).engine, current_user(request)
    try:
        with engine.connect() as connection:
            owner = find_owner(connection, edit.table, edit.key[0], edit.values)
        back = owner.path if owner else f"/records/{edit.table}/list"
        with engine.connect() as connection:
            allowed = may_propose_edits(connection, user, edits)
        if not allowed:
            return Rejection(gettext(_FORBIDDEN))
        with engine.connect() as connection:
            is_protected, why, now = protection_check(request), form_field(request, "reason"), datetime.now(UTC)
            number = submit_proposal(connection, user.account_id, edits, why, is_protected=is_protected, now=now)
    except NoChangesError:
        return Redirect(f"{back}?told=nothing")
    except ModerationError as exc:
        return Rejection(message_for(exc), _invalid_field(exc))
    except (ProtectedStoreError, SQLAlchemyError):
        LOG.warning("proposal not saved")
        return Rejection(gettext(_NOT_SAVED))
    # A proposed row is not stored yet: show the proposal instead.
    is_found = edit.action is not Action.CREATE or (owner is not None and owner.is_entry)
    path = back if is_found else f"/review/{number}"
    return Redirect(f"{path}?told={flash_after_proposal(request, number)}")


def _invalid_field(exc: ModerationError) -> str | None:
    return exc.field if isinstance(exc, BadEditError) else None


def _empty_to_none(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: None if value == "" else value for name, value in values.items()}


def remove(request: Request) -> Response:
    """Propose to delete a record: a page of its own, since sqladmin deletes at once and needs a script."""
    table, key = request.path_params["table"], request.path_params["key"]
    if table not in REMOVABLE:
        raise HTTPException(404)
    result = propose_delete(request, table, key)
    if isinstance(result, Rejection):
        return render(request, "records/not_removed.html", status=422, error=result.message, table=table, key=key)
    return redirect_to(result.path)


PAGES: Final = (Page("/removals/{table}/{key}", remove, Permission.PROPOSE, method="POST"),)
