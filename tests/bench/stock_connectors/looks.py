"""From what was seen to the words of the table."""

from itertools import groupby

from tests.bench.stock_connectors.seen import Seen
from tests.channels.echo_engine import LONG

SHOWN = 60
_GONE = "gone"
"""The kind of a turn that only tells the engine to forget somebody."""


def usual(seen: Seen) -> str:
    """Return the statuses, the turns and the answers, where something was delivered."""
    return ", ".join((statuses(seen), turns(seen), answers(seen))) if seen.answered else ""


def statuses(seen: Seen) -> str:
    """Return how the deliveries were answered: "200", or "500, then 200", or "500 every time"."""
    each = [" then ".join(str(status) for status, _ in groupby(attempts)) for attempts in seen.answered]
    each = [
        f"{words} every time" if _in_vain(attempts) else words
        for words, attempts in zip(each, seen.answered, strict=True)
    ]
    return each[0] if len(set(each)) == 1 else " and ".join(each)


def _in_vain(attempts: list[int]) -> bool:
    return len(attempts) > 1 and len(set(attempts)) == 1


def turns(seen: Seen) -> str:
    """Return how often the engine was asked."""
    real = [turn for turn in seen.turns if turn.kind != _GONE]
    forgotten = " and told to forget them" if len(real) < len(seen.turns) else ""
    return _count(len(real), "nothing heard", "turn") + forgotten


def answers(seen: Seen) -> str:
    """Return how many messages went out."""
    return _count(len(seen.said), "no answer", "message") + (" in its answer" if seen.in_answers else "")


def _count(number: int, none: str, one: str) -> str:
    return none if not number else f"1 {one}" if number == 1 else f"{number} {one}s"


def heard_as(seen: Seen) -> str:
    """Return what the engine heard, once where it heard the same again."""
    if not seen.turns:
        return ""
    return "heard as " + ", then ".join(dict.fromkeys(_shown(turn.kind, turn.text) for turn in seen.turns))


def _shown(kind: str, text: str) -> str:
    if not text:
        return kind if kind != "words" else "words that are empty"
    shown = _quoted(text) if len(text) <= SHOWN else f"{len(text):,} characters"
    return shown if kind == "words" else f"{kind} {shown}"


def _quoted(text: str) -> str:
    """Return a text as code, with a sign for each line's end and each control character as Python writes it."""
    lines = text.replace("\n", "⏎")
    return f"`{''.join(one if one.isprintable() else repr(one)[1:-1] for one in lines)}`"


def answered_with(seen: Seen) -> str:
    """Return what was said, message by message."""
    return "said: " + ", ".join(map(_quoted, seen.said)) if seen.said else ""


def read_as(seen: Seen) -> str:
    """Return what Rasa makes of the text without asking its model; a choice is no text to it."""
    if not seen.turns:
        return ""
    [turn], [intent] = seen.turns, seen.intents
    if turn.kind != "words":
        return f"comes as {turn.kind}, not as words"
    return f"runs as the intent {intent}" if intent else "stays words"


def whole(seen: Seen) -> str:
    """Return whether every word of the long answer went out."""
    if not seen.said:
        return "nothing of it arrives"
    return "whole" if " ".join(seen.said).split() == LONG.split() else "not whole"


def who(seen: Seen) -> str:
    """Return by what name the engine knows the person."""
    if not seen.turns:
        return ""
    [turn] = seen.turns
    known = seen.address in f"{turn.sender} {turn.given}"
    return "the engine is given the address itself" if known else "the engine is given a pseudonym"


def given(seen: Seen) -> str:
    """Return what else the engine is given."""
    if not seen.turns:
        return ""
    [turn] = seen.turns
    return "with it: " + (", ".join(f"{name} {value}" for name, value in turn.given.items()) or "nothing")


def asked(seen: Seen) -> str:
    """Return the calls to the network's API, in order."""
    runs = [(name, len(list(run))) for name, run in groupby(name for name, _ in seen.calls)]
    return "calls: " + (", ".join(name if times == 1 else f"{name} ×{times}" for name, times in runs) or "none")


def settled(seen: Seen) -> str:
    """Return what became of a pressed button."""
    names = {name for name, _ in seen.calls}
    press = "the press is answered" if "answerCallbackQuery" in names else "the press is never answered"
    gone = any(name.startswith("editMessage") for name in names)
    return f"{press}, its buttons {'go' if gone else 'stay'}"


def logged(seen: Seen) -> str:
    """Return what of the person stands in the log."""
    texts = {turn.text for turn in seen.turns if turn.text}
    found = ["their words"] if any(text in seen.log for text in texts) else []
    found += ["their address"] if seen.address in seen.log else []
    return f"the log has {' and '.join(found)}" if found else "the log has neither words nor address"


def measured(seen: Seen) -> str:
    """Return what the case itself measured."""
    return seen.measured
