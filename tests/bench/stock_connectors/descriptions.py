"""Descriptions of observations, in the words of the table."""

from itertools import groupby

from tests.bench.stock_connectors.observation import Observation
from tests.channels.echo_engine import LONG

SHOWN = 60
_FORGET_USER = "opt_out"
"""The kind of a turn that only tells the engine to forget a user."""


def describe_default(observation: Observation) -> str:
    """Return statuses, turns and answers, if something was delivered."""
    return ", ".join((statuses(observation), turns(observation), answers(observation))) if observation.answered else ""


def statuses(observation: Observation) -> str:
    """Return the statuses of the deliveries: "200", "500, then 200" or "500 every time"."""
    each = [" then ".join(str(status) for status, _ in groupby(attempts)) for attempts in observation.answered]
    each = [
        f"{words} every time" if _always_failed(attempts) else words
        for words, attempts in zip(each, observation.answered, strict=True)
    ]
    return each[0] if len(set(each)) == 1 else " and ".join(each)


def _always_failed(attempts: list[int]) -> bool:
    return len(attempts) > 1 and len(set(attempts)) == 1


def turns(observation: Observation) -> str:
    """Return the number of turns."""
    real = [turn for turn in observation.turns if turn.kind != _FORGET_USER]
    forget = " and told to forget them" if len(real) < len(observation.turns) else ""
    return _count(len(real), "nothing heard", "turn") + forget


def answers(observation: Observation) -> str:
    """Return the number of messages sent."""
    return _count(len(observation.sent), "no answer", "message") + (" in its answer" if observation.in_answers else "")


def _count(number: int, none: str, singular: str) -> str:
    return none if not number else f"1 {singular}" if number == 1 else f"{number} {singular}s"


def received(observation: Observation) -> str:
    """Return what the engine received, repeated messages once."""
    if not observation.turns:
        return ""
    return "heard as " + ", then ".join(dict.fromkeys(_shown(turn.kind, turn.text) for turn in observation.turns))


def _shown(kind: str, text: str) -> str:
    if not text:
        return kind if kind != "text" else "words that are empty"
    shown = _quoted(text) if len(text) <= SHOWN else f"{len(text):,} characters"
    return shown if kind == "text" else f"{kind} {shown}"


def _quoted(text: str) -> str:
    """Return a text as code, with a sign for line ends and Python's escapes for control characters."""
    lines = text.replace("\n", "⏎")
    return f"`{''.join(char if char.isprintable() else repr(char)[1:-1] for char in lines)}`"


def reply_texts(observation: Observation) -> str:
    """Return the texts sent."""
    return "said: " + ", ".join(map(_quoted, observation.sent)) if observation.sent else ""


def intent(observation: Observation) -> str:
    """Return what Rasa reads from the text without its model; a choice is not text to it."""
    if not observation.turns:
        return ""
    [turn], [intent] = observation.turns, observation.intents
    if turn.kind != "text":
        return f"comes as {turn.kind}, not as words"
    return f"runs as the intent {intent}" if intent else "stays words"


def completeness(observation: Observation) -> str:
    """Return whether the long answer went out complete."""
    if not observation.sent:
        return "nothing of it arrives"
    return "whole" if " ".join(observation.sent).split() == LONG.split() else "not whole"


def sender_identity(observation: Observation) -> str:
    """Return how the engine identifies the user."""
    if not observation.turns:
        return ""
    [turn] = observation.turns
    known = observation.address in f"{turn.sender} {turn.metadata}"
    return "the engine is given the address itself" if known else "the engine is given a pseudonym"


def metadata(observation: Observation) -> str:
    """Return what else the engine gets."""
    if not observation.turns:
        return ""
    [turn] = observation.turns
    return "with it: " + (", ".join(f"{name} {value}" for name, value in turn.metadata.items()) or "nothing")


def api_calls(observation: Observation) -> str:
    """Return the calls to the network's API, in order."""
    runs = [(name, len(list(run))) for name, run in groupby(name for name, _ in observation.calls)]
    return "calls: " + (", ".join(name if times == 1 else f"{name} ×{times}" for name, times in runs) or "none")


def button_state(observation: Observation) -> str:
    """Return what happened to a pressed button."""
    names = {name for name, _ in observation.calls}
    press = "the press is answered" if "answerCallbackQuery" in names else "the press is never answered"
    buttons_removed = any(name.startswith("editMessage") for name in names)
    return f"{press}, its buttons {'go' if buttons_removed else 'stay'}"


def logged_data(observation: Observation) -> str:
    """Return which personal data is in the log."""
    texts = {turn.text for turn in observation.turns if turn.text}
    leaked = ["their words"] if any(text in observation.log for text in texts) else []
    leaked += ["their address"] if observation.address in observation.log else []
    return f"the log has {' and '.join(leaked)}" if leaked else "the log has neither words nor address"


def measured(observation: Observation) -> str:
    """Return what the case itself measured."""
    return observation.measured
