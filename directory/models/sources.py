"""Where entries come from, and the emergency numbers of countries."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Provenance(Record, table=True):
    """The source of an entry; `confidence` (high, medium, low) is about the data, not the service."""

    __tablename__: ClassVar[str] = "provenance"

    entity_id: str = Field(primary_key=True)
    source_url: str
    source_date: str | None = None
    confidence: str
    source_kind: str
    second_source: str | None = None
    note: str | None = None


class EmergencyNumber(Record, table=True):
    """One emergency number of a country; `kind` is police, ambulance, fire, general, or a way without speaking.

    These are text (an SMS, answered for all services), text_police (an SMS to the police) and silent_call (a call to
    the police in which the digits of `keys` are pressed; others have no keys).
    """

    __tablename__: ClassVar[str] = "emergency_number"

    country: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    position: int
    confidence: str
    source: str
    keys: str | None = None


class StarterEntry(Record, table=True):
    """A service of the seed data, with the hash of what was loaded.

    A reload replaces an entry only if its hash has changed, so that the work of those who verified it outlives an
    update of the software.
    """

    __tablename__: ClassVar[str] = "starter_entry"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    content_hash: str


class StarterLoad(Record, table=True):
    """The hash of the seed data that was loaded last; one row."""

    __tablename__: ClassVar[str] = "starter_load"

    id: int = Field(primary_key=True)
    content_hash: str


class UnresolvedReference(Record, table=True):
    """A link of an imported row to a row that was not imported; it becomes a link when that row arrives."""

    __tablename__: ClassVar[str] = "unresolved_reference"

    table_name: str = Field(primary_key=True)
    row_id: str = Field(primary_key=True)
    column_name: str = Field(primary_key=True)
    target_id: str
