"""How the intent is chosen among those of the reading: thresholds, and a suspected danger."""

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.danger import DangerDetector
from nlu.components.intent import POSSIBLE_DANGER, IntentSelector
from nlu.reading.schema import Aspect, DangerReading, ServiceQuestion
from nlu.text.danger_phrases import Danger
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import HERE
from tests.nlu.readings import make_reading, read_message

RANKING = (("insult", 0.5), ("ask_bot", 0.3), ("thank", 0.2))
CONFIG = {"overruling": 0.7}
THRESHOLD, CERTAIN, BEYOND_DOUBT = 0.25, 0.5, 0.9
"""Of the danger, in these tests."""
LONGER = 0.2
"""The threshold in a long message."""
DETECTOR = {
    "threshold": THRESHOLD, "long": LONGER, "share": 0.4, "certain": CERTAIN, "locked": 0.05, "goes_on": 0.2,
    "beyond_doubt": BEYOND_DOUBT, "overruling": 0.05,
}  # fmt: skip


def select(*, sure_of: dict[str, float] | None = None, **data: Any) -> list[tuple[str, float]]:
    """Return the ranking that the component notes; its first is the intent."""
    text, intents, question = data.pop("text", "stupid bot"), data.pop("intents", RANKING), data.pop("question", None)
    message = read_message(make_reading(text, intents=intents, question=question), **data)
    IntentSelector({**CONFIG, "sure_of": sure_of or {}}).process([message])
    ranking = [(entry["name"], entry["confidence"]) for entry in message.get("intent_ranking")]
    assert ranking[0] == (message.get("intent")["name"], message.get("intent")["confidence"])
    return ranking


def test_first_intent_is_chosen() -> None:
    """Without thresholds the ranking is that of the reading."""
    assert select() == list(RANKING)


def test_drops_intent_below_threshold() -> None:
    """Below its probability the first intent is out of question, and the next one follows."""
    assert select(sure_of={"insult": 0.51}) == list(RANKING[1:])


def test_keeps_intent_at_threshold() -> None:
    """From its probability on it is believed, and nothing changes."""
    assert select(sure_of={"insult": 0.5}) == list(RANKING)


def test_only_first_intent_needs_threshold() -> None:
    """The threshold applies only to the first intent."""
    assert select(sure_of={"ask_bot": 1.0}) == list(RANKING)


def test_danger_is_never_chosen_here() -> None:
    """Danger has its own probability: as an intent among others it does not count."""
    assert select(intents=(("in_danger", 0.6), ("self_harm", 0.3), ("thank", 0.1))) == [("thank", 0.1)]


def test_text_without_letters_is_not_understood() -> None:
    """Signs alone have no intent, whatever a model says; Rasa's fallback then takes over."""
    assert select(text="?! ...")[0] == ("insult", 0.0)


def test_earlier_intent_stays() -> None:
    """A choice or a danger that was found before is kept."""
    message = read_message(make_reading("2", intents=RANKING), intent={"name": "find_shelter", "confidence": 1.0})
    IntentSelector({**CONFIG, "sure_of": {}}).process([message])
    assert message.get("intent")["name"] == "find_shelter"
    assert message.get("intent_ranking") is None


@pytest.mark.parametrize(("probability", "first"), [(0.69, POSSIBLE_DANGER), (0.7, "find_shelter")])
def test_suspected_danger_is_asked_about(probability: float, first: str) -> None:
    """If danger is suspected the bot asks, unless another intent is clear."""
    ranking = (("find_shelter", probability), ("thank", 0.1))
    assert select(intents=ranking, suspected=Danger.DANGER)[0][0] == first


LONG = "a place to sleep, because here it is not good any more and i do not know what they will do tomorrow"


@pytest.mark.parametrize(
    ("text", "intent", "in_danger", "first"),
    [
        ("a place to sleep", "find_shelter", False, "find_shelter"),
        ("a place to sleep", "find_shelter", True, POSSIBLE_DANGER),
        (LONG, "find_shelter", False, POSSIBLE_DANGER),
        (LONG, "erase_chat", False, "erase_chat"),
    ],
)
def test_danger_in_a_long_message(text: str, intent: str, in_danger: bool, first: str) -> None:  # noqa: FBT001
    """In a long message, or while it goes on, a danger is asked about beside a clear need."""
    message = read_message(
        make_reading(text, intents=((intent, 0.9),)), suspected=Danger.DANGER, metadata={"in_danger": in_danger}
    )
    IntentSelector({**CONFIG, "sure_of": {}}).process([message])
    assert message.get("intent")["name"] == first


@pytest.mark.parametrize(
    ("prying", "text", "named", "language", "first"),
    [
        (0.6, "who are you, what did she tell you?", 2, "en", "prying"),
        (0.4, "who are you, what did she tell you?", 2, "en", "ask_bot"),
        (0.6, "who runs A? what did she tell you?", 2, "en", "ask_bot"),
        (0.6, "who are you, what did she tell you?", 0, "", "ask_bot"),
    ],
)
def test_reader_of_the_phone(prying: float, text: str, named: int, language: str, first: str) -> None:
    """Who probably asks what was written is no question about a service; whoever names its letter asks about it."""
    intents = (("ask_bot", 0.9), ("prying", prying))
    reading = make_reading(text, intents=intents, question=ServiceQuestion(Aspect.OPERATOR))
    message = read_message(reading, metadata={"named_services": named, "language": language})
    IntentSelector({**CONFIG, "sure_of": {"prying": 0.8}}).process([message])
    assert message.get("intent")["name"] == first


def test_age_beside_an_offer() -> None:
    """Whoever tells their age beside an offer of work asks about the offer."""
    assert select(intents=(("i_am_a_child", 1.0), ("check_job_offer", 0.9)))[0][0] == "check_job_offer"
    assert select(intents=(("i_am_a_child", 1.0), ("check_job_offer", 0.5)))[0][0] == "i_am_a_child"


def test_question_changes_nothing() -> None:
    """A question about a named service is none of the intents after which something is different."""
    question = ServiceQuestion(Aspect.LANGUAGE)
    ranking = (("change_language", 0.6), ("goodbye", 0.3), ("ask_cost", 0.1))
    assert select(intents=ranking, question=question) == [("ask_cost", 0.1)]
    assert select(intents=ranking)[0] == ("change_language", 0.6)


SAYS_DANGER = (("greet", 0.8), ("in_danger", 0.1), ("self_harm", 0.1))
SAYS_NONE = (("greet", 0.98), ("in_danger", 0.01), ("self_harm", 0.01))
"""Intents of a clause that may be a danger, and of one that is clearly something else."""


def detect(
    probability: float,
    danger: Danger = Danger.DANGER,
    *,
    intents: tuple[tuple[str, float], ...] = SAYS_DANGER,
    clauses: int = 1,
    text: str = "he is at the door",
) -> Message:
    """Return what the detector makes of a danger of this probability."""
    reading = make_reading(text, danger=DangerReading(probability, danger), intents=intents, clauses=clauses)
    message = read_message(reading)
    DangerDetector(DETECTOR).process([message])
    return message


def noted(message: Message) -> tuple[str | None, str | None, Danger | None]:
    """Return the intent, the danger and the suspected danger."""
    return (message.get("intent") or {}).get("name"), message.get("danger"), message.get("suspected")


@pytest.mark.parametrize(("danger", "intent"), [(Danger.DANGER, "in_danger"), (Danger.SELF_HARM, "self_harm")])
def test_certain_danger_is_the_intent(danger: Danger, intent: str) -> None:
    """From `certain` on danger is the intent, before anything else is looked at."""
    message = detect(CERTAIN, danger)
    assert noted(message) == (intent, danger.value, None)
    assert message.get("intent")["confidence"] == 1


def test_possible_danger_is_suspected() -> None:
    """From `threshold` on it is only suspected."""
    assert noted(detect(THRESHOLD)) == (None, None, Danger.DANGER)


def test_improbable_danger_is_nothing() -> None:
    """Below, nothing is noted."""
    assert noted(detect(THRESHOLD - 0.01)) == (None, None, None)


def test_clear_intent_overrules_danger() -> None:
    """A short message that is clearly something else is only suspected, unless the danger is beyond doubt."""
    assert noted(detect(BEYOND_DOUBT - 0.01, intents=SAYS_NONE)) == (None, None, Danger.DANGER)
    assert noted(detect(BEYOND_DOUBT, intents=SAYS_NONE))[0] == "in_danger"


STORY = "they told us yesterday that the ones who ask are taken to the room behind the kitchen for the night"


@pytest.mark.parametrize(
    ("probability", "intents", "is_suspected"),
    [
        (LONGER, (("greet", 0.8),), True),
        (LONGER - 0.01, (("greet", 0.8),), False),
        (0.0, (("greet", 0.8), ("in_danger", 0.4)), True),
        (0.0, (("i_am_a_child", 0.8), ("in_danger", 0.4)), False),
    ],
)
def test_suspicion_in_a_long_message(
    probability: float,
    intents: tuple[tuple[str, float], ...],
    is_suspected: bool,  # noqa: FBT001
) -> None:
    """In a long message less is enough, or danger as one of its intents beside any but a child's age."""
    assert bool(noted(detect(probability, intents=intents, text=STORY))[2]) is is_suspected


@pytest.mark.parametrize(
    ("text", "intents", "found"),
    [
        (STORY, (("greet", 0.8), ("self_harm", 0.05)), ("self_harm", "selfharm", None)),
        (STORY, (("greet", 0.8), ("in_danger", 0.05)), ("in_danger", "danger", None)),
        (STORY, (("greet", 0.8),), (None, None, Danger.DANGER)),
        ("i cut my arms", (("greet", 0.8),), ("self_harm", "selfharm", None)),
    ],
)
def test_doubtful_self_harm(
    text: str, intents: tuple[tuple[str, float], ...], found: tuple[str | None, str | None, Danger | None]
) -> None:
    """In a long message self-harm that is none of its intents is the danger that is one, or a suspicion."""
    assert noted(detect(0.99, Danger.SELF_HARM, intents=intents, text=text)) == found


@pytest.mark.parametrize(("intents", "danger"), [(SAYS_NONE, None), (SAYS_DANGER, "danger")])
def test_somebody_comes(intents: tuple[tuple[str, float], ...], danger: str | None) -> None:
    """Whoever says that somebody comes is hidden, unless the intents of danger have a share of the message."""
    reading = make_reading("he is coming", danger=DangerReading(0.99, Danger.DANGER), intents=intents)
    message = read_message(reading, intent={"name": "someone_watching", "confidence": 1.0})
    DangerDetector(DETECTOR).process([message])
    assert message.get("danger") == danger


def test_no_intent_overrules_danger_in_a_long_message() -> None:
    """In a longer message the greeting beside a danger says nothing against it."""
    assert noted(detect(CERTAIN, intents=SAYS_NONE, clauses=2))[0] == "in_danger"


def test_stop_word_is_not_danger() -> None:
    """The word that ends a conversation is no plea to stop."""
    assert noted(detect(1.0, text="stop")) == (None, None, None)


def test_configured_thresholds() -> None:
    """What is configured leaves a tier in which the bot asks."""
    steps = {step["name"].rpartition(".")[2]: step for step in read_yaml(HERE.parents[1] / "config.yml")["pipeline"]}
    detector = steps["DangerDetector"]
    assert 0 < detector["threshold"] < detector["certain"] < detector["beyond_doubt"] < 1
    assert 0 < steps["IntentSelector"]["overruling"] <= 1
