"""Errors of moderation, one class for each outcome; the staff pages turn them into sentences.

No error quotes a value: what somebody typed by mistake may be private.
"""

from enum import StrEnum


class EditProblem(StrEnum):
    """Why an edit is rejected."""

    TABLE = "table"
    """The table is not editable."""
    FIELD = "field"
    """The table has no such field, or it is not editable."""
    KEY = "key"
    """The key does not have the columns of this table's primary key."""
    MISSING = "missing"
    """The field is required."""
    TOO_LONG = "too_long"
    CHARACTERS = "characters"
    """A forbidden character: a control character, half a surrogate pair, or one that changes the text direction."""
    TEXT = "text"
    DIGITS = "digits"
    CHOICE = "choice"
    NUMBER = "number"
    INTEGER = "integer"
    LATITUDE = "latitude"
    DEGREES = "degrees"
    RADIUS = "radius"
    FLAG = "flag"
    UUID = "uuid"
    URI = "uri"
    EMAIL = "email"
    TIME = "time"
    LANGUAGE = "language"
    DATE = "date"
    COUNTRY = "country"
    REGION = "region"
    """Not a region of ISO 3166-2, or one of another country."""
    ZONE = "zone"
    HOURS = "hours"
    """The fields of a schedule cannot be combined into unambiguous hours."""
    LINK = "link"
    """The linked row exists neither in the directory nor in the proposal."""
    CIRCLE = "circle"
    """The row would be its own ancestor."""
    TWICE = "twice"
    """Two edits concern the same row."""
    EXISTS = "exists"
    """A row with this key exists already."""
    WITHHELD = "withheld"
    """The location is protected: it may have no public address or coordinates."""


class ModerationError(Exception):
    """A change was rejected; nothing was written."""


class NoChangesError(ModerationError):
    """All values are as they are already."""


class BadEditError(ModerationError):
    """A field cannot have this value."""

    def __init__(self, table: str, field: str | None, problem: EditProblem) -> None:
        super().__init__(table, field, problem.value)
        self.table, self.field, self.problem = table, field, problem


class ProtectedTextError(ModerationError):
    """The reason of a decision holds protected data that its author may read."""


class HeldProposalError(ModerationError):
    """The proposal holds protected data that the decider may not read."""


class UnknownRowError(ModerationError):
    """The row to be changed, removed or verified does not exist."""


class InUseError(ModerationError):
    """Other rows depend on a row to be removed. A service is never removed but becomes inactive."""


class UnknownProposalError(ModerationError):
    """The proposal does not exist."""


class NotWaitingError(ModerationError):
    """The proposal has been decided on or withdrawn."""


class OwnProposalError(ModerationError):
    """Nobody publishes their own proposal."""


class NotAuthorError(ModerationError):
    """Only the author withdraws a proposal."""


class ConflictError(ModerationError):
    """The directory has changed since the proposal was submitted, or published."""


class NotPublishedError(ModerationError):
    """Only a published proposal can be reverted."""
