"""Puts the service together; see README.md."""
