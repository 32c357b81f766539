"""Finding the place that a text names."""
