"""Free search for staff: by names, places and needs, in any script, with slips of the keyboard forgiven."""

from directory.search.free_text.index import forget_text, index_text
from directory.search.free_text.matcher import Hit, find_text

__all__ = ["Hit", "find_text", "forget_text", "index_text"]
