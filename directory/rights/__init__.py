"""Rights by place and language: each sentence with its sources and its date."""

from directory.rights.library import Fact, Rights
from directory.rights.yaml_validation import RightsError

__all__ = ["Fact", "Rights", "RightsError"]
