"""HSDS taxonomy, taxonomy_term and attribute: how entries are classified.

The needs that a service answers are attributes with terms of the taxonomy "Waylight needs", whose `code` is a
`directory.search.Need`.
"""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Taxonomy(Record, table=True):
    """HSDS 3.0 `taxonomy`."""

    __tablename__: ClassVar[str] = "taxonomy"

    id: str = Field(primary_key=True)
    name: str
    description: str
    uri: str | None = None
    version: str | None = None


class TaxonomyTerm(Record, table=True):
    """HSDS 3.0 `taxonomy_term`."""

    __tablename__: ClassVar[str] = "taxonomy_term"

    id: str = Field(primary_key=True)
    code: str | None = None
    name: str
    description: str
    parent_id: str | None = Field(default=None, foreign_key="taxonomy_term.id", index=True)
    taxonomy: str | None = None
    language: str | None = None
    taxonomy_id: str | None = Field(default=None, foreign_key="taxonomy.id", index=True)
    term_uri: str | None = None


class Attribute(Record, table=True):
    """HSDS 3.0 `attribute`: assigns a term to a row of any table (`link_id`; `link_entity` names the table)."""

    __tablename__: ClassVar[str] = "attribute"

    id: str = Field(primary_key=True)
    link_id: str | None = Field(default=None, index=True)
    taxonomy_term_id: str | None = Field(default=None, foreign_key="taxonomy_term.id", index=True)
    link_type: str | None = None
    link_entity: str | None = None
    value: str | None = None
