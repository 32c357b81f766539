"""The model for danger, on a few texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.danger_model import NEITHER, Alarm, DangerModel, Example
from nlu.text.danger_phrases import Danger
from tests.nlu.letters import Letters

TEXTS = {
    Danger.DANGER: ["he is going to hit me", "they lock the door and hit me", "he is hitting me now", "they hit us"],
    Danger.SELF_HARM: ["i want to die", "i would rather die", "let me die", "better if i die tonight"],
    NEITHER: ["this heat kills me", "good morning", "where can i sleep", "my phone died", "that song is a hit"],
}


def example(text: str, kind: str, *, weight: float = 1.0, embedded: bool = True, language: str = "en") -> Example:
    """Return an example, of English and of the usual weight where nothing else is said."""
    return Example(text, kind, language, weight, embedded)


EXAMPLES = [example(text, kind) for kind, texts in TEXTS.items() for text in texts]


@pytest.fixture(scope="module")
def model() -> DangerModel:
    """Return a model of the texts above."""
    return DangerModel.fit(EXAMPLES, Letters().encode)


def weighed(model: DangerModel, text: str, language: str = "en") -> tuple[Alarm, int]:
    """Return what a text warns of and how often the encoder was asked for it."""
    encoder = Letters()
    alarm = model.weigh(text, language, lambda: encoder.encode([text]))
    return alarm, len(encoder.asked)


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in TEXTS.items() for text in texts])
def test_learnt(model: DangerModel, text: str, kind: str) -> None:
    """What it was taught it knows: the kind of danger, and what is none however much it sounds like one."""
    alarm, _ = weighed(model, text.upper())
    assert (alarm.kind if alarm.weight > 0 else NEITHER) == kind


def test_unsure(model: DangerModel) -> None:
    """Where the spelling decides nothing the encoder is asked, once."""
    assert weighed(model, "zzz qqq")[1] == 1


def test_sure() -> None:
    """What stands far on one side by its spelling alone costs no embedding, on whatever side."""
    sure = DangerModel.fit([row._replace(weight=1000.0) for row in EXAMPLES], Letters().encode)
    assert [text for text, *_ in EXAMPLES if weighed(sure, text)[1]] == []


def test_a_language_never_seen(model: DangerModel) -> None:
    """There only the embedding counts, and it must be surer: the same text weighs what the meaning alone says."""
    alarm, asked = weighed(model, "he is going to hit me", "de")
    assert asked == 1
    assert alarm.weight < weighed(model, "he is going to hit me")[0].weight


def test_only_what_is_to_be_embedded_is(model: DangerModel) -> None:
    """The dense model learns from some texts, the sparse one from all."""
    encoder = Letters()
    left_out = [example("strangers follow us", Danger.DANGER, embedded=False)] * 3
    larger = DangerModel.fit([*EXAMPLES, *left_out], encoder.encode)
    assert encoder.asked == [row.text for row in EXAMPLES]
    assert weighed(larger, "strangers follow us")[0].weight > weighed(model, "strangers follow us")[0].weight


@pytest.mark.parametrize(("danger", "neither"), [(10.0, 1.0), (1.0, 10.0)])
def test_weights(danger: float, neither: float) -> None:
    """Of a text with two meanings the one that counts more is learnt."""
    both = [example("he is here", Danger.DANGER, weight=danger), example("he is here", NEITHER, weight=neither)]
    model = DangerModel.fit([*EXAMPLES, *both], Letters().encode)
    assert (weighed(model, "he is here")[0].weight > 0) is (danger > neither)


@given(st.text(max_size=80), st.sampled_from(["en", "de"]))
def test_any_text(model: DangerModel, text: str, language: str) -> None:
    """Whatever is typed: one of the two dangers, and a weight that is a number."""
    alarm, _ = weighed(model, text, language)
    assert alarm.kind in Danger
    assert abs(alarm.weight) < 1000
