"""Our rule policy against Rasa's own, on the rules of the model."""

import json
from typing import Any

import pytest
import rasa.core.policies.rule_policy
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.constants import SHOULD_NOT_BE_SET

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.graph_runner import StraightLineRunner
from bot.engine.rasa_patches.rule_policy import RulePolicy

State = dict[str, Any]

KINDS = ("prev_action", "user", "active_loop", "slots")
"""What a state is made of."""


@pytest.fixture(scope="module")
def policy(processor: TurnProcessor) -> RulePolicy:
    """Return the policy that the engine asks."""
    assert isinstance(processor.graph_runner, StraightLineRunner)
    components = [node._component for node in processor.graph_runner._nodes.values()]
    return next(component for component in components if isinstance(component, RulePolicy))


def lookups(policy: RulePolicy) -> list[dict[str, str]]:
    """Return the rules, and those for forms that were left."""
    return [policy.lookup["rules"], policy.lookup["rules_for_loop_unhappy_path"]]


def stock(policy: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """Return what Rasa's policy finds."""
    return set(rasa.core.policies.rule_policy.RulePolicy._get_possible_keys(policy, lookup, states))


def as_spoken(rule: str) -> list[State]:
    """Return the states of a conversation that has just what a rule demands."""
    return [
        {
            kind: {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in part.items()
                if value != SHOULD_NOT_BE_SET
            }
            for kind, part in state.items()
        }
        for state in json.loads(rule)
    ]


def test_every_rule_is_found(policy: RulePolicy) -> None:
    """In a conversation that follows a rule, that rule and whatever Rasa finds beside it is found."""
    for lookup in lookups(policy):
        assert len(lookup) > 50
        for rule in lookup:
            found = policy._get_possible_keys(lookup, as_spoken(rule))
            assert rule in found
            assert found == stock(policy, lookup, as_spoken(rule))


@given(st.data())
def test_what_rasa_finds(policy: RulePolicy, data: st.DataObject) -> None:
    """In any mixture of states, with parts missing, the rules that Rasa finds are found, and no others."""
    for lookup in lookups(policy):
        known = [state for rule in list(lookup)[::7] for state in as_spoken(rule)]
        state = st.builds(
            lambda parts: {kind: one[kind] for kind, one in zip(KINDS, parts, strict=True) if one and one.get(kind)},
            st.tuples(*(st.sampled_from([*known, None]) for _ in KINDS)),
        )
        states = data.draw(st.lists(state, max_size=4))
        assert policy._get_possible_keys(lookup, states) == stock(policy, lookup, states)


def test_it_has_rasas_name(policy: RulePolicy) -> None:
    """Predictions carry the name of Rasa's policy, which other parts of Rasa look for."""
    assert type(policy).__name__ == rasa.core.policies.rule_policy.RulePolicy.__name__
    assert type(policy) is not rasa.core.policies.rule_policy.RulePolicy
