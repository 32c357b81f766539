"""The tokenizer, compared with SentencePiece."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.packed_model import PackedModel
from nlu.encoder.tokenizer import Tokenizer, write_tokenizer
from nlu.text.normalization import normalize

RECORDED = {
    "help me": [4358, 163],
    "I can't leave, he's got my passport!": [87, 831, 25, 18, 31358, 4, 764, 25, 7, 4163, 759, 452, 10033, 38],
    "¿Dónde estoy?": [3936, 397, 5800, 112, 43250, 32],
    "ฉันถูกขังอยู่ในห้อง ช่วยด้วย": [59334, 13590, 13005, 43038, 22530, 27163, 68584, 3918],
    "ຊ່ວຍແດ່ ນ້ອງຢູ່ກາຊີໂນ": [6, 54049, 38613, 6682, 15714, 6, 190338, 18627, 74164, 81193, 121969],
    "ខ្ញុំសុំទាននៅបាងកក": [38483, 4605, 23313, 130434, 12141, 5350, 57429, 4638, 4638],
    "ကျွန်တော် လစာ မရဘူး": [6, 86960, 20409, 32510, 10946, 6, 59379, 25122],
    "em bị nhốt ở KK park": [352, 2504, 12203, 35131, 2059, 57211, 9201],
    "我被关在西港园区": [13129, 1317, 15900, 213, 3891, 9994, 179877],
    "أريد محامي ببلاش": [212070, 63050, 15151, 676, 1325, 24456],
    "मुझे मदद चाहिए": [22839, 61346, 23508],
    "আমার মেয়েকে নিয়ে গেছে": [29388, 63189, 2937, 14940, 67480],
    "мне плохо, кровь идет": [4042, 63269, 4, 191569, 51009],
    "አሰሪዬ ትመታኛለች።": [147545, 7423, 26218, 10822, 182132, 9171, 138914],
    "\u0645\u0646 \u06a9\u0645\u06a9 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": [
        230,
        19422,
        383,
        3,
        29436,
        376,
    ],
    "パスポートを取られた": [6, 118829, 177799, 251, 5226, 23310],
    "도와주세요": [163698, 100807],
    "wo yao hui zhongguo": [4323, 26045, 46557, 97, 497, 49255, 31],
    "two spaces, and a number: 1300 ok": [6626, 32628, 7, 4, 136, 10, 14012, 12, 65964, 3664],
    "\U0001f198\U0001f198 help \U0001f469\U0001f3fd\u200d\u2696\ufe0f": [
        6,
        247402,
        247402,
        4358,
        6,
        244785,
        245164,
        3,
        15755,
    ],
    "́́x": [3309, 4868, 425],
    "[PAD]</s><s>": [378, 116908, 268, 42946, 7, 74047, 7, 2740],
    "ᚠᚢᚦ ꙮ help": [6, 3, 6, 3, 4358],
    "zqxjkw": [97, 864, 425, 170, 50985],
    "1-800-010-182": [4317, 10253, 55667, 82343, 12012],
    "a\xadb\u200dc": [10, 231, 275, 3, 238],
    "": [],
    " ": [],
}
"""Texts and what SentencePiece 0.2.3 makes of them with the same vocabulary."""


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Return the tokenizer of the installed model."""
    folder, model = tmp_path_factory.mktemp("tokenizer"), PackedModel.open()
    write_tokenizer(folder, model)
    return Tokenizer(folder, model)


@pytest.mark.parametrize("text", RECORDED)
def test_tokens_are_those_of_sentencepiece(tokenizer: Tokenizer, text: str) -> None:
    """The tokens of each script, of signs, emoji and letters that no piece has."""
    assert tokenizer.encode(text) == RECORDED[text]


@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=100))
def test_any_text_has_tokens(tokenizer: Tokenizer, text: str) -> None:
    """Any normalized text becomes pieces of the vocabulary, and spaces around it change nothing."""
    tokens = tokenizer.encode(normalize(text))
    assert all(0 <= number < PackedModel.open().shape.vocabulary for number in tokens)
    assert tokens == tokenizer.encode(f" {normalize(text)}  ")


def test_missing_files(tmp_path: Path) -> None:
    """A folder without the vocabulary is an error at the start."""
    with pytest.raises(OSError, match="tokenizer"):
        Tokenizer(tmp_path, PackedModel.open())
