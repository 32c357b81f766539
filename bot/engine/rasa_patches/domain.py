"""Read the model's domain once: Rasa reads and judges it six times over at each start, which took a third of it.

It was judged when the model was trained. Assumes the one file that Rasa's provider writes.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.utils.io import read_yaml_file

FILE = "domain.yml"


class TrainedDomain(DomainProvider):
    """Rasa's provider, with the same domain from the same model."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "TrainedDomain":
        """Make the provider with the domain that the model was trained on (Rasa calls this)."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Domain.from_dict(read_yaml_file(folder / FILE)))
