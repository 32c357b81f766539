"""Free text search for staff: by names, places and needs, in any script, tolerant of typing errors."""

from directory.search.free_text.index import forget_text, index_text
from directory.search.free_text.matcher import Hit, search_text

__all__ = ["Hit", "forget_text", "index_text", "search_text"]
