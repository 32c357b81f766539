"""The sparse models of a reading, trained together: they know the spelling of our languages, not meanings."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from nlu.reading.danger import DangerModel, Example
from nlu.reading.examples import intent_examples, is_held_out, own_examples, rights_examples, turn_examples
from nlu.reading.intents import IntentModel
from nlu.reading.labels import GENERAL, NEITHER
from nlu.reading.rights_questions import RightsQuestionModel
from nlu.reading.service_questions import QuestionModel
from nlu.text.place_augmentation import augment_with_places, place_texts

Rows = Sequence[tuple[str, str, str]]
"""(text, intent, language)"""

_OWN_WEIGHT = 3.0
"""Weight of a text that was written for danger; those of the intents have 1 and are three times as many."""


@dataclass(frozen=True, slots=True)
class SparseModels:
    """The models that are trained anew by every training."""

    danger: DangerModel
    intents: IntentModel
    questions: QuestionModel
    rights: RightsQuestionModel

    @classmethod
    def fit(cls, rows: Rows) -> "SparseModels":
        """Train on the texts of the intents and on all our others, except those that are held out.

        Each model is trained in a process of its own: the solver of scikit-learn has one random state in a process, and
        the same texts must make the same model.
        """
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            questions = pool.submit(_fit_questions, rows)  # the one that takes longest is begun first
            intents = pool.submit(_fit_intents, rows)
            danger = pool.submit(_fit_danger, rows)
            rights = pool.submit(fit_rights)
            return cls(danger.result(), intents.result(), questions.result(), rights.result())


def _fit_danger(rows: Rows) -> DangerModel:
    return DangerModel.fit(list(_danger_examples(rows)))


def _fit_intents(rows: Rows) -> IntentModel:
    return IntentModel.fit(*zip(*[*rows, *_clauses_with_intent(rows)], strict=True))


def _fit_questions(rows: Rows) -> QuestionModel:
    return QuestionModel.fit(*zip(*_question_rows(rows), strict=True))


def fit_rights() -> RightsQuestionModel:
    """Train on what people ask of their rights, in all languages that have texts of it."""
    rows = [(each.texts[0], each.whole.rights_question or GENERAL, each.language) for each in rights_examples()]
    return RightsQuestionModel.fit(*zip(*rows, strict=True))


def _danger_examples(rows: Rows) -> Iterator[Example]:
    """Yield all texts as examples of danger or of none; some of those written for it once more with a place."""
    for each in intent_examples(rows):
        yield Example(each.texts[0], each.whole.danger or NEITHER, each.language, 1.0)
    own = [
        Example(text, labels.danger, each.language, _OWN_WEIGHT)
        for each in own_examples()
        if not is_held_out(each)
        for text, labels in each.clauses
        if labels.danger
    ]
    yield from own
    texts, dangers, languages, _ = zip(*own, strict=True)
    for augmented in augment_with_places(texts, dangers, languages, place_texts(*zip(*rows, strict=True))):
        yield Example(*augmented, _OWN_WEIGHT)


def _clauses_with_intent(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield the clauses of messages that tell an intent, and questions about rights, in the languages of `rows`."""
    ours = {language for _, _, language in rows}
    for each in own_examples():
        if each.source == "message" and each.language in ours and not is_held_out(each):
            for text, labels in each.clauses:
                if labels.intent and labels.intent != "describe_exploitation":
                    yield text, labels.intent, each.language
    for each in rights_examples():
        if each.whole.intent and each.language in ours:
            yield each.texts[0], each.whole.intent, each.language


def _question_rows(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield (text, service act, language) of all texts of which it is known."""
    for each in (*intent_examples(rows), *own_examples(), *turn_examples()):
        if not is_held_out(each):
            for text, labels in each.clauses:
                if labels.service_act:
                    yield text, labels.service_act, each.language
