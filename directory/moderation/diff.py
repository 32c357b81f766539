"""Proposals as a reviewer reads them: what each field was, becomes, and says now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from directory.domain.phone_reach import Reach
from directory.models import Proposal
from directory.moderation.changes import Change, kept, stored_row
from directory.moderation.consequences import left_behind
from directory.moderation.edits import CONSEQUENT, Action, Key
from directory.moderation.phone_country import home_of, reach_there
from directory.moderation.projected_rows import Rows
from directory.moderation.proposals import State, proposal_row
from directory.parsing.countries import WORLD
from directory.parsing.phones import number as judge_number
from directory.parsing.result import RefusedError


@dataclass(frozen=True, slots=True)
class FieldRead:
    """One field of one row. `now` is what stands there; `conflicts` tells whether that is neither seen nor wanted."""

    action: Action
    table: str
    key: Key
    field: str
    old: Any
    new: Any
    now: Any
    conflicts: bool

    @property
    def follows(self) -> bool:
        """Tell whether nobody asked for it: it followed from the rest."""
        return self.table in CONSEQUENT or (self.table == "translation" and self.field == "stale")


@dataclass(frozen=True, slots=True)
class PhoneVerdict:
    """What a proposed number can do, None where it answers nobody; `doubtful` where no numbering plan has it.

    `kind` is what HSDS says that it is for, such as "fax".
    """

    phone_id: str
    number: str
    kind: str | None
    country: str | None
    reach: Reach | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class ProposalRead:
    """A proposal with all that a decision needs. `makes_stale` are translations: (row, field, language)."""

    proposal: Proposal
    fields: tuple[FieldRead, ...]
    makes_stale: tuple[Key, ...]
    phones: tuple[PhoneVerdict, ...]

    @property
    def conflicts(self) -> tuple[FieldRead, ...]:
        """Return the fields in whose way something else stands by now."""
        return tuple(one for one in self.fields if one.conflicts)


def read(connection: Connection, number: int) -> ProposalRead:
    """Return a proposal.

    Raises:
        UnknownProposalError: there is none of this number.
    """
    proposal = proposal_row(connection, number)
    changes = kept(connection, number)
    waits = proposal.state == State.WAITING
    fields = tuple(one for change in changes for one in _fields(connection, change, waits=waits))
    stale = tuple(left_behind(connection, changes)) if waits else ()
    mended = {one.key for one in changes if one.table == "translation" and "text" in one.new}
    phones = tuple(_verdicts(Rows(connection, changes), changes)) if waits else ()
    return ProposalRead(proposal, fields, tuple(one for one in stale if one not in mended), phones)


def _fields(connection: Connection, change: Change, *, waits: bool) -> Iterator[FieldRead]:
    row = stored_row(connection, change.table, change.key)
    made = change.action is Action.CREATE
    for name, new in change.new.items():
        old, now = change.old[name], row[name] if row else None
        conflicts = waits and (row is not None if made else row is None or now != old)
        yield FieldRead(change.action, change.table, change.key, name, old, new, now, conflicts)


def _verdicts(rows: Rows, changes: Sequence[Change]) -> Iterator[PhoneVerdict]:
    for one in changes:
        phone = rows.read("phone", one.key) if one.table == "phone" else None
        if phone is not None and not {"number", "type"}.isdisjoint(one.new):
            country = home_of(rows, phone)
            reach = reach_there(rows, phone)
            doubtful = reach is not None and reach.kind != "chat" and _is_doubtful(phone["number"], country)
            yield PhoneVerdict(one.key[0], phone["number"], phone.get("type"), country, reach, doubtful)


def _is_doubtful(number: str, country: str | None) -> bool:
    try:
        return bool(judge_number(number, country or WORLD).doubt)
    except RefusedError:
        return True
