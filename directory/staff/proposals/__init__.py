"""How a proposed change is shown."""
