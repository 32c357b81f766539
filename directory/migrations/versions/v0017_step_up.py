"""Staff: confirmation of sensitive actions, grants that wait for a second administrator, known browsers."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; open sessions have confirmed nothing."""
    op.add_column("staff_session", sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff_session", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "staff_grant_request",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organization_id", sa.String(), nullable=True),
        sa.Column("countries", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name="fk_staff_grant_request_account_id_staff_account"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_staff_grant_request"),
    )
    op.create_table(
        "staff_browser",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["staff_account.id"], name="fk_staff_browser_account_id_staff_account"),
        sa.PrimaryKeyConstraint("token_hash", "account_id", name="pk_staff_browser"),
    )
    op.create_index("ix_staff_browser_account_id", "staff_browser", ["account_id"])


def downgrade() -> None:
    """Drop them; a grant that waits is lost, and the account keeps the one that it has."""
    op.drop_table("staff_browser")
    op.drop_table("staff_grant_request")
    op.drop_column("staff_session", "failures")
    op.drop_column("staff_session", "stepped_up_at")
