"""What services are classified by: the taxonomy of needs, its words and their synonyms."""

from directory.taxonomy.loader import TAXONOMY_NAME, load_needs
from directory.taxonomy.terms import NEEDS_TAXONOMY, need_attribute, need_term
from directory.taxonomy.words import needs_of

__all__ = ["NEEDS_TAXONOMY", "TAXONOMY_NAME", "load_needs", "need_attribute", "need_term", "needs_of"]
