"""Which places are protected, by id and nothing else, so that no file brings their addresses back.

The danger is a partner's next file: it still holds the address that staff took out of the public tables.
No link to `location`: the mark stays where the place is removed, for the file may bring that back too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROTECTED = ("partner_address", "staff_address")


def upgrade() -> None:
    """Make the table, with the places that are protected already."""
    key = sa.PrimaryKeyConstraint("location_id", name="pk_withheld_location")
    op.create_table("withheld_location", sa.Column("location_id", sa.String(), nullable=False), key)
    known = " UNION ".join(f"SELECT location_id FROM {table}" for table in PROTECTED)  # noqa: S608 - our names
    op.execute(f"INSERT INTO withheld_location (location_id) {known}")


def downgrade() -> None:
    """Drop the table; the protected addresses stay."""
    op.drop_table("withheld_location")
