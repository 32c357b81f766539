"""What outlives a turn, sealed and for a time; see README.md."""
