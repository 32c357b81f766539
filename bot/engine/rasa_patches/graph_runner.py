"""Run Rasa's graph in a straight line.

The graph of our pipeline is a chain, so what dask plans for each message is always
the same: planning once saves a quarter of a turn's CPU.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import rasa.core.policies.rule_policy
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphNode, GraphNodeHook, GraphSchema, SchemaNode
from rasa.engine.runner.interface import GraphRunner
from rasa.graph_components.providers.domain_provider import DomainProvider

from bot.engine.rasa_patches.domain import TrainedDomain
from bot.engine.rasa_patches.rule_policy import RulePolicy

if TYPE_CHECKING:
    from rasa.engine.storage.storage import ModelStorage

_QUICKER: dict[type[GraphComponent], type[GraphComponent]] = {
    DomainProvider: TrainedDomain,
    rasa.core.policies.rule_policy.RulePolicy: RulePolicy,
}
"""Components of Rasa's, and ours that do the same from the same model: config.yml and the model know only Rasa's."""


class StraightLineRunner(GraphRunner):
    """Runs the nodes that a target needs one after the other, in an order found once."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        """Keep the schema and its instantiated nodes."""
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[str, list[str]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StraightLineRunner:
        """Instantiate all nodes (Rasa calls this)."""
        nodes = {
            name: GraphNode.from_schema_node(name, _quicker(node), model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Return the outputs of `targets`; `inputs` stand for the graph's placeholders."""
        outputs = dict(inputs or {})
        wanted = targets or self._schema.target_names
        for target in wanted:
            for name in self._order(target):
                if name not in outputs:
                    needs = self._schema.nodes[name].needs.values()
                    _, outputs[name] = self._nodes[name](*((need, outputs[need]) for need in needs))
        return {target: outputs[target] for target in wanted}

    def _order(self, target: str) -> list[str]:
        """Return the nodes that `target` needs, itself last."""
        if target not in self._orders:
            order: list[str] = []
            self._visit(target, order)
            self._orders[target] = order
        return self._orders[target]

    def _visit(self, name: str, order: list[str]) -> None:
        node = self._schema.nodes.get(name)
        if node is None or name in order:  # a placeholder, or already there
            return
        for need in node.needs.values():
            self._visit(need, order)
        order.append(name)


def _quicker(node: SchemaNode) -> SchemaNode:
    return replace(node, uses=_QUICKER.get(node.uses, node.uses))
