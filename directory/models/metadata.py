"""HSDS metadata (the public change log) and meta_table_description."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Metadata(Record, table=True):
    """HSDS 3.0 `metadata`: one change of one field of a row of any table."""

    __tablename__: ClassVar[str] = "metadata"

    id: str = Field(primary_key=True)
    resource_id: str | None = Field(default=None, index=True)
    resource_type: str | None = None
    last_action_date: str
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str


class MetaTableDescription(Record, table=True):
    """HSDS 3.0 `meta_table_description`."""

    __tablename__: ClassVar[str] = "meta_table_description"

    id: str = Field(primary_key=True)
    name: str | None = None
    language: str | None = None
    character_set: str | None = None
