"""Held proposals, and random ids of the locations that protected addresses made.

The danger is an id that anybody can compute from the id of a service: it tells that the service has a hidden address.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from directory.models.record import stable_id

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

GENERIC_LINKS = (
    ("attribute", "link_id"),
    ("metadata", "resource_id"),
    ("translation", "entity_id"),
    ("provenance", "entity_id"),
    ("unresolved_reference", "row_id"),
    ("unresolved_reference", "target_id"),
    ("withheld_location", "location_id"),
)
"""Columns without a foreign key that may hold the id of a location or of the link of a service to it."""


def upgrade() -> None:
    """Add the column, and give each location with a computable id a random one."""
    op.add_column("proposal", sa.Column("held", sa.String(), nullable=True))
    connection = op.get_bind()
    locations = set(connection.scalars(sa.text("SELECT id FROM location")))
    for service in connection.scalars(sa.text("SELECT id FROM service")).all():
        location = stable_id("location", "protected", service)
        if location in locations:
            _rename(connection, "service_at_location", stable_id("service_at_location", location))
            _rename(connection, "location", location)


def downgrade() -> None:
    """Drop the column; the ids stay random."""
    with op.batch_alter_table("proposal") as proposal:
        proposal.drop_column("held")


def _rename(connection: sa.Connection, table: str, key: str) -> None:
    """Give a row a random id: foreign keys are checked at once, so it is copied, its links are moved, and it goes."""
    inspector, new = sa.inspect(connection), str(uuid4())
    names = [column["name"] for column in inspector.get_columns(table) if column["name"] != "id"]
    rows = sa.table(table, sa.column("id"), *map(sa.column, names))
    copied = sa.select(sa.literal(new), *(rows.c[name] for name in names)).where(rows.c.id == key)
    connection.execute(sa.insert(rows).from_select(["id", *names], copied))
    for other, column in (*_links_to(inspector, table), *GENERIC_LINKS):
        linked = sa.table(other, sa.column(column))
        connection.execute(sa.update(linked).where(linked.c[column] == key).values({column: new}))
    connection.execute(sa.delete(rows).where(rows.c.id == key))
    _rename_in_proposals(connection, key, new)


def _rename_in_proposals(connection: sa.Connection, key: str, new: str) -> None:
    """Change the id where proposals name the row, or hold a link to it, as JSON."""
    fields = sa.table("proposed_field", sa.column("row_key"), sa.column("old"), sa.column("new"))
    for column, form in (("row_key", '["{}"]'), ("old", '"{}"'), ("new", '"{}"')):
        stmt = sa.update(fields).where(fields.c[column] == form.format(key))
        connection.execute(stmt.values({column: form.format(new)}))


def _links_to(inspector: sa.Inspector, table: str) -> list[tuple[str, str]]:
    return [
        (other, link["constrained_columns"][0])
        for other in inspector.get_table_names()
        for link in inspector.get_foreign_keys(other)
        if link["referred_table"] == table
    ]
