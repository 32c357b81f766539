"""Warning signs of an offer of work, told in words: "he wants a deposit first", "on a tourist visa"."""

from nlu.text.denials import is_denied
from nlu.text.phrase_index import find_in_lexicon, phrase_key


def find_offer_signs(text: str, language: str) -> tuple[str, ...]:
    """Return the signs that a text of a language (BCP 47) tells, in its order.

    They are the names of lists of `nlu/lexicon/offers`, and of signs in actions/checks.yml.
    """
    text_key = phrase_key(text)
    hits = find_in_lexicon(text_key, "offers", language)
    return tuple(dict.fromkeys(hit.label for hit in hits if not is_denied(text_key, hit.start, hit.end, language)))
