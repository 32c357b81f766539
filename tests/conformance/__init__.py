"""Comparisons with other implementations of what we implement."""
