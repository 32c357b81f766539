"""Many people who write at once; see README.md."""
