"""What a likely dialogue act changes in the components: danger, hiding, and the place of the phone."""

from dataclasses import replace
from pathlib import Path

import pytest

from nlu.components.danger import DangerDetector
from nlu.components.intent import IntentSelector
from nlu.components.metadata import DANGER, SUSPECTED
from nlu.components.place import PlaceExtractor
from nlu.components.situation import SignalMatcher, SituationExtractor
from nlu.reading.schema import HARMS, Act, Aspect, DangerReading, DialogueAct, ServiceQuestion
from nlu.reading.signals import Signal
from nlu.text.danger_phrases import Danger
from nlu.text.yaml_files import read_yaml
from tests.nlu.readings import make_reading, read_message

ROOT = Path(__file__).parents[2]
CONFIG = {step["name"].rpartition(".")[2]: step for step in read_yaml(ROOT / "config.yml")["pipeline"]}
TEXT = "it is what she told me yesterday in the kitchen, and nobody knows of it but the two of us"


@pytest.mark.parametrize(
    ("act", "share", "probability", "signals", "expected"),
    [
        (Act.DANGER, 0.7, 0.1, (), SUSPECTED),
        (Act.DANGER, 0.25, 0.1, (), SUSPECTED),
        (Act.DANGER, 0.1, 0.1, (), None),
        (Act.DANGER, 0.1, 0.5, (), SUSPECTED),
        (Act.DANGER, 0.7, 0.95, (), Danger.DANGER),
        (Act.DANGER, 0.95, 0.1, (), SUSPECTED),
        (Act.DANGER, 0.95, 0.65, (), Danger.DANGER),
        (Act.DANGER, 0.55, 0.75, (), SUSPECTED),
        (Act.DANGER, 0.55, 0.85, (), Danger.DANGER),
        (Act.DANGER, 0.25, 0.95, (), Danger.DANGER),
        (Act.SELF_HARM, 0.6, 0.1, (), SUSPECTED),
        (Act.SELF_HARM, 0.7, 0.1, (), SUSPECTED),
        (Act.SELF_HARM, 0.8, 0.1, (), Danger.SELF_HARM),
        (Act.SELF_HARM, 0.8, 0.1, (Signal.FAREWELL,), Danger.SELF_HARM),
        (Act.RIGHTS, 0.95, 0.8, (), None),
        (Act.RIGHTS, 0.95, 0.95, (), None),
        (Act.RIGHTS, 0.8, 0.8, (), SUSPECTED),
        (Act.RIGHTS, 0.95, 0.1, (Signal.LOCKED,), SUSPECTED),
        (Act.RIGHTS, 0.99, 0.1, (Signal.LOCKED,), None),
        (Act.RIGHTS, 0.99, 0.95, (Signal.LOCKED,), SUSPECTED),
        (Act.RIGHTS, 0.99, 0.8, (Signal.AT_DOOR,), SUSPECTED),
        (Act.RIGHTS, 0.75, 0.5, (Signal.LOCKED,), Danger.DANGER),
        (Act.RIGHTS, 0.95, 0.8, (Signal.AT_DOOR,), Danger.DANGER),
        (Act.COVER, 0.75, 0.95, (), Danger.DANGER),
    ],
)
def test_danger(
    act: Act, share: float, probability: float, signals: tuple[Signal, ...], expected: Danger | str | None
) -> None:
    """A danger is asked about where the acts perhaps tell it, or words do; it is certain where both models agree."""
    intents = [("out_of_scope", 0.5), ("in_danger", 0.3)]
    reading = make_reading(TEXT, intents=intents, danger=DangerReading(probability, Danger.DANGER), clauses=2)
    dialogue_act = DialogueAct(act, share, share if act in HARMS else 1 - share)
    message = read_message(replace(reading, act=dialogue_act, signals=frozenset(signals)))
    DangerDetector(CONFIG["DangerDetector"]).process([message])
    if expected == SUSPECTED:
        assert message.get(DANGER) is None
        assert message.get(SUSPECTED)
    else:
        assert (message.get(DANGER), message.get(SUSPECTED)) == (expected, None)


@pytest.mark.parametrize(
    ("harm", "probability", "expected"),
    [(0.45, 0.9, Danger.SELF_HARM), (0.3, 0.95, SUSPECTED), (0.6, 0.65, SUSPECTED), (0.1, 0.3, None)],
)
def test_self_harm_despite_intents(harm: float, probability: float, expected: Danger | str | None) -> None:
    """Self-harm that no intent of a long message tells is certain only where the acts and the model of danger agree."""
    danger = DangerReading(probability, Danger.SELF_HARM)
    reading = make_reading(f"{TEXT}. {TEXT}", intents=[("out_of_scope", 0.9)], danger=danger, clauses=2)
    message = read_message(replace(reading, act=DialogueAct(Act.CHAT, 1 - harm, harm)))
    DangerDetector(CONFIG["DangerDetector"]).process([message])
    assert (SUSPECTED if message.get(SUSPECTED) else message.get(DANGER)) == expected


@pytest.mark.parametrize(
    ("text", "act", "share", "hides"),
    [
        ("she walks up to us", Act.COVER, 0.8, True),
        ("she walks up to us", Act.COVER, 0.7, False),
        ("she walks up to us", Act.CHAT, 0.9, False),
        ("does she walk up to us?", Act.COVER, 0.9, False),
        (TEXT, Act.COVER, 0.9, False),
    ],
)
def test_hiding(text: str, act: Act, share: float, *, hides: bool) -> None:
    """Only a short message that asks nothing hides the conversation."""
    message = read_message(replace(make_reading(text), act=DialogueAct(act, share)))
    SignalMatcher(CONFIG["SignalMatcher"]).process([message])
    assert ((message.get("intent") or {}).get("name") == "someone_watching") is hides


@pytest.mark.parametrize(
    ("text", "known", "country"),
    [
        ("my agent is in Manila and i clean a hotel in Dubai", False, "AE"),
        ("they will bring me to Phuket next week", True, None),
    ],
)
def test_place_of_the_phone(text: str, country: str | None, *, known: bool) -> None:
    """A place in the country of the phone counts before one elsewhere; where somebody is to be taken moves nobody."""
    here = {"country": "TH" if known else "AE", "place_known": known}
    message = read_message(make_reading(text), metadata=here)
    PlaceExtractor().process([message])
    found = [each["value"]["country"] for each in message.get("entities") or [] if each["entity"] == "place"]
    assert found == ([country] if country else [])


@pytest.mark.parametrize(("share", "hides"), [(0.95, True), (0.8, False)])
def test_hiding_what_sounds_like_a_question(share: float, *, hides: bool) -> None:
    """What sounds like a question about a service hides the conversation only if the act is surely that."""
    question = ServiceQuestion(Aspect.PRIVACY, "all", 0.9)
    reading = replace(make_reading("she unlocks the door"), act=DialogueAct(Act.COVER, share), question=question)
    message = read_message(reading)
    SignalMatcher(CONFIG["SignalMatcher"]).process([message])
    assert ((message.get("intent") or {}).get("name") == "someone_watching") is hides


@pytest.mark.parametrize(("cover", "hides"), [(0.4, True), (0.2, False)])
def test_hiding_by_the_intent_alone(cover: float, *, hides: bool) -> None:
    """What sounds as if somebody were near hides nothing if its act hardly says so: "he is asleep"."""
    reading = make_reading("he is asleep", intents=[("someone_watching", 0.95), ("greet", 0.05)])
    message = read_message(replace(reading, act=DialogueAct(Act.CHAT, 0.6, cover=cover)))
    SignalMatcher(CONFIG["SignalMatcher"]).process([message])
    assert ((message.get("intent") or {}).get("name") == "someone_watching") is hides


@pytest.mark.parametrize(
    ("question", "act", "intent"),
    [
        (ServiceQuestion(Aspect.WHICH, "1", 0.7), DialogueAct(Act.PRYING, 0.9), "ask_about_service"),
        (ServiceQuestion(Aspect.HOURS, "all", 0.7), DialogueAct(Act.ABOUT, 0.9), "ask_about_service"),
        (ServiceQuestion(Aspect.OPERATOR, "all", 0.7), DialogueAct(Act.PRYING, 0.9), "prying"),
    ],
)
def test_whose_question(question: ServiceQuestion, act: DialogueAct, intent: str) -> None:
    """Who calls a service by its place in the list, or surely asks about one, is no stranger who reads the phone."""
    intents = [("prying", 0.9), ("ask_about_service", 0.1)]
    reading = replace(make_reading("and the first who are they", intents=intents, question=question), act=act)
    message = read_message(reading, metadata={"named_services": 2, "language": "en"})
    IntentSelector(CONFIG["IntentSelector"]).process([message])
    SituationExtractor().process([message])
    assert message.get("intent")["name"] == intent
