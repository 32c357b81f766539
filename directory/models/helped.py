"""Whether people found what they needed: numbers, and nothing of who said so."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class HelpedCount(Record, table=True):
    """How many answers of one kind a month brought.

    A month and not a day: in a small line an answer a day could be laid beside one person's conversation.
    """

    __tablename__: ClassVar[str] = "helped_count"

    month: str = Field(primary_key=True)
    """YYYY-MM, in UTC."""
    answer: str = Field(primary_key=True)
    """yes, partly or no."""
    count: int
