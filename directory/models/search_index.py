"""Search index: computed from the other tables, and written only by `directory.search.index`."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class SearchEntry(Record, table=True):
    """One service for one need, one scope and one language, in ranking order.

    The primary key is the order: search reads the first rows of (need, scope, language, reach) and never sorts.
    `directory.search.index` explains scopes, ranks and masks.
    """

    __tablename__: ClassVar[str] = "search_entry"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    need: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    reach: int = Field(primary_key=True)
    rank: int = Field(primary_key=True)
    service_id: str = Field(primary_key=True, foreign_key="service.id", index=True)
    open_to: int
    focus: int
    verified_at: datetime | None = None


class NearCell(Record, table=True):
    """A cell of the map grid (`directory.search.geography`) in which a service is located or which it serves."""

    __tablename__: ClassVar[str] = "near_cell"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    cell: str = Field(primary_key=True)
    latitude: float
    longitude: float
    radius_metres: float | None = None


class ServiceText(Record, table=True):
    """The names of a service, normalized by `directory.domain.text_keys`, for the free-text search of staff.

    Each database has a trigram index on `text` (`migrations/versions/v0005_free_text.py`).
    """

    __tablename__: ClassVar[str] = "service_text"

    id: int | None = Field(default=None, primary_key=True)
    service_id: str = Field(foreign_key="service.id", unique=True)
    text: str
