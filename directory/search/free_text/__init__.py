"""Free search for staff: by names, places and needs, in any script, with slips of the keyboard forgiven."""

from directory.search.free_text.finding import Hit, find_text
from directory.search.free_text.indexing import forget_text, index_text

__all__ = ["Hit", "find_text", "forget_text", "index_text"]
