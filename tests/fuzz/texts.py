"""Generators of unusual texts."""

import json
from pathlib import Path

from hypothesis import strategies as st

from nlu.text.yaml_files import read_yaml

TESTS = Path(__file__).parents[1] / "nlu"

LONG = 100_000
"""Characters: far more than any network allows."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u061c\u115f\u3164\ufe0f\U000e0041"
_BIDIRECTIONAL = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_COMBINING = "\u0301\u0323\u0e49\u0ec9\u17d2\u103a\u093c\u0651\u1ab0\u20dd\u0489\u3099"
_SPECIAL = "\0\a\b\n\r\t\x1b\x7f\x85\u2028\u2029\ufffd\ufffe\uffff\U0010ffff/{}[]\"'\\%$&<>;:|"
_EMOJI = ("😀", "🆘", "🔪", "❤️", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇹🇭", "🇲🇲", "2️⃣", "👍🏿", "🫥", "🇽", "©", "‼️")

_CODECS = ("utf-8", "utf-16-le", "utf-32-le", "latin-1", "cp1252", "tis-620", "gb18030", "big5", "koi8-r", "cp1256")


def _words() -> list[str]:
    """Return the words of the test data, in all sixteen languages."""
    texts = [
        line.removeprefix("- ")
        for path in sorted(TESTS.glob("*.yml"))
        for block in read_yaml(path)["nlu"]
        for line in block["examples"].splitlines()
    ]
    return sorted({word for text in texts for word in text.split()})


_character = st.characters(codec=None, exclude_categories=[])
_plane = st.integers(0, 16).flatmap(
    lambda plane: st.characters(
        codec=None, min_codepoint=plane << 16, max_codepoint=(plane << 16) + 0xFFFF, exclude_categories=[]
    )
)
_sign = st.sampled_from([*_INVISIBLE, *_BIDIRECTIONAL, *_COMBINING, *_SPECIAL, *_EMOJI])
_word = st.sampled_from(_words())
_repetitions = st.sampled_from([1, 2, 30, 999, 1001, 8001, LONG])


def _decoded(raw: bytes, codec: str, errors: str) -> str:
    return raw.decode(codec, errors)


decoded_bytes = st.builds(
    _decoded,
    st.binary(max_size=600),
    st.sampled_from(_CODECS),
    st.sampled_from(["replace", "ignore", "backslashreplace"]),
) | st.builds(_decoded, st.binary(max_size=600), st.just("utf-8"), st.just("surrogateescape"))
planes = st.lists(_plane, max_size=200).map("".join)
mixed_scripts = st.lists(_word | _sign | _character, max_size=60).map("".join) | st.lists(_word, max_size=60).map(
    " ".join
)
floods = st.builds(
    lambda before, sign, count, after: before + (sign * count)[:LONG] + after,
    st.just("") | _word,
    _sign | _character | _word,
    _repetitions,
    st.just("") | _word,
)
interleaved = st.builds(
    lambda words, signs: "".join(
        letter + sign for letter, sign in zip(" ".join(words) * 20, signs * 500, strict=False)
    ),
    st.lists(_word, min_size=1, max_size=20),
    st.lists(_sign, min_size=1, max_size=8),
)
emoji_only = st.lists(st.sampled_from(_EMOJI), max_size=80).map("".join)
payloads = st.builds(
    lambda slash, word, value: f"{slash}{word}{json.dumps({word: value})}",
    st.sampled_from(["/", "//", "\u200b/", "／", " / "]),
    st.sampled_from(["in_danger", "restart", "session_start", "give_place", "nlu_fallback", "EXTERNAL: x", ""]),
    _character | st.integers() | st.none(),
)

texts = st.one_of(decoded_bytes, planes, mixed_scripts, floods, interleaved, emoji_only, payloads)
"""Any of them."""
