"""The `waylight directory` commands, one file a kind."""

from directory.cli import building, confiding, exchanging, finding, helping, keeping, rights, searching, staleness
from directory.cli.shared import app

__all__ = [
    "app",
    "building",
    "confiding",
    "exchanging",
    "finding",
    "helping",
    "keeping",
    "rights",
    "searching",
    "staleness",
]
