"""The remaining HSDS 3.0 tables, and foreign keys to them."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Columns = tuple[sa.Column[Any], ...]

# In creation order: each table after those that it references.
TABLES = (
    "organization_identifier",
    "program",
    "funding",
    "url",
    "cost_option",
    "required_document",
    "address",
    "accessibility",
    "contact",
    "taxonomy",
    "taxonomy_term",
    "attribute",
    "metadata",
    "meta_table_description",
)
# Columns that are older than the tables that they reference.
LINKS = (("service", "program_id", "program"), ("phone", "contact_id", "contact"))


def upgrade() -> None:
    """Create the tables, then the foreign keys of older tables to them."""
    _of_organizations()
    _of_services()
    _of_locations()
    _contact()
    _taxonomies()
    _meta()
    for table, column, target in LINKS:
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(f"fk_{table}_{column}_{target}", target, [column], ["id"])
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_service_last_modified", "service", ["last_modified"])


def downgrade() -> None:
    """Drop the foreign keys and the tables; older tables keep their rows, with empty links."""
    op.drop_index("ix_service_last_modified", "service")
    for table, column, target in LINKS:
        op.drop_index(f"ix_{table}_{column}", table)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"fk_{table}_{column}_{target}", type_="foreignkey")
        op.execute(sa.text(f"UPDATE {table} SET {column} = NULL"))  # noqa: S608 - our names
    for table in reversed(TABLES):
        op.drop_table(table)


def _of_organizations() -> None:
    needed = ("identifier_type", "identifier")
    of_organization = {"organization_id": "organization"}
    of_both = of_organization | {"service_id": "service"}
    _table("organization_identifier", *_texts("identifier_scheme"), *_required(*needed), points_at=of_organization)
    _table("program", *_required("name", "description"), *_texts("alternate_name"), points_at=of_organization)
    _table("funding", *_texts("source"), points_at=of_both)
    _table("url", *_required("url"), *_texts("label"), points_at=of_both)


def _of_services() -> None:
    of_service = {"service_id": "service"}
    texts = _texts("valid_from", "valid_to", "option", "currency", "amount_description")
    _table("cost_option", *texts, sa.Column("amount", sa.Float()), points_at=of_service)
    _table("required_document", *_texts("document", "uri"), points_at=of_service)


def _of_locations() -> None:
    of_location = {"location_id": "location"}
    needed = _required("address_1", "city", "state_province", "postal_code", "country", "address_type")
    _table("address", *needed, *_texts("attention", "address_2", "region"), points_at=of_location)
    _table("accessibility", *_texts("description", "details", "url"), points_at=of_location)


def _contact() -> None:
    owners = ("organization", "service", "service_at_location", "location")
    texts = _texts("name", "title", "department", "email")
    _table("contact", *texts, points_at={f"{owner}_id": owner for owner in owners})


def _taxonomies() -> None:
    _table("taxonomy", *_required("name", "description"), *_texts("uri", "version"))
    columns: Columns = (*_required("name", "description"), *_texts("code", "taxonomy", "language", "term_uri"))
    _table("taxonomy_term", *columns, points_at={"parent_id": "taxonomy_term", "taxonomy_id": "taxonomy"})
    columns = tuple(_texts("link_id", "link_type", "link_entity", "value"))
    _table("attribute", *columns, points_at={"taxonomy_term_id": "taxonomy_term"})
    op.create_index("ix_attribute_link_id", "attribute", ["link_id"])


def _meta() -> None:
    needed = ("last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by")
    _table("metadata", *_texts("resource_id", "resource_type"), *_required(*needed))
    op.create_index("ix_metadata_resource_id", "metadata", ["resource_id"])
    _table("meta_table_description", *_texts("name", "language", "character_set"))


def _texts(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.String()) for name in names)


def _required(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.String(), nullable=False) for name in names)


def _table(name: str, *columns: sa.Column[Any], points_at: dict[str, str] | None = None) -> None:
    """Create a table with a text id, its columns, and an indexed foreign key for each table that it references."""
    targets = points_at or {}
    links = [sa.Column(column, sa.String()) for column in targets]
    keys = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{name}_{column}_{target}")
        for column, target in targets.items()
    ]
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, sa.Column("id", sa.String(), nullable=False), *columns, *links, key, *keys)
    for column in targets:
        op.create_index(f"ix_{name}_{column}", name, [column])
