"""The service under stress; see README.md."""
