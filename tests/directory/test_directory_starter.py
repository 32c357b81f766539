"""The committed starter directory keeps its own rules; these checks need nothing else."""

import re

import pycountry

from directory import Need
from directory.starter.loader import STARTER
from directory.starter.selection import HELD_BACK

from .conftest import read
