"""What our trainable components share: a model that lives in Rasa's model storage."""

from abc import abstractmethod
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.base import Reader

_FILE = "model.joblib"


class TrainedReader(Reader):
    """A `Reader` with a model; subclasses say how it is fitted and used.

    Loading unpickles, so a model file is code: only models trained here may be loaded.
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Any = None
    ) -> None:
        """Keep what Rasa hands over; `model` is None until trained or loaded."""
        self.config = config
        self.model = model
        self._model_storage = model_storage
        self._resource = resource

    @abstractmethod
    def fit(self, training_data: TrainingData) -> Any:
        """Return the model that `training_data` teaches."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TrainedReader":
        """Make an untrained component (Rasa calls this)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "TrainedReader":
        """Make the component with the model that was trained (Rasa calls this)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model and store it (Rasa calls this)."""
        self.model = self.fit(training_data)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self.model, folder / _FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are (Rasa calls this)."""
        return training_data
