"""Inflected forms of names: cases in Russian, the article in Arabic.

Names are stored and looked up without their case ending, so that "в Москве" and "Москва" match. The danger is two names
that differ only in their endings; short words therefore keep theirs.
"""

import re

_CASE_ENDINGS = (
    "ого|его|ому|ему|ыми|ими|ами|ями|иеи|ием|иях|ои|еи|ыи|ии|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|ах|ях|ом|ию|ия|ью"
    "|а|е|и|о|у|ы|ь|э|ю|я"
)
"""Endings of Russian nouns and adjectives, folded ("й" is "и"), longest first; none in which names end ("Вьетнам")."""
_CASED = re.compile(rf"([\u0400-\u04ff]{{3,}}?)(?:{_CASE_ENDINGS})$")
_WITH_ARTICLE = re.compile(r"ال(?=[\u0600-\u06ff]{3})")


def stem(word: str) -> str:
    """Return a folded Cyrillic word without its case ending; any other word as it is."""
    if not "\u0400" <= word[:1] <= "\u04ff":  # Fast path for most words.
        return word
    found = _CASED.fullmatch(word)
    return found.group(1) if found else word


def name_key(words: list[str]) -> str:
    """Return the index key of a name of these folded words: their stems, without spaces."""
    key = "".join(words)
    return key if key.isascii() else "".join(map(stem, words))


def without_article(name: str) -> str:
    """Return a folded Arabic name without its article; any other name as it is."""
    found = _WITH_ARTICLE.match(name)
    return name[found.end() :] if found else name
