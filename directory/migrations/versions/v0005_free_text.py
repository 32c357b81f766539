"""Full-text search: a table of words, and trigram indexes on texts and on words.

SQLite has FTS5 with trigrams; triggers keep it in sync. For PostgreSQL the trigrams are computed here: its extension
may not be installed, and handles letters and digits only. All names begin with `service_text_`, as the models do not
know these tables. A word is stored between two spaces, so that its first and last letters form trigrams too.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXED: Final = (("service_text", "text"), ("service_text_word", "word"))

# Splits a text into pieces of three from its first, second and third character on: all its trigrams.
FUNCTION: Final = r"""
CREATE FUNCTION service_text_grams(whole text) RETURNS text[] IMMUTABLE STRICT PARALLEL SAFE COST 2000 LANGUAGE sql
RETURN string_to_array(regexp_replace(whole, '(...)', E'\\1\x01', 'g'), E'\x01')
    || string_to_array(regexp_replace(substr(whole, 2), '(...)', E'\\1\x01', 'g'), E'\x01')
    || string_to_array(regexp_replace(substr(whole, 3), '(...)', E'\\1\x01', 'g'), E'\x01')
"""


def upgrade() -> None:
    """Create the table of words and the indexes, and fill them from `service_text`."""
    key = sa.PrimaryKeyConstraint("id", name="pk_service_text_word")
    once = sa.UniqueConstraint("word", name="uq_service_text_word_word")
    columns = (sa.Column("id", sa.Integer(), nullable=False), sa.Column("word", sa.String(), nullable=False))
    op.create_table("service_text_word", *columns, key, once)
    # Finds an exact name even if thousands of names share its words.
    collation = ' COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"CREATE INDEX ix_service_text_start ON service_text (substr(text, 1, 64){collation})")
    if collation:
        op.execute(FUNCTION)
        for table, column in INDEXED:
            op.execute(f'CREATE INDEX ix_{table}_grams ON {table} USING gin (service_text_grams({column}) COLLATE "C")')
    else:
        op.create_table("service_text_pause", sa.Column("id", sa.Integer(), primary_key=True))
        for table, column in INDEXED:
            _fts(table, column)


def downgrade() -> None:
    """Drop the table and the indexes; `service_text` stays."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, _ in INDEXED:
        if postgres:
            op.execute(f"DROP INDEX ix_{table}_grams")
        else:
            for event in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER {table}_{event}")
            op.execute(f"DROP TABLE {table}_grams")
    if postgres:
        op.execute("DROP FUNCTION service_text_grams(text)")
    else:
        op.drop_table("service_text_pause")
    op.execute("DROP INDEX ix_service_text_start")
    op.drop_table("service_text_word")


def _fts(table: str, column: str) -> None:
    """Index a column of an SQLite table: which trigrams occur, not where."""
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_grams USING fts5({column}, content='{table}', content_rowid='id',"
        " tokenize='trigram case_sensitive 1', detail='none', columnsize=0)"
    )
    # Trigrams of a deleted name must not stay in the file.
    op.execute(f"INSERT INTO {table}_grams ({table}_grams, rank) VALUES ('secure-delete', 1)")  # noqa: S608 - our names
    new = f"INSERT INTO {table}_grams (rowid, {column}) VALUES (new.id, new.{column})"  # noqa: S608 - our names
    values = f"({table}_grams, rowid, {column}) VALUES ('delete', old.id, old.{column})"
    old = f"INSERT INTO {table}_grams {values}"
    for event, steps in (("insert", (new,)), ("delete", (old,)), ("update", (old, new))):
        actions = " ".join(f"{step};" for step in steps)
        when = f"AFTER {event.upper()} ON {table} WHEN NOT EXISTS (SELECT 1 FROM service_text_pause)"  # noqa: S608 - our names
        op.execute(f"CREATE TRIGGER {table}_{event} {when} BEGIN {actions} END")
    op.execute(f"INSERT INTO {table}_grams ({table}_grams) VALUES ('rebuild')")  # noqa: S608 - our names
