"""Which role may do what. A page names one of these; nothing is open that does not say so."""

from enum import StrEnum
from typing import Final

from directory.staff.auth.roles import Person, Role


class May(StrEnum):
    """What somebody has to be allowed to do to open a page."""

    ANYBODY = "anybody"
    """Also who has not signed in: signing in itself, an invitation, style sheets."""
    READ = "read"
    PROPOSE = "propose"
    DECIDE = "decide"
    ADMINISTER = "administer"


_EDITOR: Final = frozenset({May.ANYBODY, May.READ, May.PROPOSE})
_REVIEWER: Final = _EDITOR | {May.DECIDE}
_ALLOWED: Final = {
    Role.EDITOR: _EDITOR,
    Role.REVIEWER: _REVIEWER,
    Role.ADMINISTRATOR: _REVIEWER | {May.ADMINISTER},
}


def is_allowed(person: Person | None, may: May) -> bool:
    """Tell whether somebody, or nobody, may do it; about whose entries, `directory.moderation.scope` says."""
    return may is May.ANYBODY if person is None else may in _ALLOWED[person.role]
