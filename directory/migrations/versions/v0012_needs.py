"""Usage statistics."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_COLUMNS = {
    "place": ("country", "region", "need", "outcome"),
    "tongue": ("country", "language", "channel"),
    "person": ("country", "whom", "kind"),
    "referral": ("service_id",),
}


def upgrade() -> None:
    """Create the tables: of each kind one for the current period and one for published periods."""
    for kind, columns in _COLUMNS.items():
        for name in (f"asked_{kind}", f"published_{kind}"):
            op.create_table(
                name,
                *(sa.Column(column, sa.String(), nullable=False) for column in ("period", *columns)),
                sa.Column("count", sa.Integer(), nullable=False),
                sa.PrimaryKeyConstraint("period", *columns, name=f"pk_{name}"),
            )
    op.create_table(
        "closed_period",
        sa.Column("period", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("period", name="pk_closed_period"),
    )


def downgrade() -> None:
    """Drop the tables and their counts."""
    op.drop_table("closed_period")
    for kind in _COLUMNS:
        op.drop_table(f"published_{kind}")
        op.drop_table(f"asked_{kind}")
