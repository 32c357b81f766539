"""What can be wrong with a change, one class for each outcome; the pages make sentences of them.

None of them quotes a value: what somebody typed by mistake may be private.
"""

from enum import StrEnum


class What(StrEnum):
    """What is wrong with a field of an edit."""

    TABLE = "table"
    """Rows of this table are not edited."""
    FIELD = "field"
    """The table has no such field, or it is not to be edited."""
    KEY = "key"
    """The key has another shape than those of this table."""
    MISSING = "missing"
    """The field can't be empty."""
    TOO_LONG = "too_long"
    CHARACTERS = "characters"
    """A sign that no text may hold: a control sign, half of a sign, one that turns the direction of writing."""
    TEXT = "text"
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
    """No region of ISO 3166-2, or one of another country."""
    ZONE = "zone"
    HOURS = "hours"
    """The fields of a schedule together mean nothing that can be read for certain."""
    LINK = "link"
    """The link leads to no row, neither in the directory nor among those that are made with it."""
    CIRCLE = "circle"
    """The row would be its own ancestor."""
    TWICE = "twice"
    """Two edits are of the same row."""
    EXISTS = "exists"
    """There is a row with this key already."""
    WITHHELD = "withheld"
    """The place is protected: it has no public address or point."""


class ReviewError(Exception):
    """A change that is not made; nothing was written."""


class NothingChangesError(ReviewError):
    """Every value stands there already."""


class BadEditError(ReviewError):
    """A field can't have its value."""

    def __init__(self, table: str, field: str | None, what: What) -> None:
        """Take where it is, and what is wrong."""
        super().__init__(table, field, what.value)
        self.table, self.field, self.what = table, field, what


class ProtectedTextError(ReviewError):
    """A text holds what is protected of the same service or place."""

    def __init__(self, table: str | None, field: str | None) -> None:
        """Take where it is; both None mean the reason."""
        super().__init__(table, field)
        self.table, self.field = table, field


class UnknownRowError(ReviewError):
    """A row that is to be changed, removed or checked is not there."""


class InUseError(ReviewError):
    """Other rows hang on a row that is to go. A service is not removed but becomes inactive."""


class UnknownProposalError(ReviewError):
    """There is no such proposal."""


class NotWaitingError(ReviewError):
    """Somebody has decided on the proposal, or taken it back."""


class OwnProposalError(ReviewError):
    """Nobody publishes what they proposed themselves."""


class NotAuthorError(ReviewError):
    """Only who proposed a change takes it back before a decision."""


class ChangedMeanwhileError(ReviewError):
    """The directory says something else than when the change was proposed, or published."""


class NotPublishedError(ReviewError):
    """Only what is published can be undone."""
