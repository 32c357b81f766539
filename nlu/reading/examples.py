"""The training texts with their labels: `nlu/data`, `danger`, `messages`, `questions` and `limits`.

A label is missing where a text says nothing of it: not every text was written for every question.
"""

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from nlu.reading.labels import (
    ASPECTS,
    DANGERS,
    GENERAL,
    INTENT_OF_LABEL,
    LIMITS,
    NEEDS,
    NEITHER,
    NONE,
    NOT,
)
from nlu.reading.schema import Aspect, DangerKind, Limit, Outcome, Person
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import normalize
from nlu.text.yaml_files import read_yaml

NLU = Path(__file__).parents[1]
DANGER_INTENTS = {Danger.DANGER: "in_danger", Danger.SELF_HARM: "self_harm"}

_MARKED = re.compile(r"\[\[(.*?)\]\]")
_ASKS_NOTHING_ELSE = frozenset(NEEDS) - {"know_rights", "talk_to_person", "find_basic_needs", "immigration_help"} | {
    "greet", "thank", "affirm", "deny", "goodbye", "ask_menu", "give_place", "say_feeling", "i_am_a_child",
    "erase_chat", "insult", "more_options", "pause", "try_out", "someone_watching", "ask_bot",
}  # fmt: skip
"""Intents whose texts are surely no question about a named service, and tell no other need."""
_TELLS_A_LIMIT = frozenset({"someone_watching", "erase_chat", "pause", "say_feeling", "find_shelter"})
"""Of these, the ones whose texts may tell a limit too."""
_OWN_WEIGHT, _MESSAGE_WEIGHT, _QUESTION_WEIGHT, _TURN_WEIGHT = 2.0, 3.0, 5.0, 4.0
_PLAIN_EVERY = 2
"""Of the texts of the intents one in so many is an example of what is no question about a service."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of a clause or a message; None where nothing is known."""

    danger: str | None = None
    intent: str | None = None
    needs: tuple[str, ...] | None = None
    not_wanted: tuple[str, ...] | None = None
    kind: str | None = None
    person: str | None = None
    aspect: str | None = None
    limits: tuple[str, ...] | None = None
    outcome: str | None = None
    rights_question: str | None = None
    weight: float = 1.0

    @property
    def service_act(self) -> str | None:
        """Which of `labels.SERVICE_ACTS` a clause is, if it is known."""
        known = next((each for each in (self.aspect, self.outcome) if each not in {None, NONE}), None)
        asks_nothing = self.aspect == NONE or (self.outcome == NONE and self.limits is not None)
        return known or (NONE if asks_nothing else None)


@dataclass(frozen=True, slots=True)
class Example:
    """A message: its clauses with their labels, and those of the whole."""

    language: str
    source: str
    clauses: tuple[tuple[str, Labels], ...]
    whole: Labels
    about: dict[str, Any] = field(default_factory=dict)
    """Where a message was written for: "who", "country", "place", "from", "age"."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the clauses without their labels."""
        return tuple(text for text, _ in self.clauses)


def alone(language: str, source: str, text: str, labels: Labels) -> Example:
    """Return a text of one clause."""
    return Example(language, source, ((normalize(text), labels),), labels)


def intent_examples(texts: Iterable[tuple[str, str, str]]) -> Iterator[Example]:
    """Yield examples of (text, intent, language) as Rasa reads them."""
    kinds = {intent: str(kind) for kind, intent in DANGER_INTENTS.items()}
    for text, intent, language in texts:
        clear = intent in _ASKS_NOTHING_ELSE
        needs = (intent,) if intent in NEEDS else () if clear else None
        person = "other" if intent == "help_someone_else" else None
        free = clear and intent not in _TELLS_A_LIMIT
        labels = Labels(
            kinds.get(intent, NEITHER), intent, needs, person=person,
            limits=() if free else None, outcome=NONE if free else None,
        )  # fmt: skip
        example = alone(language, "data", text, labels)
        if clear and hash_of(example) % _PLAIN_EVERY == 0:
            example = alone(language, "data", text, replace(labels, aspect=NONE))
        yield example


def danger_examples() -> Iterator[Example]:
    """Yield the texts of `nlu/danger`; `[[` and `]]` mark the clauses that tell the danger."""
    for path in sorted((NLU / "danger").glob("*.yml")):
        lists = read_yaml(path)
        for danger in DANGERS:
            for text in lists[danger]:
                yield _marked(path.stem, text, Labels(danger, weight=_OWN_WEIGHT))
        for kind, people in lists.get("kinds", {}).items():
            for person, texts in people.items():
                for text in texts:
                    yield _marked(path.stem, text, Labels(Danger.DANGER, kind=kind, person=person, weight=_OWN_WEIGHT))


def _marked(language: str, text: str, labels: Labels) -> Example:
    """Return a text that tells one thing in its marked clauses, or as a whole without marks."""
    if "[[" not in text:
        return alone(language, "danger", text, labels)
    harmless = Labels(NEITHER, weight=labels.weight)
    parts = [(normalize(part), labels if number % 2 else harmless) for number, part in enumerate(_MARKED.split(text))]
    return Example(language, "danger", tuple((part, each) for part, each in parts if part), labels)


def message_examples() -> Iterator[Example]:
    """Yield the messages of `nlu/messages`."""
    for path in sorted((NLU / "messages").glob("*.yml")):
        for message in read_yaml(path)["messages"]:
            yield _message(path.stem, message["about"], [tuple(clause) for clause in message["clauses"]])


def _message(language: str, about: dict[str, Any], clauses: Sequence[tuple[str, str]]) -> Example:
    labelled = tuple((normalize(text), _clause_labels(label)) for label, text in clauses)
    needs_found = list(dict.fromkeys(label for label, _ in clauses if label in NEEDS))
    dangers = [label for label, _ in clauses if label in set(Danger)]
    refused = tuple(label.removeprefix(NOT) for label, _ in clauses if label.startswith(NOT))
    whole = Labels(
        dangers[0] if dangers else NEITHER,
        needs=tuple(needs_found or ([] if dangers else ["describe_exploitation"])),
        not_wanted=refused,
        person=about["who"],
        weight=_MESSAGE_WEIGHT,
    )
    if len(clauses) == 1:
        only = replace(labelled[0][1], person=None)
        return Example(language, "message", ((labelled[0][0], only),), only, about)
    return Example(language, "message", labelled, whole, about)


def _clause_labels(label: str) -> Labels:
    need = (label,) if label in NEEDS else ()
    limits = ("no_police",) if label == f"{NOT}report_crime" else None if label == "limit" else ()
    return Labels(
        label if label in set(Danger) else NEITHER,
        INTENT_OF_LABEL.get(label, label if need else None),
        need,
        (label.removeprefix(NOT),) if label.startswith(NOT) else (),
        aspect=NONE,
        limits=limits,
        outcome=NONE,
        weight=_OWN_WEIGHT,
    )


def question_examples() -> Iterator[Example]:
    """Yield the questions of `nlu/questions`."""
    for path in sorted((NLU / "questions").glob("*.yml")):
        lists = read_yaml(path)
        for aspect in ASPECTS:
            for text in lists[aspect]:
                yield alone(path.stem, "question", text, Labels(NEITHER, aspect=aspect, weight=_QUESTION_WEIGHT))


_NO_LIMIT, _NO_OUTCOME = "no_limit", "no_outcome"
"""Lists of `nlu/limits` of what only sounds like one: "do they tell the police?", "do they answer at night?"."""


def limit_examples() -> Iterator[Example]:
    """Yield the phrases of `nlu/limits`."""
    for path in sorted((NLU / "limits").glob("*.yml")):
        for name, texts in read_yaml(path).items():
            for text in texts:
                yield alone(path.stem, "limit", text, _limit_labels(name))


def _limit_labels(name: str) -> Labels:
    if name == _NO_LIMIT:
        return Labels(NEITHER, limits=())
    if name == _NO_OUTCOME:
        return Labels(NEITHER, outcome=NONE)
    limits, outcome = ((name,), NONE) if name in LIMITS else ((), name)
    return Labels(NEITHER, limits=limits, outcome=outcome)


def rights_examples() -> Iterator[Example]:
    """Yield the questions of `nlu/rights`; those that need no service are questions about rights and nothing else."""
    for path in sorted((NLU / "rights").glob("*.yml")):
        for question, texts in read_yaml(path).items():
            for text in texts:
                labels = Labels(rights_question=question)
                if question in _ONLY_OF_RIGHTS:
                    labels = replace(labels, intent=_RIGHTS, needs=(_RIGHTS,))
                yield alone(path.stem, "rights", text, labels)


_RIGHTS = "know_rights"
_ONLY_OF_RIGHTS = frozenset({
    GENERAL, "prosecution", "passport_kept", "debt", "deportation", "leaving", "own_children",
})  # fmt: skip
"""Questions that are answered with a sentence of the law; what is asked beside the others are services."""


def turn_examples() -> Iterator[Example]:
    """Yield the messages of `nlu/turns`: each is a list of (label, text), the labels those of its README."""
    for path in sorted((NLU / "turns").glob("*.yml")):
        for message in read_yaml(path):
            clauses = tuple((normalize(text), _turn_labels(label)) for label, text in message)
            needs = dict.fromkeys(need for _, labels in clauses for need in labels.needs or ())
            dangers = [labels.danger for _, labels in clauses if labels.danger != NEITHER]
            people = [labels.person for _, labels in clauses if labels.person]
            whole = Labels(
                dangers[0] if dangers else NEITHER, needs=tuple(needs), person=people[0] if people else None,
                weight=_TURN_WEIGHT,
            )  # fmt: skip
            if len(clauses) == 1:
                whole = clauses[0][1]
            yield Example(path.stem, "turn", clauses, whole)


_OF_OTHER, _STORY = "_other", "story"
"""How the label of somebody else's danger ends in `nlu/turns`."""
_TURN_PREFIXES: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "q_": lambda name: {"aspect": Aspect(name)},
    "r_": lambda _: {"intent": _RIGHTS, "needs": (_RIGHTS,)},
    "o_": lambda name: {"outcome": Outcome(name)},
    "l_": lambda name: {"limits": (Limit(name),)},
    "d_": lambda name: {"danger": Danger.DANGER, "kind": DangerKind(name)},
    NOT: lambda name: {"not_wanted": (name,)},
    Danger.SELF_HARM: lambda _: {"danger": Danger.SELF_HARM},
    _STORY: lambda _: {},
    "repeat": lambda _: {"aspect": Aspect.WHICH},
}
"""What a label of `nlu/turns` that begins so says of its clause; all others are intents."""


def _turn_labels(label: str) -> Labels:
    """Return what a label of `nlu/turns` says of its clause."""
    nothing = Labels(NEITHER, None, (), (), aspect=NONE, limits=(), outcome=NONE, weight=_TURN_WEIGHT)
    bare = label.removesuffix(_OF_OTHER)
    person = Person.OTHER if bare != label or label == "help_someone_else" else None
    for prefix, values in _TURN_PREFIXES.items():
        if bare.startswith(prefix):
            found = replace(nothing, **values(bare.removeprefix(prefix)))
            return replace(found, person=person or Person.SELF) if found.danger != NEITHER else found
    return replace(nothing, intent=label, needs=(label,) if label in NEEDS else (), person=person)


def ordinary_examples() -> Iterator[Example]:
    """Yield the ordinary sentences of `nlu/messages`: they tell nothing of all this."""
    for language, texts in ordinary_texts().items():
        for text in texts:
            nothing = Labels(NEITHER, None, (), (), aspect=NONE, limits=(), outcome=NONE, weight=_OWN_WEIGHT)
            yield alone(language, "ordinary", text, nothing)


@cache
def ordinary_texts() -> dict[str, list[str]]:
    """Return the ordinary sentences by language."""
    return {path.stem: read_yaml(path)["ordinary"] for path in sorted((NLU / "messages").glob("*.yml"))}


def own_examples() -> list[Example]:
    """Return all examples except those of the intents, of the questions about rights and of `nlu/turns`."""
    return [
        *danger_examples(), *message_examples(), *question_examples(), *limit_examples(), *ordinary_examples()
    ]  # fmt: skip


def surrounded(examples: Iterable[Example], chance: random.Random) -> Iterator[Example]:
    """Yield each single text among one to three ordinary sentences or stories of its language.

    What stands around a text must not change what it tells.
    """
    stories = _fillers()
    for example in examples:
        fillers = stories.get(example.language)
        if fillers and len(example.clauses) == 1:
            around = [
                (normalize(text), Labels(NEITHER)) for text in chance.sample(fillers, chance.choice([1, 1, 2, 2, 3]))
            ]
            around.insert(chance.randint(0, len(around)), example.clauses[0])
            yield Example(example.language, "surrounded", tuple(around), replace(example.whole, intent=None))


def paired(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Yield pairs of texts that tell different needs, in one language, among ordinary sentences."""
    stories, shuffled = _fillers(), list(examples)
    chance.shuffle(shuffled)
    shuffled.sort(key=lambda example: example.language)
    for first, second in zip(shuffled[::2], shuffled[1::2], strict=False):
        fillers, needs = stories.get(first.language), (*(first.whole.needs or ()), *(second.whole.needs or ()))
        if fillers and first.language == second.language and len(set(needs)) == 2:  # noqa: PLR2004
            parts = [(normalize(text), Labels(NEITHER)) for text in chance.sample(fillers, chance.choice([1, 2]))]
            at = sorted(chance.choices(range(len(parts) + 1), k=2))
            parts.insert(at[0], first.clauses[0])
            parts.insert(at[1] + 1, second.clauses[0])
            whole = Labels(NEITHER, needs=needs, weight=_OWN_WEIGHT)
            yield Example(first.language, "paired", tuple(parts), whole)


@cache
def _fillers() -> dict[str, list[str]]:
    """Return what may stand around a text: ordinary sentences, and clauses that tell a story."""
    found = {language: list(texts) for language, texts in ordinary_texts().items()}
    for path in sorted((NLU / "messages").glob("*.yml")):
        for message in read_yaml(path)["messages"]:
            harmless = {"story", "greet", "exploitation", "other", "limit", "feeling"}
            found[path.stem] += [text for label, text in message["clauses"] if label in harmless]
    return found


def is_held_out(example: Example) -> bool:
    """Return whether an example is kept from training, to calibrate on: one in twelve of those written for it."""
    return example.source in {"danger", "message", "question", "turn"} and hash_of(example) % 12 == 0


def hash_of(example: Example) -> int:
    """Return a number that is the same at every run."""
    return int.from_bytes(hashlib.blake2b(" ".join(example.texts).encode(), digest_size=4).digest(), "big")
