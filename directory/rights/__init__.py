"""Pages of rights by place and language; each sentence has its sources and date."""

from directory.rights.library import Fact, Rights
from directory.rights.loader import RightsError
from directory.rights.pages import QUESTIONS as RIGHTS_QUESTIONS

__all__ = ["RIGHTS_QUESTIONS", "Fact", "Rights", "RightsError"]
