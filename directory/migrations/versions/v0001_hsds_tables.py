"""The HSDS 3.0 tables of the first version."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Columns = tuple[sa.Column[Any], ...]

# In creation order: each table after those that it references.
TABLES = (
    "organization",
    "service",
    "location",
    "service_at_location",
    "service_area",
    "phone",
    "language",
    "schedule",
)


def upgrade() -> None:
    """Create the tables."""
    _organization()
    _service()
    _location()
    _places_of_services()
    _phone()
    _language()
    _schedule()


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _organization() -> None:
    columns: Columns = (
        *_required("name", "description"),
        *_texts("alternate_name", "email", "website", "tax_status", "tax_id", "legal_status", "logo", "uri"),
        sa.Column("year_incorporated", sa.Integer()),
    )
    _table("organization", *columns, points_at={"parent_organization_id": "organization"})


def _service() -> None:
    columns: Columns = (
        *_required("name", "status"),
        *_texts("program_id", "alternate_name", "description", "url", "email", "interpretation_services"),
        *_texts("application_process", "fees_description", "wait_time", "fees", "accreditations"),
        *_texts("eligibility_description", "assured_date", "assurer_email", "licenses", "alert", "last_modified"),
        sa.Column("minimum_age", sa.Float()),
        sa.Column("maximum_age", sa.Float()),
    )
    _table("service", *columns, points_at={"organization_id": "organization"}, must_point=True)


def _location() -> None:
    columns: Columns = (
        *_required("location_type"),
        *_texts("url", "name", "alternate_name", "description", "transportation"),
        *_texts("external_identifier", "external_identifier_type"),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
    )
    _table("location", *columns, points_at={"organization_id": "organization"})


def _places_of_services() -> None:
    both = {"service_id": "service", "location_id": "location"}
    _table("service_at_location", *_texts("description"), points_at=both, must_point=True)
    columns = _texts("name", "description", "extent", "extent_type", "uri")
    _table("service_area", *columns, points_at={"service_id": "service"})


def _phone() -> None:
    columns: Columns = (
        *_required("number"),
        *_texts("contact_id", "type", "description"),
        sa.Column("extension", sa.Float()),
    )
    owners = ("location", "service", "organization", "service_at_location")
    _table("phone", *columns, points_at={f"{owner}_id": owner for owner in owners})


def _language() -> None:
    owners = ("service", "location", "phone")
    _table("language", *_texts("name", "code", "note"), points_at={f"{owner}_id": owner for owner in owners})


def _schedule() -> None:
    columns: Columns = (
        *_texts("valid_from", "valid_to", "dtstart", "until", "wkst", "freq", "byday", "byweekno", "bymonthday"),
        *_texts("byyearday", "description", "opens_at", "closes_at", "schedule_link", "attending_type", "notes"),
        sa.Column("timezone", sa.Float()),
        sa.Column("count", sa.Integer()),
        sa.Column("interval", sa.Integer()),
    )
    owners = ("service", "location", "service_at_location")
    _table("schedule", *columns, points_at={f"{owner}_id": owner for owner in owners})


def _texts(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.String()) for name in names)


def _required(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.String(), nullable=False) for name in names)


def _table(name: str, *columns: sa.Column[Any], points_at: dict[str, str], must_point: bool = False) -> None:
    """Create a table with a text id, its columns, and an indexed foreign key for each table that it references."""
    links = [sa.Column(column, sa.String(), nullable=not must_point) for column in points_at]
    keys = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{name}_{column}_{target}")
        for column, target in points_at.items()
    ]
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, sa.Column("id", sa.String(), nullable=False), *columns, *links, key, *keys)
    for column in points_at:
        op.create_index(f"ix_{name}_{column}", name, [column])
