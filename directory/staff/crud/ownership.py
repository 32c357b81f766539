"""To which entry or organization a row belongs, and whether somebody may change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from directory.moderation import Action, Edit, Facts, facts_of_edits, may_propose
from directory.moderation.owners import Owners, climb, reached
from directory.moderation.projected_rows import Rows
from directory.moderation.subjects import facts_of_row
from directory.staff.auth.roles import Person
from directory.staff.context import desk, signed_in


@dataclass(frozen=True, slots=True)
class Home:
    """The entry or organization that a row belongs to.

    `entries` is in how many entries a row stands that belongs to no single one, 0 where it belongs to one.
    """

    name: str
    path: str
    is_entry: bool
    entries: int


def home_of(connection: Connection, table: str, key: str, values: Mapping[str, Any]) -> Home | None:
    """Return where a row belongs, there or to be made with `values`; None where it belongs nowhere."""
    rows, found = Rows(connection), Owners()
    climb(rows, found, table, key, rows.read(table, (key,)) or dict(values))
    entries = () if found.services else reached(connection, found)
    candidates = (
        *(("service", one) for one in found.services),
        *(("organization", one) for one in found.organizations),
        *(("service", one) for one in entries[:1]),
    )
    for owner, one in candidates:
        # An entry that is proposed is not there yet.
        row = rows.read(owner, (one,))
        if row is not None:
            is_entry = owner == "service"
            path = f"/services/{one}" if is_entry else f"/records/organization/details/{one}"
            return Home(row["name"], path, is_entry, len(entries))
    return None


def may_make(connection: Connection, person: Person, edits: Sequence[Edit]) -> bool:
    """Tell whether somebody may propose edits; raises what `directory.moderation.propose` raises."""
    return may_propose(person, facts_of_edits(connection, edits))


def may_edit(request: Request, table: str, row: Any) -> bool:
    """Tell whether to offer somebody a form: whether they may save it is asked again, of what they changed."""
    if row is None:
        return True  # the page that follows says that it is not there
    with desk(request).engine.connect() as connection:
        return may_propose(signed_in(request), facts_of_row(connection, table, row.id))


def may_add_entry(person: Person, organization: str) -> bool:
    """Tell whether somebody may propose an entry of an organization, in a country of theirs."""
    return may_propose(person, Facts(frozenset({organization}), (frozenset(person.countries),)))


def may_add_organization(person: Person) -> bool:
    """Tell whether somebody may propose an organization, which works nowhere yet."""
    return may_propose(person, Facts(frozenset({"new"}), ()))


def removal(table: str, key: str) -> Edit:
    """Return the edit that takes a row away."""
    return Edit(Action.DELETE, table, (key,))
