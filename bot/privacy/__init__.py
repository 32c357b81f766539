"""Keep people unknown; see README.md."""
