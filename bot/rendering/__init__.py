"""From names and values to words."""
