"""Proposed changes, and stale translations."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the column for stale translations."""
    with op.batch_alter_table("translation") as translation:
        translation.add_column(sa.Column("stale", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=True),
        sa.Column("organization_id", sa.String(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decider_id", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index(
        "ix_proposal_organization_id",
        "proposal",
        ["organization_id"],
        sqlite_where=sa.text("organization_id IS NOT NULL"),
        postgresql_where=sa.text("organization_id IS NOT NULL"),
    )
    op.create_index(
        "ix_proposal_service_id",
        "proposal",
        ["service_id"],
        sqlite_where=sa.text("service_id IS NOT NULL"),
        postgresql_where=sa.text("service_id IS NOT NULL"),
    )
    op.create_index("ix_proposal_state", "proposal", ["state"])
    op.create_table(
        "proposed_field",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposed_field_proposal_id_proposal"),
        sa.PrimaryKeyConstraint("proposal_id", "position", name="pk_proposed_field"),
    )
    op.create_index("ix_proposed_field_table_name_row_key", "proposed_field", ["table_name", "row_key"])


def downgrade() -> None:
    """Drop the tables and the column."""
    with op.batch_alter_table("translation") as translation:
        translation.drop_column("stale")
    op.drop_table("proposed_field")
    op.drop_table("proposal")
