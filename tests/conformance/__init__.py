"""Comparisons with other people's implementations of what we implement."""
