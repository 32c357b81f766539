"""Counts of the answers to "Did this help?", by month."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "helped_count",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "answer", name="pk_helped_count"),
    )


def downgrade() -> None:
    """Drop the table and its counts."""
    op.drop_table("helped_count")
