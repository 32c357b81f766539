"""Who may do what.

An editor keeps the entries of one organization, a reviewer decides in a region, an administrator everywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What somebody may do."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Person(Protocol):
    """Somebody who has signed in. `countries` are ISO 3166-1, empty for all; they count for a reviewer."""

    @property
    def role(self) -> str:
        """Return one of the roles."""

    @property
    def organization_id(self) -> str | None:
        """Return the organization whose entries an editor keeps."""

    @property
    def countries(self) -> Collection[str]:
        """Return where a reviewer decides."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a change concerns: organizations, and of each service the countries where it is."""

    organizations: frozenset[str]
    countries: tuple[frozenset[str], ...]


def may_propose(person: Person, facts: Facts) -> bool:
    """Tell whether somebody may propose a change: an editor where nothing of it is another organization's."""
    if person.role == Role.EDITOR:
        return person.organization_id is not None and facts.organizations == {person.organization_id}
    return may_decide(person, facts)


def may_decide(person: Person, facts: Facts) -> bool:
    """Tell whether somebody may publish, decline or undo: a reviewer where all of it is in their countries.

    That an entry was checked, whoever may propose changes of it may say: nobody knows it better.
    """
    if person.role == Role.ADMINISTRATOR:
        return True
    if person.role != Role.REVIEWER:
        return False
    theirs = frozenset(person.countries)
    return not theirs or (bool(facts.countries) and all(theirs & here for here in facts.countries))
