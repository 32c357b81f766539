"""Rights by place and language: each sentence with its sources and its date."""

from directory.rights.opened import Fact, Rights
from directory.rights.yaml_parts import RightsError

__all__ = ["Fact", "Rights", "RightsError"]
