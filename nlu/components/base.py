"""Base classes of our Rasa graph components, with and without a trained model."""

from abc import abstractmethod
from pathlib import Path
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class NluComponent(GraphComponent, IntentClassifier):
    """A component without training: it annotates one message at a time."""

    def __init__(self, config: dict[str, Any] | None = None) -> None:
        """Store the settings of config.yml."""
        self.config = config or {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NluComponent":
        """Create the component for one graph (called by Rasa)."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Annotate each message (called by Rasa)."""
        for message in messages:
            self.annotate(message)
        return messages

    @abstractmethod
    def annotate(self, message: Message) -> None:
        """Add the results of this component to `message`."""


_FILE = "model.joblib"


class TrainableComponent(NluComponent):
    """A component with a model in Rasa's model storage; subclasses implement how it is fitted and used.

    Loading unpickles, so a model file is code: load only models that were trained here.
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Any = None
    ) -> None:
        """Store what Rasa passes; `model` is None until trained or loaded."""
        super().__init__(config)
        self.model = model
        self._model_storage = model_storage
        self._resource = resource

    @abstractmethod
    def fit(self, training_data: TrainingData) -> Any:
        """Return a model trained on `training_data`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TrainableComponent":
        """Create an untrained component (called by Rasa)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "TrainableComponent":
        """Create the component with its trained model (called by Rasa)."""
        with model_storage.read_from(resource) as folder:
            # Mapped, not read: a small server can drop the rows that nobody needs and read them again.
            model = joblib.load(folder / _FILE, mmap_mode="r")
            component = cls(config, model_storage, resource, model)
            component.restore(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model and store it (called by Rasa)."""
        self.model = self.fit(training_data)
        with self._model_storage.write_to(self._resource) as folder:
            self.store(folder)
        return self._resource

    def store(self, folder: Path) -> None:
        """Write the trained model; subclasses write what else they need."""
        joblib.dump(self.model, folder / _FILE)

    def restore(self, folder: Path) -> None:
        """Read what `store` wrote beside the model."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the training data unchanged (called by Rasa)."""
        return training_data
