"""What may be guessed of a person's language before anything is understood."""

from collections import Counter

from babel.languages import get_official_languages

from bot.core.message import InboundMessage
from locales.registry import LANGUAGES
from nlu.text.scripts import language_by_letter, script_of


def guessed_language(message: InboundMessage) -> str | None:
    """Return the language that the network tells, or the country's own, if it is one that Latin letters may be in.

    Somebody in Thailand who types Latin letters rather writes anything but Thai.
    """
    if message.language_hint or not message.country_hint:
        return message.language_hint
    official = (code for code in get_official_languages(message.country_hint) if code in LANGUAGES)
    return next((code for code in official if script_of(LANGUAGES[code].own_name) == "Latn"), None)


def language_by_looks(message: InboundMessage) -> str | None:
    """Return the language that the letters of a message show without any model, else what may be guessed."""
    return language_by_letter(message.words) or _ALONE.get(script_of(message.words) or "") or guessed_language(message)


_SCRIPTS = {code: script_of(language.own_name) or "" for code, language in LANGUAGES.items()}
_ALONE = {script: code for code, script in _SCRIPTS.items() if Counter(_SCRIPTS.values())[script] == 1}
"""Scripts that one language of ours alone is written in."""
