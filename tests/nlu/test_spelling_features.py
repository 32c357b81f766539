"""How a text is spelt, as numbers."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from nlu.text.normalization import match_key
from nlu.text.spelling_features import SpellingFeatures, counts

TEXTS = ["i need a place to sleep", "i need a doctor", "no tengo dónde dormir", "ฉันไม่มีที่นอน", "tôi cần giúp đỡ"]
PIECES, WORDS = 2**18, 2**17
"""Columns of pieces of words, and of words after them."""


@pytest.fixture(scope="module")
def features() -> SpellingFeatures:
    """Return what the texts above teach."""
    return SpellingFeatures.fit_transform(TEXTS)[0]


def same(features: SpellingFeatures, one: str, other: str) -> bool:
    """Return whether two texts have the same features."""
    return bool((features.of([one]) != features.of([other])).nnz == 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No tengo DÓNDE dormir!", "no tengo donde dormir"),
        ("tôi cần giúp", "toi can giup"),
        (unicodedata.normalize("NFD", "tôi cần giúp đỡ"), "tôi cần giúp đỡ"),
        (unicodedata.normalize("NFD", "ฉันกำลังหนี"), "ฉันกำลังหนี"),
        ("he\u200blp m\u00ade", "help me"),
        ("help,   me", "help me"),
        ("don't", "dont"),
        ("أحتاج", "احتاج"),
        ("ещё", "еще"),
    ],
)
def test_equal_features(features: SpellingFeatures, one: str, other: str) -> None:
    """Accents, case, signs, invisible characters and letters written for each other change nothing."""
    assert same(features, one, other)


@pytest.mark.parametrize(("one", "other"), [("มา", "มี"), ("help", "held"), ("ကယ်", "ကား"), ("go home", "home go")])
def test_different_features(features: SpellingFeatures, one: str, other: str) -> None:
    """Vowel signs, a letter and the order of words do."""
    assert not same(features, one, other)


@given(st.text(max_size=60))
def test_decomposed(text: str) -> None:
    """However any text is composed, it has the same features."""
    features = SpellingFeatures.fit_transform(TEXTS)[0]
    assert same(features, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))


def test_shape(features: SpellingFeatures) -> None:
    """One row per text; n-grams and words each have norm 1, or 0 if there are none."""
    rows = features.of([*TEXTS, "", "🆘"])
    assert rows.shape == (len(TEXTS) + 2, PIECES + WORDS)
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).A1
    assert np.allclose(lengths[: len(TEXTS)], np.sqrt(2), atol=1e-4)
    assert list(lengths[len(TEXTS) :]) == [0, 0]


def test_fitted_texts() -> None:
    """The features of the texts that are learnt are those that the same texts have afterwards."""
    fitted, rows = SpellingFeatures.fit_transform(TEXTS)
    assert (rows != fitted.of(TEXTS)).nnz == 0


def test_typo_stays_similar(features: SpellingFeatures) -> None:
    """A misspelt text is much nearer to what was meant than to another text."""
    meant, slip, other = features.of(["i need a doctor", "i ned a docter", "ฉันไม่มีที่นอน"]).toarray()
    assert meant @ slip > 0.5
    assert meant @ other < 0.2


def test_rare_words_have_more_weight(features: SpellingFeatures) -> None:
    """A word that one text has says more than one that several have."""
    need, doctor = (features.of([word])[:, PIECES:].indices[0] for word in ("need", "doctor"))
    both = features.of(["need doctor"])[:, PIECES:]
    assert both[0, doctor] > both[0, need] > 0


@given(st.text(max_size=60))
def test_one_text(text: str) -> None:
    """The features of one text are those that it has among others."""
    features = SpellingFeatures.fit_transform(TEXTS)[0]
    one = features.transform_one(counts([text]))
    assert len(set(one.indices)) == len(one.indices)
    alone = csr_matrix((one.data, one.indices, [0, len(one.data)]), (1, PIECES + WORDS))
    assert (alone != features.of([*TEXTS, text])[len(TEXTS)]).nnz == 0


def test_equals_scikit_learn(features: SpellingFeatures) -> None:
    """Counted and weighed here, the numbers are those of scikit-learn's vectorizers and transformer."""
    kinds = (
        HashingVectorizer(
            analyzer="char_wb", ngram_range=(1, 5), n_features=PIECES, alternate_sign=False, norm=None, dtype=np.float32
        ),
        HashingVectorizer(
            token_pattern=r"\S+",
            ngram_range=(1, 2),
            n_features=WORDS,
            alternate_sign=False,
            norm=None,
            dtype=np.float32,
        ),
    )
    trained, texts = [match_key(text) for text in TEXTS], [*TEXTS, "", "a text that was never seen, seen", "ที่นอนคืนนี้"]
    theirs = [
        TfidfTransformer(sublinear_tf=True)
        .fit(kind.transform(trained))
        .transform(kind.transform(map(match_key, texts)))
        for kind in kinds
    ]
    assert abs(features.of(texts) - hstack(theirs)).max() < 1e-12
