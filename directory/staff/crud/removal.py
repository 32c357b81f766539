"""Propose that a record goes: a form of its own, since sqladmin removes at once, and by a script."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.staff.crud.save import Refusal, remove
from directory.staff.permissions import May
from directory.staff.rendering import render
from directory.staff.routes import Page, goes_to

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
"""An entry becomes inactive instead; an organization and a place stay while something hangs on them."""


def propose_removal(request: Request) -> Response:
    """Propose it, and go back to the entry."""
    table, key = request.path_params["table"], request.path_params["key"]
    if table not in REMOVABLE:
        raise HTTPException(404)
    answer = remove(request, table, key)
    if isinstance(answer, Refusal):
        return render(request, "records/not_removed.html", status=422, why=answer.sentence, table=table, key=key)
    return goes_to(answer.path)


PAGES: Final = (Page("/removals/{table}/{key}", propose_removal, May.PROPOSE, method="POST"),)
