"""The value of a message: everything that it tells. docs/understanding.md explains each part."""

from dataclasses import dataclass, field
from enum import StrEnum

from nlu.reading.signals import Signal
from nlu.text.danger_phrases import Danger
from nlu.text.places.finder import NamedPlace

LIKELY_ACT = 0.65
"""Probability from which a dialogue act outranks what the models of a reading and the rules find on their own; chosen
on conversations that it was not trained on (docs/understanding.md)."""
_WATCHER_LEFT = 0.5


class DangerKind(StrEnum):
    """What threatens."""

    VIOLENCE = "violence"
    CAPTIVITY = "captivity"
    MEDICAL = "medical"
    TAKEN = "taken"
    """Something was swallowed, injected or given."""
    FIRE = "fire"
    PUBLISH = "publish"
    """A threat to publish pictures."""


class Person(StrEnum):
    """Whom a message is about: the writer, or somebody else."""

    SELF = "self"
    OTHER = "other"


class Aspect(StrEnum):
    """What a question about a named service asks."""

    HOURS = "hours"
    LANGUAGE = "language"
    COST = "cost"
    PLACE = "place"
    CONTACT = "contact"
    ELIGIBILITY = "eligibility"
    DOCUMENTS = "documents"
    PRIVACY = "privacy"
    OPERATOR = "operator"
    """Who runs it."""
    CALL = "call"
    """What happens when one calls."""
    WHICH = "which"
    UNREACHABLE = "unreachable"


class Limit(StrEnum):
    """What the writer cannot do, or does not want."""

    NO_POLICE = "no_police"
    NO_EMBASSY = "no_embassy"
    CANNOT_SPEAK = "cannot_speak"
    CANNOT_CALL = "cannot_call"
    NO_INTERNET = "no_internet"
    NO_CREDIT = "no_credit"
    PHONE_WATCHED = "phone_watched"
    NO_PAPERS = "no_papers"


class Outcome(StrEnum):
    """How it went with a service."""

    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    DID_NOT_HELP = "did_not_help"


@dataclass(frozen=True, slots=True)
class DangerReading:
    """A danger that a message tells of, however unlikely: the reader of this value sets the threshold."""

    probability: float
    """Calibrated: 0 to 1."""
    danger: Danger
    """The likelier of the two."""
    kind: DangerKind | None = None
    of: Person = Person.SELF
    clause: str = ""
    """The clause that tells it."""
    is_kind_certain: bool = False
    """What only fits this kind may be said."""


@dataclass(frozen=True, slots=True)
class ServiceQuestion:
    """A question about a service that has been named."""

    aspect: Aspect
    which: str = "all"
    """"all", "last", or the number of the service in its list, from 1."""
    probability: float = 1.0
    also: tuple[Aspect, ...] = ()
    """What other clauses of the message ask beside it."""


@dataclass(frozen=True, slots=True)
class RightsQuestion:
    """A question about rights: one of `labels.RIGHTS_QUESTIONS`."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a message follows, as far as it changes what the message means."""

    named: int = 0
    """How many services have just been named."""
    has_begun: bool = False
    is_place_known: bool = False
    is_place_requested: bool = False
    """The bot has just asked for a place."""
    is_in_danger: bool = False
    has_numbers: bool = False
    """Emergency numbers have just been given."""
    checks_offer: bool = False
    """An offer of work is or was being checked."""
    is_for_other: bool = False
    """The person writes for another one."""
    is_hidden: bool = False
    """It is hidden, or the word that brings it back is being chosen: the words of a message alone count."""


class Act(StrEnum):
    """What the best answer to a message does first."""

    FIND = "find"
    """Names services, or asks where the person is."""
    ABOUT = "about"
    """Answers a question about a service that was named."""
    OTHERS = "others"
    """Names others than those, since they did not help or are not enough."""
    RIGHTS = "rights"
    """Says what the law says."""
    DANGER = "danger"
    """Gives the emergency numbers, or asks whether there is danger."""
    SELF_HARM = "selfharm"
    COVER = "cover"
    """Hides the conversation: somebody is near."""
    PRYING = "prying"
    """Gives nothing away to somebody else who has the phone."""
    OFFER = "offer"
    """Checks an offer of work."""
    GOODBYE = "goodbye"
    ERASE = "erase"
    CORRECT = "correct"
    """Takes note of a correction."""
    PLACE = "place"
    """Takes note of a place."""
    CHAT = "chat"
    """Everything else."""


HARMS = (Act.DANGER, Act.SELF_HARM)
"""Acts of a message that tells of a danger or of a wish to die."""


@dataclass(frozen=True, slots=True)
class DialogueAct:
    """The dialogue act of a message, with its probability from 0 to 1."""

    act: Act
    probability: float
    harm: float = 0.0
    """Probability that it is one of `HARMS`."""
    cover: float = 0.0
    """Probability that it hides the conversation."""

    def is_likely(self, act: Act) -> bool:
        """Return whether it is this one, rather surely."""
        return self.act is act and self.probability >= LIKELY_ACT


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a message tells."""

    text: str
    language: str
    """BCP 47, or `language_model.UNKNOWN_LANGUAGE`."""
    clauses: int
    """How many the message has."""
    intents: list[tuple[str, float]]
    """The intents with their probabilities, most probable first."""
    danger: DangerReading
    needs: list[str] = field(default_factory=list)
    """Intents, most important first."""
    not_wanted: list[str] = field(default_factory=list)
    about_person: Person = Person.SELF
    is_person_sure: bool = False
    """Whom the message is about was found from all its scores."""
    relation: str | None = None
    """Who the other person is to the writer: "sister"."""
    age: int | None = None
    """Years of the person whom the message is about."""
    is_minor: bool | None = None
    places: list[NamedPlace] = field(default_factory=list)
    origin: str | None = None
    """ISO 3166-1 alpha-2."""
    limits: list[Limit] = field(default_factory=list)
    question: ServiceQuestion | None = None
    names: list[str] = field(default_factory=list)
    """Organizations and short numbers, as written."""
    outcome: Outcome | None = None
    rights_question: RightsQuestion | None = None
    """What is asked about rights, if the message asks about rights."""
    signals: frozenset[Signal] = frozenset()
    offer_signs: tuple[str, ...] = ()
    """Signs of a check of an offer, as in actions/checks.yml."""
    act: DialogueAct | None = None
    """None for a short and simple message, which needs no encoder, and for a short first one."""

    @property
    def tells_watcher_left(self) -> bool:
        """Whether it probably says that whoever was near has left, and does not ask who this is."""
        shares = dict(self.intents)
        return shares.get("watcher_gone", 0.0) >= _WATCHER_LEFT and shares.get("prying", 0.0) < _WATCHER_LEFT
