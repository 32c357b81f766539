"""The forms that a name takes in a sentence: cases in Russian, an article in Arabic.

A name is kept, and looked up, without its case ending, so that "в Москве" and
"Москва" are one. The danger is two names that differ in their endings only;
short words therefore keep theirs.
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
    if not "\u0400" <= word[:1] <= "\u04ff":  # Most words, and quickly.
        return word
    found = _CASED.fullmatch(word)
    return found.group(1) if found else word


def key_of(words: list[str]) -> str:
    """Return what a name of these folded words is kept under: their stems, without spaces."""
    key = "".join(words)
    return key if key.isascii() else "".join(map(stem, words))


def without_article(name: str) -> str:
    """Return a folded Arabic name without the article before it; any other name as it is."""
    found = _WITH_ARTICLE.match(name)
    return name[found.end() :] if found else name
