"""What the whole service promises, tried through its real doors."""
