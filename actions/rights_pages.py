"""The pages on rights as a person can read them: of the place where they are, in a language that they read."""

from collections.abc import Sequence
from functools import cached_property

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DirectoryAction, entity_value
from actions.situation import Situation
from directory import Directory, DirectorySettings, Fact, Rights
from locales.registry import LANGUAGES

_MAX_GSM, _MAX_UCS2 = 320, 130
"""Characters of sentences in one SMS: in languages whose letters are all in the GSM alphabet, and in others."""
_GSM_LANGUAGES = {"en", "fil", "id"}
_MOST_BESIDE = 2
"""Sentences that are said beside another answer."""
EVERYWHERE = {
    "debt": "utter_advice_debt",
    "deportation": "utter_rights_deportation",
    "leaving": "utter_rights_leaving",
    "medical_care": "utter_rights_medical_care",
    "own_children": "utter_rights_own_children",
}
"""Question -> what holds everywhere, where that is not the text of its topic."""


class RightsAction(DirectoryAction):
    """Base class of actions that tell what the pages on rights say."""

    def __init__(self, directory: Directory | None = None, rights: Rights | None = None) -> None:
        """Use the pages of `rights`, or those of the settings."""
        super().__init__(directory)
        self._rights = rights

    @cached_property
    def rights(self) -> Rights:
        """The pages on rights."""
        return self._rights or Rights.read(extra=DirectorySettings().rights_dir)

    def page_place(self, situation: Situation) -> str | None:
        """Return the place whose page applies where the person is."""
        return self.rights.page_place(situation.place.country if situation.place else None)

    def languages(self, place: str) -> list[str]:
        """Return the languages of a page that people can choose."""
        return [code for code in self.rights.languages(place) if code in LANGUAGES]

    def language(self, tracker: Tracker, situation: Situation, place: str, chosen: str | None = None) -> str | None:
        """Return the language of a page that the person reads: the chosen one, their own, or one chosen before."""
        available = self.languages(place)
        preferred = (chosen, situation.language.partition("-")[0], tracker.get_slot("rights_language"))
        return next((code for code in preferred if code in available), None)

    def answers(self, situation: Situation, place: str, question: str, language: str) -> tuple[Fact, ...]:
        """Return the facts of a page that answer a question; to a child, or about one, those for children first."""
        is_of_child = situation.other_person == "child" if situation.other_person else situation.is_child
        return self.rights.answers(place, question, language, minor=is_of_child)

    def utter_answer_beside(self, dispatcher: CollectingDispatcher, tracker: Tracker, situation: Situation) -> None:
        """Say what answers the question of rights that a message asks beside something else.

        It is a sentence of the page of the place, or else what holds everywhere, if there is a text for that question.
        """
        facts, place = entity_value(tracker, "facts") or {}, self.page_place(situation)
        if situation.intent == "know_rights" or not facts.get("asks_rights"):
            return
        question = facts["rights_question"]
        language = self.language(tracker, situation, place) if place else None
        if place and language and (answers := self.answers(situation, place, question, language)):
            utter_facts(dispatcher, place, fit_facts(answers[:_MOST_BESIDE], language, situation), [])
        elif question in EVERYWHERE:
            dispatcher.utter_message(response=EVERYWHERE[question])


def utter_facts(
    dispatcher: CollectingDispatcher, place: str, facts: Sequence[Fact], buttons: list[dict[str, str]]
) -> None:
    """Say sentences of the page of a place, with their year and doubts."""
    shown = [{"text": fact.text, "year": fact.year, "unsure": fact.unsure} for fact in facts]
    dispatcher.utter_message(response="utter_rights_page", country=place, facts=shown, buttons=buttons)


def fit_facts(facts: Sequence[Fact], language: str, situation: Situation) -> list[Fact]:
    """Return all facts, which are in `language`, or for SMS the first that fit into one message, at least one."""
    if not situation.is_sms:
        return list(facts)
    in_gsm = {language, situation.language} <= _GSM_LANGUAGES  # the country's name is in the person's language
    shown = list(facts[:1])
    for fact in facts[1:]:
        if sum(len(shown_fact.text) for shown_fact in (*shown, fact)) > (_MAX_GSM if in_gsm else _MAX_UCS2):
            break
        shown.append(fact)
    return shown
