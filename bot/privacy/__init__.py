"""Pseudonyms, encryption, and logs without personal data; see README.md."""
