"""Proposals as a reviewer reads them: for each field the old, the proposed and the current value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from directory.domain.phone_reach import Reach
from directory.models import Proposal
from directory.moderation.changes import Change, ProjectedRows, load_changes, load_row
from directory.moderation.consequences import country_of_phone, reach_of_phone, translations_made_stale
from directory.moderation.edits import DERIVED_TABLES, Action, Key
from directory.moderation.proposals import ProposalState, load_proposal
from directory.parsing.countries import WORLD
from directory.parsing.phones import parse_phone
from directory.parsing.result import InvalidValueError


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field of one row. `now` is the current value; it `conflicts` if it is not what the author saw."""

    action: Action
    table: str
    key: Key
    field: str
    old: Any
    new: Any
    now: Any
    conflicts: bool

    @property
    def is_derived(self) -> bool:
        """Whether the author did not ask for the change: it follows from the others."""
        return self.table in DERIVED_TABLES or (self.table == "translation" and self.field == "stale")


@dataclass(frozen=True, slots=True)
class PhoneAssessment:
    """What a proposed phone number can do; `reach` is None if nobody answers it.

    `kind` is the HSDS type, such as "fax". `doubtful`: the number is in no numbering plan.
    """

    phone_id: str
    number: str
    kind: str | None
    country: str | None
    reach: Reach | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class ProposalDiff:
    """A proposal with all that a decision needs. `stale_translations` are (row, field, language)."""

    proposal: Proposal
    fields: tuple[FieldDiff, ...]
    stale_translations: tuple[Key, ...]
    phones: tuple[PhoneAssessment, ...]

    @property
    def conflicts(self) -> tuple[FieldDiff, ...]:
        """The fields whose current value is not what the author saw."""
        return tuple(field for field in self.fields if field.conflicts)


def diff_proposal(connection: Connection, number: int) -> ProposalDiff:
    """Return a proposal compared with the directory.

    Raises:
        UnknownProposalError: there is no proposal with this number.
    """
    proposal = load_proposal(connection, number)
    changes = load_changes(connection, number)
    waits = proposal.state == ProposalState.WAITING
    fields = tuple(field for change in changes for field in _diff_fields(connection, change, waits=waits))
    # A reversion lists the translations that it restores.
    stale = translations_made_stale(connection, changes) if waits and proposal.undoes is None else []
    updated = {change.key for change in changes if change.table == "translation" and "text" in change.new}
    phones = tuple(_assess_phones(ProjectedRows(connection, changes), changes)) if waits else ()
    return ProposalDiff(proposal, fields, tuple(key for key in stale if key not in updated), phones)


def _diff_fields(connection: Connection, change: Change, *, waits: bool) -> Iterator[FieldDiff]:
    row = load_row(connection, change.table, change.key)
    is_new = change.action is Action.CREATE
    for name, new in change.new.items():
        old, now = change.old[name], row[name] if row else None
        conflicts = waits and (row is not None if is_new else row is None or now != old)
        yield FieldDiff(change.action, change.table, change.key, name, old, new, now, conflicts)


def _assess_phones(rows: ProjectedRows, changes: Sequence[Change]) -> Iterator[PhoneAssessment]:
    for change in changes:
        phone = rows.get("phone", change.key) if change.table == "phone" else None
        if phone is not None and not {"number", "type"}.isdisjoint(change.new):
            country = country_of_phone(rows, phone)
            reach = reach_of_phone(rows, phone)
            doubtful = reach is not None and reach.kind != "chat" and _is_doubtful(phone["number"], country)
            yield PhoneAssessment(change.key[0], phone["number"], phone.get("type"), country, reach, doubtful)


def _is_doubtful(number: str, country: str | None) -> bool:
    try:
        return bool(parse_phone(number, country or WORLD).warning)
    except InvalidValueError:
        return True
