"""A message with what came before it: what a request about the conversation so far is read from."""

from dataclasses import dataclass

from nlu.reading.current_place import current_place
from nlu.reading.facts import Facts
from nlu.reading.schema import Aspect, Person, Reading
from nlu.reading.service_questions import LIKELY
from nlu.reading.signals import Signal
from nlu.reading.stories import NOT_UNDERSTOOD
from nlu.text.places.finder import NamedPlace

_SAYS_LITTLE = frozenset({
    "nlu_fallback", "out_of_scope", "tell_gender", "give_place", "i_am_a_child", "deny", "affirm", "greet", "thank",
    "goodbye", "more_options", "ask_bot", "ask_cost", "change_language", "ask_privacy", "ask_what_to_say",
    "ask_menu", "insult", "try_out", "erase_chat", "cannot_speak", "prying", "watcher_gone",
})  # fmt: skip
"""Intents that a request replaces at any probability."""
ABOVE_RIGHTS = frozenset({
    "erase_chat", "someone_watching", "prying", "pause", "goodbye", "in_danger", "self_harm", "possible_danger",
    "check_answer", "i_am_a_child",
})  # fmt: skip
"""Intents that a question about what is allowed does not replace."""

_SURE_OFFER = 0.8
"""Confidence from which a message tells of an offer of work."""
LIKE_A_QUESTION = {
    Aspect.PRIVACY: frozenset({"immigration_help", "report_crime"}),
    Aspect.DOCUMENTS: frozenset({"immigration_help"}),
}
"""Needs in whose words something is asked about a service: "will they tell immigration?"."""


@dataclass(frozen=True, slots=True)
class MessageContext:
    """A message and what came before it; `named` counts the services that were named."""

    intent: str
    reading: Reading
    facts: Facts
    named: int
    has_begun: bool
    confidence: float = 1.0
    offer_check: bool = False
    """An offer of work is or was being checked."""
    spoken: str = ""
    """BCP 47: the language of the conversation."""
    country: str | None = None
    """ISO 3166-1 alpha-2: where the person is known to be."""
    region: str | None = None
    """ISO 3166-2: the same more exactly, if it is known."""
    need: str | None = None
    """What they asked for last, as a code of the directory."""
    emergency_numbers: bool = False
    """Emergency numbers have just been given."""
    other_person: bool = False
    """The person writes for another one."""
    is_ransom: bool = False
    """Money is asked for somebody who is held."""
    pried: bool = False
    """Somebody else who reads the conversation has just asked about it."""
    phone_country: str | None = None
    """ISO 3166-1 alpha-2: the country of the phone."""

    @property
    def says_little(self) -> bool:
        """Whether the intent may be replaced."""
        return self.intent in _SAYS_LITTLE or self.confidence < NOT_UNDERSTOOD

    @property
    def tells_of_offer(self) -> bool:
        """Whether it surely tells of an offer of work."""
        is_sure = self.intent == "check_job_offer" and self.confidence >= _SURE_OFFER
        return is_sure and Signal.JOB in self.reading.signals

    @property
    def moves_to(self) -> str | None:
        """The country of the place where the person who needs help is now, if it is sure."""
        place = self._place
        return place.place.country if place and place.is_sure else None

    @property
    def has_moved(self) -> bool:
        """Whether the person says that they are in another country than the conversation knows."""
        return self.country is not None and self.moves_to not in {None, self.country}

    @property
    def has_moved_within(self) -> bool:
        """Whether the person says that they are in another region of the country than the conversation knows."""
        place = self._place
        is_other = place is not None and place.place.region not in {None, self.region}
        return bool(self.region and is_other and self.moves_to == self.country)

    @property
    def _place(self) -> NamedPlace | None:
        is_other = self.reading.about_person is Person.OTHER
        return current_place(self.reading.places, of_other=is_other, phone_country=self.phone_country)

    @property
    def is_question(self) -> bool:
        """Whether it probably asks about a service that was named."""
        return self.reading.question is not None and self.reading.question.probability >= LIKELY
