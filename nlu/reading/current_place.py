"""The place where a person is, among those that a message names."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from babel.languages import get_official_languages

from nlu.reading.people import mentions_relation
from nlu.text.places.finder import NamedPlace, PlacePart

_STATEMENTS = frozenset({
    "describe_exploitation", "self_check", "check_job_offer", "ask_about_service", "tell_outcome", "ask_cost",
    "ask_privacy", "ask_bot", "ask_what_to_say", "say_feeling", "tell_gender", "i_am_a_child", "insult", "thank",
    "greet", "goodbye", "change_language", "advice_debt", "advice_pay", "advice_images", "advice_return",
})  # fmt: skip
"""Intents of messages that tell or ask about something; all others ask for help somewhere, or say where somebody is."""
_DANGERS = frozenset({"in_danger", "self_harm", "possible_danger"})
_SHORT = 30
"""Characters of a message that says little beside the place."""
_ELSEWHERE = {PlacePart.FAMILY, PlacePart.TO}
_OF_OTHER = frozenset({PlacePart.NOW, PlacePart.FAMILY, PlacePart.WAS, PlacePart.TO})
"""Parts of a place abroad where somebody else may be: who "went to Dakar" is there."""


def current_place(
    places: Sequence[NamedPlace], *, of_other: bool = False, phone_country: str | None = None
) -> NamedPlace | None:
    """Return the most exact of the places where the person is now, a sure one before a guess, or None.

    Of somebody else (`of_other`) it is where a relative of the writer is, and without any present place the last one
    where they were: nobody knows where they are now. It is not where the writer says to be in the country of their
    phone (ISO 3166-1), if a place abroad is named: "I am in Medan, my brother went to Bavet". It is in no country that
    is denied: "why numbers of Syria? we are not in Syria".
    """
    here = [named for named in places if named.part is PlacePart.NOW]
    denied = {named.place.country for named in places if named.part is PlacePart.NOT}
    denied -= {named.place.country for named in here}  # "not Bangkok, Pattaya"
    if of_other:
        places = [named for named in places if named.place.country not in denied]
        family = [named for named in places if named.part is PlacePart.FAMILY and named.is_sure][-1:]
        before = [named for named in places if named.part is PlacePart.WAS and named.is_sure][-1:]
        here = family or here or before
        abroad = [each for each in places if each.is_cued and each.part in _OF_OTHER]
        abroad = [each for each in abroad if each.place.country not in {phone_country, None}][-1:]
        is_of_writer = all(each.is_here and each.place.country == phone_country for each in here)
        if phone_country and abroad and is_of_writer:
            # Only beside the place of the writer it was in doubt.
            here = [replace(each, is_sure=True) for each in abroad] if here else abroad

    def clarity(named: NamedPlace) -> tuple[bool, ...]:
        is_exact = (named.place.latitude is not None, named.place.region is not None)
        return (named.is_sure, *is_exact, named.is_here and not of_other)

    return max(here, key=clarity, default=None)


def is_mentioned_only(text: str, country: str, places: Collection[NamedPlace], intent: str) -> bool:
    """Return whether a text only mentions `country`, so that a person who is known to be in another has not moved.

    "In Cambodia my mother owes money" asks for nothing there. Of a danger the country alone is often told, as of "the
    Filipino neighbour", but not the town. A name without anything that says that it is a place is mostly a word of the
    language: Bolu in Türkiye is "shall I say" in Hindi.
    """
    named = [each for each in places if each.place.country == country]
    if len(text) > _SHORT and not any(each.is_cued for each in named):
        return True
    is_clear = len(text) <= _SHORT or any(each.is_here or each.part is PlacePart.NOT for each in places)
    if is_clear or intent == "help_someone_else":
        return False
    if any(each.part in _ELSEWHERE for each in named):
        return True
    if intent in _DANGERS:
        return all(each.place.region is None for each in named)
    return intent in _STATEMENTS


def places_only_at_home(text: str, language: str, places: Sequence[NamedPlace], known: str) -> list[NamedPlace]:
    """Return the places at home that a long message of somebody who is in another country (`known`) only mentions.

    Home is where the language is spoken in which they write. "My wife and the little one in Battambang have nothing to
    eat": there are the family, the loan and the agent. Whoever went home says "I am", "now" or "here" beside the place,
    or where they are no longer.
    """
    has_left = any(each.part in {PlacePart.NOT, PlacePart.WAS} for each in places)
    if has_left or len(text) <= _SHORT or is_spoken_in(language, known):
        return []
    at_home = [each for each in places if each.place.country and is_spoken_in(language, each.place.country)]
    names_town = any(each.place.region for each in at_home)  # "who speaks Bahasa Indonesia?" names none
    is_there = any(each.is_here for each in at_home) or (names_town and not mentions_relation(text, language))
    return [] if is_there else at_home


def is_spoken_in(language: str, country: str) -> bool:
    """Return whether a language (BCP 47) is an official one of a country (ISO 3166-1 alpha-2) or of a part of it."""
    return language.partition("-")[0] in get_official_languages(country, regional=True)
