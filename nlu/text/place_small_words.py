"""Small words of English and Spanish right before a name, and round the answer to "where are you?".

An article makes a thing of an everyday word: "in a van" is no stay in the
Turkish city of Van, nor is "en un pueblo" one in Pueblo, Colorado. The danger is
the Spanish "a" (to), which brings people to towns.
"""

import re

_ROUND_AN_ANSWER = """
i im m am we were are is it its y yes si hi hello hola please pls khrap krap ka kha yu thi
estoy stoy toy estamos ando vivo vivimos me encuentro nos encontramos live stay staying
now right ahora here aqui aca in at near around close to place location en por cerca de la el the
city town province ciudad provincia
they took brought us to llevaron trajeron llegue llegamos a
"""
ROUND_AN_ANSWER = frozenset(_ROUND_AN_ANSWER.split())
"""Words that add nothing to a name: a text of them and a name says only where somebody is."""

ANY_TOWN = frozenset(["pueblo"])
"""Words for a town that are also the name of one, which counts only with its country behind it."""

_BROUGHT_TO = re.compile(
    r"(?: |^)(?:llevaron|llevado|llevada|llevo|trajeron|traido|traida|trajo|vendieron|mandaron|enviaron"
    r"|movieron|trasladaron|llegue|llego|llegamos|vine|vino|vinimos|junto|frente) a$",
)
_ONE_OF_MANY = re.compile(r"(?: |^)(?:a|an|un|una|unos|unas|some)$")
_A_THING = re.compile(
    r"(?: |^)(?:the|this|that|these|those|my|our|your|his|her|their|el|la|los|las|al|del|este|esta|ese|esa"
    r"|mi|mis|tu|tus|su|sus|nuestro|nuestra)$",
)


def is_one_of_many(before: str) -> bool:
    """Tell whether an indefinite article stands before a name; the "a" of "me llevaron a" is none."""
    return _ONE_OF_MANY.search(before) is not None and _BROUGHT_TO.search(before) is None


def is_a_thing(before: str) -> bool:
    """Tell whether an article or the like stands before a name, so that an everyday word means itself."""
    return is_one_of_many(before) or _A_THING.search(before) is not None
