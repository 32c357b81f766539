"""Connections to the directory's database, SQLite or PostgreSQL."""
