"""What the conversation remembers of each message beside its need and place: the entity `facts` becomes slots.

Later beats earlier. Nothing that a person writes names a slot: the reading decides what is a fact.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_ADULT = 18
_ADULT_RELATIONS = frozenset({
    "mother", "father", "wife", "husband", "aunt", "uncle", "grandmother", "grandfather", "colleague", "worker",
    "woman", "man",
})  # fmt: skip
_CHILD_RELATIONS = frozenset({"child", "baby"})
_TELLS_OF_SELF = frozenset({"describe_exploitation", "tell_gender", "self_check", "say_feeling"})
_OF_A_PERSON = frozenset({"age", "minor", "origin", "sea"})
"""Facts of a correction that say who somebody is."""
_CAPTIVITY, _BESIDE_CAPTIVITY = "captivity", frozenset({"violence", "medical", "taken"})
"""Kinds of danger that do not mean that the person is out again."""
_CERTAIN_ONLY = frozenset({"medical", "taken", "publish"})
"""Kinds of danger of which the answer speaks: an ambulance that is called first, photographs."""
_DANGER = frozenset({"in_danger", "self_harm", "possible_danger"})
_FOR_POLICE = frozenset({"report_crime", "ask_about_service", "ask_by_name", "ask_privacy", "know_rights"})
"""Intents of messages that ask for the police or about them."""
_OTHER_PLACES = frozenset({
    "check_job_offer", "rights_country", "ask_about_service", "ask_what_to_say", "tell_outcome", "change_language",
})  # fmt: skip
"""Intents of messages in which a place need not be where the person is."""
_MISSING = "advice_missing"
_FOR_ANOTHER = frozenset({"help_someone_else", _MISSING})
"""Intents of whoever writes for somebody else."""
_HOME = "return_home"
"""A need that people deny who were misunderstood, since home is what they fear."""
_NO_SPEECH = frozenset({"cannot_speak", "cannot_call"})


def remembered(parse_data: Mapping[str, Any], tracker: DialogueStateTracker) -> Iterator[Event]:
    """Yield the slots that a message changes."""
    facts = next((each["value"] for each in parse_data.get("entities") or () if each["entity"] == "facts"), None)
    intent = parse_data["intent"]["name"]
    if not facts or facts.get("asks_of_other") or intent == "prying":  # what a reader tells is not the person's
        return
    yield from _place(parse_data, facts, intent, tracker)
    yield from _limits(facts, intent, tracker)
    yield from _person(facts, intent, tracker)
    place = next((each["value"] for each in parse_data.get("entities") or () if each["entity"] == "place"), None) or {}
    here = place.get("country") or (tracker.get_slot("place") or {}).get("country")
    if facts.get("origin") and not facts.get("other") and facts["origin"] != here:
        yield SlotSet("home_country", {"country": facts["origin"]})
    if "sea" in facts:
        yield SlotSet("at_sea", facts["sea"])
    is_held = tracker.get_slot("danger_kind") == _CAPTIVITY and facts.get("danger") in _BESIDE_CAPTIVITY
    if intent in _DANGER and facts.get("danger") and not is_held:
        is_doubtful = facts["danger"] in _CERTAIN_ONLY and not facts.get("danger_certain")
        yield SlotSet("danger_kind", None if is_doubtful else facts["danger"])
    if facts.get("safe") and intent not in _DANGER:
        yield from (SlotSet("alarm", None), SlotSet("danger_kind", None))
    if _HOME in facts.get("refused", ()) and tracker.get_slot("need") == _HOME:
        yield SlotSet("need", "human" if tracker.get_slot("named") else None)
    if facts.get("ransom"):
        yield SlotSet("ransom", value=True)


def _place(
    parse_data: Mapping[str, Any], facts: Mapping[str, Any], intent: str, tracker: DialogueStateTracker
) -> Iterator[Event]:
    """Yield where the person is now; the country that a form asks for is where they are from.

    Whoever spoke for another and then of themself is where they were before; where they were not asked, nobody knows.
    """
    place = next((each["value"] for each in parse_data.get("entities") or () if each["entity"] == "place"), None)
    before, own = tracker.get_slot("place") or {}, tracker.get_slot("own_place")
    if place and intent not in _OTHER_PLACES and tracker.get_slot("requested_slot") != "home_country":
        is_abroad = before.get("country") not in {None, place["country"]}
        if facts.get("other") and is_abroad and not own:
            is_mention = intent in _DANGER and not tracker.get_slot("whom")
            yield SlotSet("own_place", {"place": before, "is_next_need_own": is_mention})
        elif own and not facts.get("other"):
            yield SlotSet("own_place", None)
        yield SlotSet("place", place)
    elif (own or _is_own_harm(facts, intent)) and tracker.get_slot("whom") and _is_about_self(facts, intent, tracker):
        yield from (SlotSet("place", (own or {}).get("place")), SlotSet("own_place", None))


def _is_own_harm(facts: Mapping[str, Any], intent: str) -> bool:
    return intent == "self_harm" and facts.get("danger_of") != "other"


def _limits(facts: Mapping[str, Any], intent: str, tracker: DialogueStateTracker) -> Iterator[Event]:
    """Yield the limits told so far; none ends by itself.

    Who names the police without asking about them, or for them, mostly avoids them: they are then named last.
    """
    before = tracker.get_slot("limits") or []
    wants_police = intent in _FOR_POLICE or "report_crime" in facts.get("needs", ())
    is_refused = "report_crime" in facts.get("refused", ()) or intent in _DANGER
    avoids_police = facts.get("police") and (is_refused or not (wants_police or facts.get("asks")))
    new = [*facts.get("limits", ()), *(["no_police"] if avoids_police else [])]
    limits = list(dict.fromkeys([*before, *new]))
    if limits != before:
        yield SlotSet("limits", limits)
    if _NO_SPEECH & set(facts.get("limits", ())):
        yield SlotSet("only_writing", value=True)


def _person(facts: Mapping[str, Any], intent: str, tracker: DialogueStateTracker) -> Iterator[Event]:
    """Yield whom the conversation is about, and what a correction of an age takes back."""
    is_age_known = facts.get("age") is not None or "minor" in facts or facts.get("relation") in _ADULT_RELATIONS
    is_danger_of_other = intent in _DANGER and facts.get("danger_of") == "other"
    is_named = intent in _FOR_ANOTHER and facts.get("relation") is not None
    is_own = intent in _DANGER and facts.get("danger_of") != "other" and not facts.get("for_other")
    is_certain = is_age_known or is_danger_of_other or is_named or facts.get("for_other") or facts.get("ransom")
    about_other = (facts.get("other") and is_certain and not is_own) or intent == _MISSING
    age, person = facts.get("age"), None
    if about_other:
        is_child = _is_child(facts)
        yield SlotSet("whom", "child" if is_child else "adult" if is_age_known else "other")
        person = "child" if is_child else facts.get("gender")
        if person:
            yield SlotSet("person", person)
    elif _is_about_self(facts, intent, tracker):
        yield SlotSet("whom", "")
        if tracker.get_slot("whom") and not tracker.get_slot("child"):
            yield SlotSet("person", None)  # it told who the other person is
    elif facts.get("minor") is False and tracker.get_slot("whom") == "child":
        yield SlotSet("whom", "adult")
    if facts.get("minor") is False or (age is not None and age >= _ADULT):
        yield SlotSet("child", None)
        if not person and tracker.get_slot("person") == "child":
            yield SlotSet("person", None)
        if not about_other and (age is not None or (tracker.get_slot("age") or _ADULT) < _ADULT):
            yield SlotSet("age", age)


def _is_child(facts: Mapping[str, Any]) -> bool:
    """Return whether the other person is under 18: by their age, else by what is told, else by the relation."""
    if facts.get("age") is not None:
        return bool(facts["age"] < _ADULT)
    return bool(facts.get("minor", facts.get("relation") in _CHILD_RELATIONS))


def _is_about_self(facts: Mapping[str, Any], intent: str, tracker: DialogueStateTracker) -> bool:
    """Return whether a message that names nobody else is about its writer: "no police" may still be about a sister.

    Whoever writes for somebody else tells of a danger of theirs: "he has a knife at her throat" names nobody. Whoever
    only told of somebody in another country, and then needs something, needs it for themself.
    """
    if _is_own_harm(facts, intent):
        return True
    if facts.get("other"):
        return False
    if facts.get("myself"):
        return True
    if intent == "correct":
        return not _OF_A_PERSON.isdisjoint(facts)
    is_next_need_own = (tracker.get_slot("own_place") or {}).get("is_next_need_own")
    if is_next_need_own and facts.get("needs") and intent not in _DANGER:
        return True
    is_own_danger = intent in _DANGER and facts.get("danger_of") != "other" and not tracker.get_slot("whom")
    return intent in _TELLS_OF_SELF or is_own_danger
