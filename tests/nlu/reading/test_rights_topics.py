"""Topics of questions about rights, on questions that nothing was trained on."""

from statistics import mean

import pytest

from nlu.encoder.sentence_encoder import E5Encoder
from nlu.reading.features import MessageFeatures
from nlu.reading.labels import GENERAL, TOPICS
from nlu.reading.rights_topics import read_topic
from nlu.text.normalization import match_key
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import HERE, LANGUAGES

TRAINED, TESTS = HERE.parents[1] / "nlu" / "rights", HERE / "rights"
RIGHT, WRONG = 0.43, 0.14
"""Of the questions with a topic, how many are answered with it at least, and with another one at most. The others are
offered the topics. Raise and lower them with the data."""


def test_topics(encoder: E5Encoder) -> None:
    """More questions are answered at once than wrongly, and hardly a general one."""
    found = [
        (topic, read_topic(MessageFeatures.of(text, encoder.encode)) or GENERAL)
        for language in LANGUAGES
        for topic, texts in read_yaml(TESTS / f"{language}.yml").items()
        for text in texts
    ]
    asked = [(meant, said) for meant, said in found if meant != GENERAL]
    assert mean(meant == said for meant, said in asked) >= RIGHT
    assert mean(said not in {meant, GENERAL} for meant, said in asked) <= WRONG
    assert mean(said != GENERAL for meant, said in found if meant == GENERAL) <= WRONG


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts(language: str) -> None:
    """Each topic has its training and test texts in every language, none in both."""
    trained, tests = (read_yaml(folder / f"{language}.yml") for folder in (TRAINED, TESTS))
    assert set(trained) == set(tests) == set(TOPICS)
    assert all(len(texts) == 10 for texts in trained.values())
    known = {match_key(text) for texts in trained.values() for text in texts}
    assert [text for texts in tests.values() for text in texts if match_key(text) in known] == []
