"""The HSDS schema and its validation."""
