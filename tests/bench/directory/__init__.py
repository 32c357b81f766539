"""The directory under a million services."""
