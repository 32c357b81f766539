"""A reader that is trained in a second on a few of the training texts."""

from functools import partial

import pytest

from nlu.encoder.sentence_encoder import E5Encoder
from nlu.evaluation.dataset import examples_in, sample_per_intent
from nlu.reading.danger import DangerModel, Example
from nlu.reading.examples import danger_examples, intent_examples, own_examples, turn_examples
from nlu.reading.intents import IntentModel
from nlu.reading.labels import NEITHER
from nlu.reading.reader import Reader
from nlu.reading.rights_questions import RightsQuestionModel
from nlu.reading.service_questions import QuestionModel
from nlu.reading.sparse_models import SparseModels, fit_rights
from nlu.text.normalization import normalize
from tests.nlu.conftest import DATA
from tests.nlu.letter_encoder import LetterEncoder

TRAINED = ("en", "es")
_OF_EACH_INTENT, _EVERY_DANGER, _WEIGHT = 8, 10, 10.0


@pytest.fixture(scope="session")
def intents() -> IntentModel:
    """Return a model of all intents in two languages."""
    texts, targets, languages = zip(*_intent_texts(), strict=True)
    return IntentModel.fit([normalize(text) for text in texts], targets, languages)


@pytest.fixture(scope="session")
def danger() -> DangerModel:
    """Return a model of danger in the same languages."""
    ours = [each for each in danger_examples() if each.language in TRAINED][::_EVERY_DANGER]
    return DangerModel.fit(
        [
            Example(text, labels.danger or NEITHER, each.language, _WEIGHT)
            for each in (*ours, *intent_examples(_intent_texts()))
            for text, labels in each.clauses
        ]
    )


def _intent_texts() -> list[tuple[str, str, str]]:
    """Return (text, intent, language) of a few texts of each intent."""
    return [row for code in TRAINED for row in sample_per_intent(examples_in(DATA / f"{code}.yml"), _OF_EACH_INTENT)]


@pytest.fixture(scope="session")
def questions() -> QuestionModel:
    """Return a model of questions on named services and of outcomes in the same languages."""
    rows = [
        (text, labels.service_act, each.language)
        for each in (*own_examples(), *turn_examples())
        if each.language in TRAINED
        for text, labels in each.clauses
        if labels.service_act
    ]
    return QuestionModel.fit(*zip(*rows, strict=True))


@pytest.fixture(scope="session")
def rights() -> RightsQuestionModel:
    """Return a model of questions about rights in all languages."""
    return fit_rights()


@pytest.fixture(scope="session")
def models(
    danger: DangerModel, intents: IntentModel, questions: QuestionModel, rights: RightsQuestionModel
) -> SparseModels:
    """Return the models together."""
    return SparseModels(danger, intents, questions, rights)


@pytest.fixture
def letters() -> LetterEncoder:
    """Return an encoder that records what it is asked."""
    return LetterEncoder()


@pytest.fixture
def quick_reader(models: SparseModels, letters: LetterEncoder) -> Reader:
    """Return a reader whose encoder counts letters: it understands little, and quickly."""
    return Reader(models, letters.encode)


@pytest.fixture(scope="session")
def reader(models: SparseModels, encoder: E5Encoder) -> Reader:
    """Return a reader with the real encoder."""
    return Reader(models, partial(E5Encoder.encode, encoder))
