"""Many workers on one machine: kept alive, replaced without a message lost; see README.md."""
