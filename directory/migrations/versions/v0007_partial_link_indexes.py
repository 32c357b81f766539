"""Partial indexes on links: without the empty ones.

Most links of HSDS are empty in most rows (a phone belongs to one of five owners). With them, SQLite considers an index
useless and reads the whole table: a page of the API took 25 s with a million services.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LINKS = {
    "accessibility": ("location_id",),
    "address": ("location_id",),
    "attribute": ("link_id", "taxonomy_term_id"),
    "contact": ("location_id", "organization_id", "service_at_location_id", "service_id"),
    "cost_option": ("service_id",),
    "funding": ("organization_id", "service_id"),
    "language": ("location_id", "phone_id", "service_id"),
    "location": ("organization_id",),
    "metadata": ("resource_id",),
    "organization": ("parent_organization_id",),
    "organization_identifier": ("organization_id",),
    "phone": ("contact_id", "location_id", "organization_id", "service_at_location_id", "service_id"),
    "program": ("organization_id",),
    "required_document": ("service_id",),
    "schedule": ("location_id", "service_at_location_id", "service_id"),
    "service": ("program_id",),
    "service_area": ("service_id",),
    "taxonomy_term": ("parent_id", "taxonomy_id"),
    "url": ("organization_id", "service_id"),
}


def upgrade() -> None:
    """Recreate the indexes without empty links."""
    for table, columns in LINKS.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
            filled = sa.text(f"{column} IS NOT NULL")
            op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=filled, postgresql_where=filled)


def downgrade() -> None:
    """Recreate the indexes with empty links."""
    for table, columns in LINKS.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
            op.create_index(f"ix_{table}_{column}", table, [column])
