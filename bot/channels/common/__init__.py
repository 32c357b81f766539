"""Code that more than one channel uses."""
