"""What services are classified by: the taxonomy of needs, its words and their synonyms."""

from directory.taxonomy.loader import NEEDS_TAXONOMY, TAXONOMY_NAME, load_needs, need_attribute, need_term
from directory.taxonomy.synonyms import needs_of

__all__ = ["NEEDS_TAXONOMY", "TAXONOMY_NAME", "load_needs", "need_attribute", "need_term", "needs_of"]
