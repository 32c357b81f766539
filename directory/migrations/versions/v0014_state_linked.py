"""Whether a state body runs a service."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of entries that are there it is not known."""
    op.add_column("conduct", sa.Column("state_linked", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("conduct", "state_linked")
