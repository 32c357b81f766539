"""Our own tables: needs, coverage, assurance, conduct, phone reach, provenance, emergency numbers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Columns = tuple[sa.Column[Any], ...]

# In creation order.
TABLES = (
    "service_need",
    "coverage",
    "assurance",
    "conduct",
    "phone_reach",
    "provenance",
    "emergency_number",
    "starter_entry",
    "starter_load",
)


def upgrade() -> None:
    """Create the tables and the indexes of search."""
    _service_need()
    _coverage()
    _assurance()
    _conduct()
    _phone_reach()
    _provenance()
    _emergency_number()
    _starter()


def downgrade() -> None:
    """Drop the tables; the HSDS tables stay."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _service_need() -> None:
    columns: Columns = (_text("need"), _text("service_id"))
    # The primary key begins with the need: it is the index that search uses.
    op.create_table("service_need", *columns, _key("service_need", "need", "service_id"), _of_service("service_need"))
    op.create_index("ix_service_need_service_id", "service_need", ["service_id"])


def _coverage() -> None:
    columns: Columns = (
        _text("id"),
        _text("service_id"),
        _text("country", optional=True),
        _text("region", optional=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
    )
    op.create_table("coverage", *columns, _key("coverage", "id"), _of_service("coverage"))
    place = ["country", "region", "whole", "service_id"]
    op.create_index("ix_coverage_country_region_whole_service_id", "coverage", place)
    op.create_index("ix_coverage_service_id", "coverage", ["service_id"])


def _assurance() -> None:
    columns: Columns = (
        _text("service_id"),
        _text("verified_by", optional=True),
        sa.Column("verified_at", sa.DateTime(timezone=True)),
    )
    op.create_table("assurance", *columns, _key("assurance", "service_id"), _of_service("assurance"))


def _conduct() -> None:
    flags = ("police_linked", "consular", "trafficking_specific")
    columns: Columns = (
        _text("service_id"),
        *(sa.Column(flag, sa.Boolean(), nullable=False) for flag in flags),
        _text("made_for", optional=True),
        _text("reason", optional=True),
    )
    op.create_table("conduct", *columns, _key("conduct", "service_id"), _of_service("conduct"))


def _phone_reach() -> None:
    columns: Columns = (
        _text("phone_id"),
        _text("kind"),
        _text("country", optional=True),
        sa.Column("dialable_from_abroad", sa.Boolean(), nullable=False),
        _text("international", optional=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    link = sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name="fk_phone_reach_phone_id_phone")
    op.create_table("phone_reach", *columns, _key("phone_reach", "phone_id"), link)


def _provenance() -> None:
    needed = ("entity_id", "source_url", "confidence", "source_kind")
    optional = ("source_date", "second_source", "note")
    columns: Columns = (*(_text(name) for name in needed), *(_text(name, optional=True) for name in optional))
    op.create_table("provenance", *columns, _key("provenance", "entity_id"))


def _emergency_number() -> None:
    columns: Columns = (
        *(_text(name) for name in ("country", "kind", "number", "confidence", "source")),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    op.create_table("emergency_number", *columns, _key("emergency_number", "country", "kind", "number"))


def _starter() -> None:
    entry = (_text("service_id"), _text("content_hash"))
    op.create_table("starter_entry", *entry, _key("starter_entry", "service_id"), _of_service("starter_entry"))
    load = (sa.Column("id", sa.Integer(), nullable=False), _text("content_hash"))
    op.create_table("starter_load", *load, _key("starter_load", "id"))


def _text(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=optional)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _of_service(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=f"fk_{table}_service_id_service")
