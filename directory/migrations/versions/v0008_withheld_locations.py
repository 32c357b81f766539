"""The ids of withheld locations, so that no import publishes their addresses again.

The danger is a partner's next file: it still holds the address that staff removed from the public tables. No foreign
key to `location`: the mark outlives the location, since an import may bring that back too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROTECTED = ("partner_address", "staff_address")


def upgrade() -> None:
    """Create the table, with the locations that are protected already."""
    key = sa.PrimaryKeyConstraint("location_id", name="pk_withheld_location")
    op.create_table("withheld_location", sa.Column("location_id", sa.String(), nullable=False), key)
    known = " UNION ".join(f"SELECT location_id FROM {table}" for table in PROTECTED)  # noqa: S608 - our names
    op.execute(f"INSERT INTO withheld_location (location_id) {known}")


def downgrade() -> None:
    """Drop the table; the protected addresses stay."""
    op.drop_table("withheld_location")
