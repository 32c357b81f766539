"""Short signals in sixteen languages."""

import pytest

from nlu.reading.signals import Signal, find_signals
from nlu.text.phrase_index import LEXICON
from nlu.text.yaml_files import read_yaml
from tests.nlu.conftest import LANGUAGES

LISTS = {signal.value for signal in Signal} | {"not_watching", "erase_word", "erase_verbs", "how", "deleting"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists(language: str) -> None:
    """Every language has every list, none is empty, and no phrase stands twice in one."""
    lists = read_yaml(LEXICON / "signals" / f"{language}.yml")
    assert set(lists) == LISTS
    assert [name for name, phrases in lists.items() if not phrases or len(set(phrases)) < len(phrases)] == []


@pytest.mark.parametrize(
    ("language", "text", "signal"),
    [
        ("en", "wait someone is coming", Signal.WATCHING),
        ("es", "espere creo q ya volvio, oigo la puerta", Signal.WATCHING),
        ("th", "เขามาแล้ว", Signal.WATCHING),
        ("en", "who is this?", Signal.PRYING),
        ("en", "ok he left", Signal.ALONE),
        ("zh", "他走了 可以说了", Signal.ALONE),
        ("en", "they lock me in and i cant go outside", Signal.LOCKED),
        ("ru", "нас заперли и не выпускают", Signal.LOCKED),
        ("vi", "họ nhốt em trong phòng", Signal.LOCKED),
        ("en", "he is outside my door with a knife", Signal.AT_DOOR),
        ("en", "i am not a seaman", Signal.NOT_SEA),
        ("zh", "他在砸门", Signal.AT_DOOR),
        ("en", "is it legal that he keeps my pay?", Signal.LAW),
        ("en", "please delete this conversation", Signal.ERASE),
        ("zh", "把聊天记录删掉", Signal.ERASE),
        ("en", "how do i delete the photos he posted", Signal.OTHER_THINGS),
        ("zh", "手机短信怎么删", Signal.HOW_TO_ERASE),
        ("zh", "怎么删掉手机里的短信 不让老板看到", Signal.HOW_TO_ERASE),
        ("ar", "امسح الرسايل من التلفون كيف", Signal.HOW_TO_ERASE),
        ("en", "i am a social worker and my client is 19", Signal.MY_CASE),
        ("en", "now about me", Signal.MYSELF),
        ("en", "i am not in danger anymore", Signal.SAFE_NOW),
    ],
)
def test_found(language: str, text: str, signal: Signal) -> None:
    """What people write is found by its list."""
    assert signal in find_signals(text, language)


@pytest.mark.parametrize(
    ("language", "text", "signal"),
    [
        (
            "en",
            "my boss took my passport last week and he is coming back to the farm on Monday with the van",
            Signal.WATCHING,
        ),
        ("en", "who is this lawyer and can she help me with my papers in Bangkok?", Signal.PRYING),
        ("en", "how do i delete the photos he posted", Signal.ERASE),
        ("en", "how do i delete messages", Signal.ERASE),
        ("en", "please delete this conversation", Signal.HOW_TO_ERASE),
        ("en", "how can i make him delete my video", Signal.HOW_TO_ERASE),
        ("zh", "怎么删除我的信息？", Signal.HOW_TO_ERASE),
        ("en", "how long do you keep what i wrote", Signal.HOW_TO_ERASE),
        ("en", "i need a lawyer", Signal.LAW),
        ("en", "i am a cook", Signal.MY_CASE),
        ("lo", "ບານເຕະຄືນວານນີ້ໃຜຊະນະ", Signal.PRYING),
    ],
)
def test_not_found(language: str, text: str, signal: Signal) -> None:
    """A story in which somebody comes hides nothing, and a wish about pictures erases nothing."""
    assert signal not in find_signals(text, language)
