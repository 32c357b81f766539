"""Indexes for the lists of the API: one in the order of each filter, so that a page needs no sorting.

`last_modified` is text in any time zone, so it is compared in UTC (`directory/api/timestamps.py` builds the same
expression). SQLite rejects the word "now" in an indexed date, so the expression checks the first characters;
PostgreSQL rejects a cast that depends on settings, so it uses a function of ours. The index includes the columns of the
expression: otherwise a page would read a thousand rows to find its start. A later migration that recreates the table
`service` in batch mode loses `ix_api_service_changed` and must create it again.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CHANGED_SQLITE = """((CASE WHEN last_modified GLOB '[0-9][0-9][0-9][0-9]-*'
    THEN strftime('%Y-%m-%dT%H:%M:%fZ', last_modified) || ' ' || id END), last_modified, id)"""
CHANGED_POSTGRESQL = """(((waylight_moment(last_modified) || ' ' || id) COLLATE "C")) INCLUDE (last_modified, id)"""
POSTCODE = "upper(replace(replace(postal_code, ' ', ''), '-', ''))"
# Text without a zone is read as UTC, whatever the session's time zone: otherwise the function would not be immutable.
FUNCTION = """
CREATE FUNCTION waylight_moment(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF said !~ '^[0-9]{4}-' THEN
        RETURN NULL;
    END IF;
    IF said ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' OR said !~* '(z|[+-][0-9]{2}:?[0-9]{2})$' THEN
        said := said || 'Z';
    END IF;
    RETURN to_char(said::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    """Create the indexes."""
    changed = CHANGED_SQLITE
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        changed = CHANGED_POSTGRESQL
    op.execute(f"CREATE INDEX ix_api_service_changed ON service {changed}")
    op.execute(f"CREATE INDEX ix_api_address_postcode ON address (({POSTCODE}))")
    op.create_index("ix_api_attribute_term_link", "attribute", ["taxonomy_term_id", "link_id", "id"])
    op.create_index("ix_api_service_at_location_service", "service_at_location", ["service_id", "id"])
    op.create_index("ix_api_location_point", "location", ["latitude", "longitude"])


def downgrade() -> None:
    """Drop the indexes."""
    op.drop_index("ix_api_location_point", "location")
    op.drop_index("ix_api_service_at_location_service", "service_at_location")
    op.drop_index("ix_api_attribute_term_link", "attribute")
    op.drop_index("ix_api_address_postcode", "address")
    op.drop_index("ix_api_service_changed", "service")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION waylight_moment(text)")
