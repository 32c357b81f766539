"""Guess a person's language before anything is parsed."""

from collections import Counter

from babel.languages import get_official_languages

from bot.core.message import InboundMessage
from locales.registry import LANGUAGES
from nlu.text.scripts import detect_script, language_from_letters


def guess_language(message: InboundMessage) -> str | None:
    """Return the language that the network reports, or the country's own if that uses Latin letters.

    A person in Thailand who types Latin letters most likely does not write Thai.
    """
    if message.language_hint or not message.country_hint:
        return message.language_hint
    official = (code for code in get_official_languages(message.country_hint) if code in LANGUAGES)
    return next((code for code in official if detect_script(LANGUAGES[code].own_name) == "Latn"), None)


def language_by_script(message: InboundMessage) -> str | None:
    """Return the language that the script of a message shows, else the guess."""
    by_letters = language_from_letters(message.text)
    return by_letters or _ONLY_LANGUAGE.get(detect_script(message.text) or "") or guess_language(message)


_SCRIPTS = {code: detect_script(language.own_name) or "" for code, language in LANGUAGES.items()}
_ONLY_LANGUAGE = {script: code for code, script in _SCRIPTS.items() if Counter(_SCRIPTS.values())[script] == 1}
"""Scripts that only one of our languages uses, and that language."""
