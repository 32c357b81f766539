"""Steps of the directory database, run by Alembic."""
