"""The taxonomy of needs by which services are classified: its terms and their synonyms."""

from directory.taxonomy.loader import NEEDS_TAXONOMY, TAXONOMY_NAME, load_needs, need_attribute, need_term_id
from directory.taxonomy.synonyms import needs_for_word

__all__ = ["NEEDS_TAXONOMY", "TAXONOMY_NAME", "load_needs", "need_attribute", "need_term_id", "needs_for_word"]
