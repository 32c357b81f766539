"""Further tables of ours: audiences, translations, protected addresses, the search index.

Needs become attributes with terms of a taxonomy, as HSDS classifies services; `made_for` becomes audiences.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from directory.models.record import stable_id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Columns = tuple[sa.Column[Any], ...]

NEEDS = "waylight-needs"
MADE_FOR = {"children": ("girls", "boys"), "seafarers": ("seafaring",)}
PROTECTED_ADDRESS = ("attention", "address_2", "city", "region", "state_province", "postal_code")
PROTECTED_CONTACT = ("name", "title", "department", "email", "number")
OLD_PLACE_INDEX = "ix_coverage_country_region_whole_service_id"
# In creation order.
TABLES = (
    "audience",
    "nationality",
    "schedule_zone",
    "translation",
    "term_synonym",
    "unresolved_reference",
    "partner_address",
    "staff_address",
    "partner_contact",
    "staff_contact",
    "search_entry",
    "near_cell",
    "service_text",
)


def upgrade() -> None:
    """Create the tables, move needs and `made_for`, then drop their old table and column."""
    _said_of_services()
    _said_of_anything()
    _protected()
    _computed()
    _widen()
    _needs_to_attributes()
    _made_for_to_audiences()
    op.drop_table("service_need")
    with op.batch_alter_table("conduct") as batch:
        batch.drop_column("made_for")


def downgrade() -> None:
    """Move needs and `made_for` back, then drop the tables. Translations and protected addresses are lost."""
    with op.batch_alter_table("conduct") as batch:
        batch.add_column(sa.Column("made_for", sa.String()))
    _service_need()
    _attributes_to_needs()
    _audiences_to_made_for()
    op.create_index(OLD_PLACE_INDEX, "coverage", ["country", "region", "whole", "service_id"])
    op.drop_index("ix_assurance_verified_at", "assurance")
    narrowed = (("coverage", ("latitude", "longitude", "radius_metres")), ("assurance", ("method",)))
    for table, columns in (*narrowed, ("conduct", ("mandatory_reporting",))):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
    for table in reversed(TABLES):
        op.drop_table(table)


def _said_of_services() -> None:
    for table, column in (("audience", "code"), ("nationality", "country")):
        key = sa.PrimaryKeyConstraint("service_id", column, name=f"pk_{table}")
        op.create_table(table, _text("service_id"), _text(column), key, _link(table, "service"))
    key = sa.PrimaryKeyConstraint("schedule_id", name="pk_schedule_zone")
    op.create_table("schedule_zone", _text("schedule_id"), _text("zone"), key, _link("schedule_zone", "schedule"))


def _said_of_anything() -> None:
    keys = ("entity_id", "field", "language")
    columns: Columns = (*map(_text, keys), _text("text"), sa.Column("reviewed", sa.Boolean(), nullable=False))
    op.create_table("translation", *columns, sa.PrimaryKeyConstraint(*keys, name="pk_translation"))
    keys = ("term_id", "language", "word")
    link = sa.ForeignKeyConstraint(["term_id"], ["taxonomy_term.id"], name="fk_term_synonym_term_id_taxonomy_term")
    op.create_table("term_synonym", *map(_text, keys), sa.PrimaryKeyConstraint(*keys, name="pk_term_synonym"), link)
    keys = ("table_name", "row_id", "column_name")
    key = sa.PrimaryKeyConstraint(*keys, name="pk_unresolved_reference")
    op.create_table("unresolved_reference", *map(_text, keys), _text("target_id"), key)


def _protected() -> None:
    for circle in ("partner", "staff"):
        table = f"{circle}_address"
        points: Columns = (sa.Column("latitude", sa.Float()), sa.Column("longitude", sa.Float()))
        needed = (_text("location_id"), _text("address_1"), _text("country"))
        _owned(table, "location", *needed, *(_text(name, optional=True) for name in PROTECTED_ADDRESS), *points)
        contact = (_text("service_id"), *(_text(name, optional=True) for name in PROTECTED_CONTACT))
        _owned(f"{circle}_contact", "service", *contact)


def _computed() -> None:
    keys = ("need", "scope", "language", "reach", "rank", "service_id")
    numbers = ("reach", "rank")
    columns: Columns = (
        *(_number(name) if name in numbers else _text(name) for name in keys),
        _number("open_to"),
        _number("focus"),
        sa.Column("verified_at", sa.DateTime(timezone=True)),
    )
    key = sa.PrimaryKeyConstraint(*keys, name="pk_search_entry")
    op.create_table("search_entry", *columns, key, _link("search_entry", "service"), sqlite_with_rowid=False)
    op.create_index("ix_search_entry_service_id", "search_entry", ["service_id"])
    points = [sa.Column(name, sa.Float(), nullable=False) for name in ("latitude", "longitude")]
    key = sa.PrimaryKeyConstraint("service_id", "cell", name="pk_near_cell")
    cell: Columns = (_text("service_id"), _text("cell"), *points, sa.Column("radius_metres", sa.Float()))
    op.create_table("near_cell", *cell, key, _link("near_cell", "service"))
    key = sa.PrimaryKeyConstraint("id", name="pk_service_text")
    once = sa.UniqueConstraint("service_id", name="uq_service_text_service_id")
    columns = (sa.Column("id", sa.Integer(), nullable=False), _text("service_id"), _text("text"))
    op.create_table("service_text", *columns, key, once, _link("service_text", "service"))


def _widen() -> None:
    """Add columns to older tables. Search no longer starts from coverage."""
    op.drop_index(OLD_PLACE_INDEX, "coverage")
    for name in ("latitude", "longitude", "radius_metres"):
        op.add_column("coverage", sa.Column(name, sa.Float()))
    op.add_column("assurance", sa.Column("method", sa.String()))
    op.create_index("ix_assurance_verified_at", "assurance", ["verified_at"])
    op.add_column("conduct", sa.Column("mandatory_reporting", sa.Boolean()))


def _needs_to_attributes() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT service_id, need FROM service_need"))
    rows = [(str(service), str(need)) for service, need in found]
    if not rows:
        return
    taxonomy = {"id": stable_id("taxonomy", NEEDS), "name": "Waylight needs", "description": "What a person may need"}
    connection.execute(
        sa.text("INSERT INTO taxonomy (id, name, description) VALUES (:id, :name, :description)"), taxonomy
    )
    term = "INSERT INTO taxonomy_term (id, code, name, description, taxonomy_id) VALUES (:id, :code, :code, :code, :of)"
    for need in sorted({need for _, need in rows}):
        given = {"id": stable_id("taxonomy_term", NEEDS, need), "code": need, "of": taxonomy["id"]}
        connection.execute(sa.text(term), given)
    attribute = (
        "INSERT INTO attribute (id, link_id, taxonomy_term_id, link_entity) VALUES (:id, :service, :term, 'service')"
    )
    for service, need in rows:
        of = stable_id("taxonomy_term", NEEDS, need)
        given = {"id": stable_id("attribute", service, of), "service": service, "term": of}
        connection.execute(sa.text(attribute), given)


def _attributes_to_needs() -> None:
    moved = (
        "INSERT INTO service_need (need, service_id) SELECT DISTINCT term.code, attribute.link_id FROM attribute"
        " JOIN taxonomy_term AS term ON term.id = attribute.taxonomy_term_id WHERE term.taxonomy_id = :needs"
        " AND attribute.link_entity = 'service'"
    )
    theirs = "SELECT id FROM taxonomy_term WHERE taxonomy_id = :needs"
    connection = op.get_bind()
    for statement in (
        moved,
        f"DELETE FROM attribute WHERE taxonomy_term_id IN ({theirs})",  # noqa: S608 - our names
        f"DELETE FROM term_synonym WHERE term_id IN ({theirs})",  # noqa: S608 - our names
        "DELETE FROM taxonomy_term WHERE taxonomy_id = :needs",
        "DELETE FROM taxonomy WHERE id = :needs",
    ):
        connection.execute(sa.text(statement), {"needs": stable_id("taxonomy", NEEDS)})


def _made_for_to_audiences() -> None:
    connection = op.get_bind()
    for made_for, codes in MADE_FOR.items():
        for code in codes:
            moved = "INSERT INTO audience SELECT service_id, :code FROM conduct WHERE made_for = :made_for"
            connection.execute(sa.text(moved), {"code": code, "made_for": made_for})


def _audiences_to_made_for() -> None:
    """Mark services for children only, or seafarers only, as the older tables did."""
    connection = op.get_bind()
    for made_for, codes in MADE_FOR.items():
        theirs = ", ".join(f"'{code}'" for code in codes)
        moved = (
            f"UPDATE conduct SET made_for = :made_for WHERE service_id IN (SELECT service_id FROM audience"  # noqa: S608
            f" GROUP BY service_id HAVING SUM(CASE WHEN code IN ({theirs}) THEN 0 ELSE 1 END) = 0)"
        )
        connection.execute(sa.text(moved), {"made_for": made_for})


def _service_need() -> None:
    key = sa.PrimaryKeyConstraint("need", "service_id", name="pk_service_need")
    op.create_table("service_need", _text("need"), _text("service_id"), key, _link("service_need", "service"))
    op.create_index("ix_service_need_service_id", "service_need", ["service_id"])


def _owned(table: str, owner: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table, _text("id"), *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"), _link(table, owner)
    )
    op.create_index(f"ix_{table}_{owner}_id", table, [f"{owner}_id"])


def _text(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=optional)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _link(table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{target}_id"], [f"{target}.id"], name=f"fk_{table}_{target}_id_{target}")
