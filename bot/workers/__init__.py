"""Several workers on one machine, reloaded without losing a message; see README.md."""
