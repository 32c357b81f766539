"""Migrations of the directory database, run by Alembic."""
