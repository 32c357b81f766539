"""Uploads, imports and exports of files."""
