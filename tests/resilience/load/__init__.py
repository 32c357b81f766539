"""Many virtual users at once; see README.md."""
