"""The countries that are offered as choices: those that are likely for this person, never a fixed list."""

from collections.abc import Iterator

from actions.situation import Situation

_MOST = 6
_BY_LANGUAGE = {
    "th": "TH MY KR TW JP KH", "lo": "LA TH VN MM KH CN", "km": "KH TH VN MY KR JP", "my": "MM TH MY CN LA SG",
    "vi": "VN KH TW JP KR MM", "zh": "CN KH MM TH MY AE", "id": "ID MY TW HK SA SG", "fil": "PH SA KW AE HK SG",
    "hi": "IN AE SA QA KW OM", "bn": "BD IN SA AE MY OM", "ar": "LB SA JO AE QA TN", "ru": "RU UA KZ TR DE PL",
    "es": "MX US ES CO AR PE", "pt": "BR PT ES IT US FR", "fr": "FR TN MA CI BE LB", "en": "US GB NG KE IN AE",
}  # fmt: skip
"""Where most speakers of a language live, and where most of them work abroad (ISO 3166-1; our choice)."""
_NEIGHBOURS = {
    "TH": "MM KH LA MY", "KH": "TH VN LA", "LA": "TH VN CN MM", "MM": "TH CN IN", "VN": "KH CN LA", "CN": "MM VN LA HK",
    "MX": "US GT", "US": "MX CA", "SA": "KW AE BH QA", "AE": "OM SA QA", "KW": "SA IQ", "IN": "NP BD", "BD": "IN",
    "NP": "IN", "NG": "BJ NE CM", "KE": "UG TZ", "TN": "DZ LY", "LB": "SY JO", "RU": "KZ UA", "GB": "IE FR",
}  # fmt: skip


def likely_countries(situation: Situation) -> list[str]:
    """Return up to six countries (ISO 3166-1), likeliest first."""
    return list(dict.fromkeys(_candidates(situation)))[:_MOST]


def _candidates(situation: Situation) -> Iterator[str]:
    """Yield the country of the phone, its neighbours, then those of the language."""
    hint = situation.country_hint
    if hint:
        yield hint
        yield from _NEIGHBOURS.get(hint, "").split()[:2]
    by_language = _BY_LANGUAGE.get(situation.language.partition("-")[0], _BY_LANGUAGE["en"]).split()
    yield from by_language
    yield from _BY_LANGUAGE["en"].split()
