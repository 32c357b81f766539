"""Privacy promises, tested on the running service; see README.md."""
