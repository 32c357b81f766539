"""What the pages work with."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine
from starlette.datastructures import FormData
from starlette.requests import Request

from directory.staff.auth.credentials import Safe
from directory.staff.auth.rate_limit import Attempts
from directory.staff.auth.roles import Person
from directory.staff.entry_text import Reads
from directory.staff.uploads.worker import Work


@dataclass(frozen=True, slots=True)
class Desk:
    """One for all requests. `public_url` is our address in the world, None where only this machine reaches us."""

    engine: Engine
    safe: Safe = field(repr=False)
    stale_after: timedelta
    public_url: str | None
    reads: Reads
    attempts: Attempts = field(default_factory=Attempts)
    work: Work = field(default_factory=Work)

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers reach us by TLS: then cookies travel no other way."""
        return (self.public_url or "").startswith("https://")


def desk(request: Request) -> Desk:
    """Return what this request's page works with."""
    found: Desk = request.state.desk
    return found


def signed_in(request: Request) -> Person:
    """Return who asks; for pages that somebody must have signed in for."""
    person: Person = request.state.person
    return person


def posted(request: Request) -> FormData:
    """Return the fields that were posted, empty for a page that is only read."""
    form: FormData = request.state.form
    return form


def typed(request: Request, name: str) -> str:
    """Return a posted text as it was typed; "" where it is missing or a file."""
    value = posted(request).get(name)
    return value if isinstance(value, str) else ""


def field_of(request: Request, name: str) -> str:
    """Return a posted text without spaces around it; "" where it is missing or a file."""
    return typed(request, name).strip()
