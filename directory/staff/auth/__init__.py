"""Accounts, sign-in, sessions and the audit log of the staff pages."""
