"""The `waylight directory` commands, one file a kind, and `waylight staff`."""

from directory.cli import (
    building,
    confiding,
    exchanging,
    finding,
    helping,
    keeping,
    needing,
    rights,
    searching,
    staleness,
)
from directory.cli.shared import app
from directory.cli.staffing import staff

__all__ = [
    "app",
    "building",
    "confiding",
    "exchanging",
    "finding",
    "helping",
    "keeping",
    "needing",
    "rights",
    "searching",
    "staff",
    "staleness",
]
