"""Many workers on one machine; see README.md."""
