"""What to press in a call to an emergency number without speaking."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; numbers that are there have no keys."""
    op.add_column("emergency_number", sa.Column("keys", sa.String(), nullable=True))


def downgrade() -> None:
    """Drop the column, and the numbers that earlier versions don't know."""
    numbers = sa.table("emergency_number", sa.column("kind", sa.String()))
    op.execute(sa.delete(numbers).where(numbers.c.kind.in_(("text", "text_police", "silent_call"))))
    op.drop_column("emergency_number", "keys")
