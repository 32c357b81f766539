"""What somebody wants to know of their rights: a topic of the pages on rights."""

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import head
from nlu.reading.labels import GENERAL

_LIKELY = 0.5
"""Probability from which a topic is answered at once. Of unseen questions with a topic 45% are then answered rightly,
12% wrongly; to all others the topics are offered."""


def read_topic(features: MessageFeatures) -> str | None:
    """Return the likeliest of `labels.TOPICS`, None if none is likely or the question is a general one."""
    learnt = head("topic")
    probabilities = dict(zip(learnt.classes, learnt.probabilities(features.whole)[0].tolist(), strict=True))
    topic = max(probabilities.keys() - {GENERAL}, key=probabilities.__getitem__)
    return topic if probabilities[topic] >= _LIKELY else None
