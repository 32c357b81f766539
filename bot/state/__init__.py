"""Encrypted state with a lifetime, locks, and idempotent replies; see README.md."""
