"""Proposed changes of the directory, and the decisions on them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from directory.models.record import Record


class Proposal(Record, table=True):
    """A change as a whole: all of its fields are published together or not at all.

    `state` is waiting, published, declined, withdrawn or undone. `service_id` and `organization_id` say what it is
    about, for those who may decide; no foreign keys: the history of an entry outlives it. `undoes` is the proposal that
    this one reverts. Author and decider are ids of `staff_account`; the command line has none. `held` says why only its
    author and those who may read protected data see it (`directory.moderation.redaction_guard.HeldReason`), None if it
    is not held.
    """

    __tablename__: ClassVar[str] = "proposal"

    id: int | None = Field(default=None, primary_key=True)
    state: str = Field(index=True)
    service_id: str | None = Field(default=None, index=True)
    organization_id: str | None = Field(default=None, index=True)
    author_id: str | None = None
    made_at: datetime
    reason: str
    decider_id: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None
    undoes: int | None = None
    held: str | None = None


class ProposedField(Record, table=True):
    """One field of one row: its value when it was proposed, and the proposed one.

    `action` is create, update or delete of the row; `row_key` is the JSON list of the row's primary key. Values are
    JSON, so that None, numbers and texts come back as they were; `old` of a row to be created and `new` of one to be
    deleted are null.
    """

    __tablename__: ClassVar[str] = "proposed_field"
    __table_args__: ClassVar[tuple[Index]] = (Index("ix_proposed_field_table_name_row_key", "table_name", "row_key"),)

    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    position: int = Field(primary_key=True)
    action: str
    table_name: str
    row_key: str
    field: str
    old: str | None = None
    new: str | None = None
