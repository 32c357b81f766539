"""Read the domain of the model once.

Rasa 3.6.21, `rasa.graph_components.providers.domain_provider.DomainProvider.load`: `Domain.from_path` reads and
validates the file six times over at each start, a third of the time that a start takes. The domain was validated when
the model was trained, so the patch reads it once. Assumes the single file that Rasa's provider writes.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.utils.io import read_yaml_file

_FILE = "domain.yml"


class SingleReadDomainProvider(DomainProvider):
    """Provides the same domain as `DomainProvider`, from the same model."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "SingleReadDomainProvider":
        """Make the provider with the domain that the model was trained on (Rasa calls this)."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Domain.from_dict(read_yaml_file(folder / _FILE)))
