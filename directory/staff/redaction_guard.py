"""What keeps protected values out of public texts that are typed on the pages."""

from starlette.requests import Request

from directory.confidential.guard import what_is_protected
from directory.domain.withheld import IsProtected
from directory.staff.context import desk


def guard_of(request: Request) -> IsProtected | None:
    """Return what judges texts, None where nothing is protected.

    Raises:
        directory.confidential.NotKeptError: the database did not answer.
    """
    return what_is_protected(desk(request).engine)
