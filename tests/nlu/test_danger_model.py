"""The model for danger, on a few texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.danger_model import NEITHER, DangerModel, DangerScore, Example
from nlu.text.danger_phrases import Danger
from tests.nlu.letter_encoder import LetterEncoder

TEXTS = {
    Danger.DANGER: ["he is going to hit me", "they lock the door and hit me", "he is hitting me now", "they hit us"],
    Danger.SELF_HARM: ["i want to die", "i would rather die", "let me die", "better if i die tonight"],
    NEITHER: ["this heat kills me", "good morning", "where can i sleep", "my phone died", "that song is a hit"],
}


def example(text: str, kind: str, *, weight: float = 1.0, embed_texts: bool = True, language: str = "en") -> Example:
    """Return an example, by default English with weight 1."""
    return Example(text, kind, language, weight, embed_texts)


EXAMPLES = [example(text, kind) for kind, texts in TEXTS.items() for text in texts]


@pytest.fixture(scope="module")
def model() -> DangerModel:
    """Return a model of the texts above."""
    return DangerModel.fit(EXAMPLES, LetterEncoder().encode)


def scored(model: DangerModel, text: str, language: str = "en") -> tuple[DangerScore, int]:
    """Return what a text warns of and how often the encoder was asked for it."""
    encoder = LetterEncoder()
    alarm = model.score_danger(text, language, lambda: encoder.encode([text]))
    return alarm, len(encoder.requested)


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in TEXTS.items() for text in texts])
def test_predicts_training_texts(model: DangerModel, text: str, kind: str) -> None:
    """It predicts its training texts: the kind of danger, and harmless texts that sound like it."""
    alarm, _ = scored(model, text.upper())
    assert (alarm.kind if alarm.weight > 0 else NEITHER) == kind


def test_uses_embedding_when_uncertain(model: DangerModel) -> None:
    """If the sparse model is not certain, the text is embedded once."""
    assert scored(model, "zzz qqq")[1] == 1


def test_skips_embedding_when_certain() -> None:
    """A text far from the boundary is not embedded, on either side."""
    sure = DangerModel.fit([row._replace(weight=1000.0) for row in EXAMPLES], LetterEncoder().encode)
    assert [text for text, *_ in EXAMPLES if scored(sure, text)[1]] == []


def test_untrained_language_uses_embedding(model: DangerModel) -> None:
    """There only the embedding counts, and it must be surer: the same text weighs what the meaning alone says."""
    alarm, requested = scored(model, "he is going to hit me", "de")
    assert requested == 1
    assert alarm.weight < scored(model, "he is going to hit me")[0].weight


def test_embeds_only_selected_texts(model: DangerModel) -> None:
    """The dense model learns from some texts, the sparse one from all."""
    encoder = LetterEncoder()
    left_out = [example("strangers follow us", Danger.DANGER, embed_texts=False)] * 3
    larger = DangerModel.fit([*EXAMPLES, *left_out], encoder.encode)
    assert encoder.requested == [row.text for row in EXAMPLES]
    assert scored(larger, "strangers follow us")[0].weight > scored(model, "strangers follow us")[0].weight


@pytest.mark.parametrize(("danger", "neither"), [(10.0, 1.0), (1.0, 10.0)])
def test_sample_weights(danger: float, neither: float) -> None:
    """Of a text with two meanings the one that counts more is learnt."""
    both = [example("he is here", Danger.DANGER, weight=danger), example("he is here", NEITHER, weight=neither)]
    model = DangerModel.fit([*EXAMPLES, *both], LetterEncoder().encode)
    assert (scored(model, "he is here")[0].weight > 0) is (danger > neither)


@given(st.text(max_size=80), st.sampled_from(["en", "de"]))
def test_any_text(model: DangerModel, text: str, language: str) -> None:
    """Any text returns one of the two dangers and a finite weight."""
    alarm, _ = scored(model, text, language)
    assert alarm.kind in Danger
    assert abs(alarm.weight) < 1000
