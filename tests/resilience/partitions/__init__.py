"""Networks that are cut between real processes; see README.md."""
