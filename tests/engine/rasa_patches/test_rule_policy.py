"""Our rule policy against Rasa's own, on the rules of the model."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
import rasa.core.policies.rule_policy
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.constants import SHOULD_NOT_BE_SET

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.graph_runner import SequentialGraphRunner
from bot.engine.rasa_patches.rule_policy import RulePolicy

State = dict[str, Any]
StockRulePolicy = rasa.core.policies.rule_policy.RulePolicy
KINDS = ("prev_action", "user", "active_loop", "slots")
"""The parts of a state."""


@pytest.fixture(scope="module")
def policy(processor: TurnProcessor) -> RulePolicy:
    """Return the policy of the engine."""
    assert isinstance(processor.graph_runner, SequentialGraphRunner)
    components = [node._component for node in processor.graph_runner._nodes.values()]
    return next(component for component in components if isinstance(component, RulePolicy))


def lookups(policy: RulePolicy) -> list[dict[str, str]]:
    """Return the rules, and those for forms that were left."""
    return [policy.lookup["rules"], policy.lookup["rules_for_loop_unhappy_path"]]


def stock_keys(policy: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """Return what Rasa's policy finds."""
    return set(StockRulePolicy._get_possible_keys(policy, lookup, states))


def matching_states(rule: str) -> list[State]:
    """Return the states of a conversation that has just what a rule requires."""
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


def all_states(policy: RulePolicy) -> Iterator[tuple[dict[str, str], str, list[State]]]:
    """Yield each lookup and rule, and a conversation that follows the rule."""
    for lookup in lookups(policy):
        assert len(lookup) > 50
        for rule in lookup:
            yield lookup, rule, matching_states(rule)


def test_finds_every_rule(policy: RulePolicy) -> None:
    """In a conversation that follows a rule, that rule and all others that Rasa finds are found."""
    for lookup, rule, states in all_states(policy):
        keys = policy._get_possible_keys(lookup, states)
        assert rule in keys
        assert keys == stock_keys(policy, lookup, states)


def test_rasa_compares_every_rule(policy: RulePolicy) -> None:
    """Stock Rasa compares each rule with the conversation; ours compares a tenth of them on average."""
    compared = {"stock": 0, "ours": 0}
    with patch.object(StockRulePolicy, "_is_rule_applicable", return_value=False) as compare:
        for lookup, _, states in list(all_states(policy))[::7]:
            compare.reset_mock()
            stock_keys(policy, lookup, states)
            assert compare.call_count == len(lookup)
            compared["stock"] += compare.call_count
            compare.reset_mock()
            policy._get_possible_keys(lookup, states)
            compared["ours"] += compare.call_count
    assert compared["ours"] * 10 < compared["stock"]


@given(st.data())
def test_finds_what_rasa_finds(policy: RulePolicy, data: st.DataObject) -> None:
    """In any mixture of states, with parts missing, the same rules are found."""
    for lookup in lookups(policy):
        known = [state for rule in list(lookup)[::7] for state in matching_states(rule)]
        state = st.builds(
            lambda parts: {
                kind: part[kind] for kind, part in zip(KINDS, parts, strict=True) if part and part.get(kind)
            },
            st.tuples(*(st.sampled_from([*known, None]) for _ in KINDS)),
        )
        states = data.draw(st.lists(state, max_size=4))
        assert policy._get_possible_keys(lookup, states) == stock_keys(policy, lookup, states)


def test_has_the_same_name(policy: RulePolicy) -> None:
    """Predictions carry the name of Rasa's policy, which other parts of Rasa look for."""
    assert type(policy).__name__ == StockRulePolicy.__name__
    assert type(policy) is not StockRulePolicy
