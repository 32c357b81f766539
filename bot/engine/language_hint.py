"""Guess a person's language before anything is parsed, and in which language and script to answer."""

from collections import Counter

from babel.languages import get_official_languages
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import InboundMessage
from locales.registry import LANGUAGES, in_script, resolve_language
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


def written_script(text: str, tracker: DialogueStateTracker) -> str | None:
    """Return the script (ISO 15924) in which the person writes, to remember: a few Latin letters don't change it."""
    script, before = detect_script(text), tracker.get_slot("script")
    is_hardly_written = script is None or (script == "Latn" and len(text.split()) < _WORDS_OF_A_SCRIPT)
    has_written = tracker.get_slot("language") is not None
    return before if is_hardly_written and has_written else script


_WORDS_OF_A_SCRIPT = 3
"""Words in Latin letters from which a person writes in them: fewer may be a name or "ok"."""


def reply_language(tracker: DialogueStateTracker, guessed: str | None = None) -> str:
    """Return the language of the next reply, in the script that the person writes where we have it (BCP 47)."""
    language = resolve_language(tracker.get_slot("language") or guessed)
    return in_script(language, tracker.get_slot("script"))


_SCRIPTS = {code: detect_script(language.own_name) or "" for code, language in LANGUAGES.items()}
_ONLY_LANGUAGE = {script: code for code, script in _SCRIPTS.items() if Counter(_SCRIPTS.values())[script] == 1}
"""Scripts that only one of our languages uses, and that language."""
