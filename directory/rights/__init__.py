"""Pages of rights by place and language; each sentence has its sources and date."""

from directory.rights.library import Fact, Rights
from directory.rights.loader import RightsError

__all__ = ["Fact", "Rights", "RightsError"]
