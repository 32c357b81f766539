"""Choose between places of one name, or own that it would be a guess.

Valencia is in Spain and in Venezuela. The danger is a guess that sounds sure: it
sends a frightened person to another continent. Where nothing in the text or the
hint decides, and the smaller is no mere village beside the larger, there is no
answer, and the bot asks for the country.
"""

from nlu.text.places.gazetteer import MEKONG, Grade, Sense
from nlu.text.places.matcher import Mention
from nlu.text.places.name_keys import Token

FAR_SMALLER = 5
"""How many times the inhabitants make one namesake the one that is meant."""
_SPECIFIC = {"country": 0, "province": 1, "city": 2}


def likeliest(senses: list[Sense], mention: Mention, beside: set[str], hint: str | None) -> Sense:
    """Choose among senses: by what is named beside, the hint, a country before its own capital, the size."""
    hint = _heeded(senses, hint)
    countries = {code[:2] for code in beside}

    def rank(sense: Sense) -> tuple[int, ...]:
        return (
            sense.country == mention.inside,
            sense.region in beside,
            sense.country in countries,
            sense.country == hint,
            sense.kind == "country",
            sense.grade == Grade.SURE,
            sense.grade < Grade.EVERYDAY,
            sense.thousands,
            _SPECIFIC[sense.kind],
        )

    return max(senses, key=rank)


def is_guess(best: Sense, mention: Mention, beside: set[str], hint: str | None) -> bool:
    """Tell whether another country has a namesake of a fifth of the inhabitants, and nothing decides.

    A town of the Mekong is not given up for one elsewhere: that is where our people are.
    """
    if best.country in {mention.inside, hint, *(code[:2] for code in beside)}:
        return False
    rivals = [sense for sense in mention.senses if sense.country != best.country]
    if best.country in MEKONG:
        rivals = [sense for sense in rivals if sense.country in MEKONG]
    largest = max(sense.thousands for sense in mention.senses if sense.country == best.country)
    return any(rival.thousands * FAR_SMALLER >= largest for rival in rivals)


def is_overruled(best: Sense, mention: Mention) -> bool:
    """Tell whether the country named beside has no such place, so that the country alone is believed."""
    return mention.inside not in {"", best.country} and best.kind != "country"


def _heeded(senses: list[Sense], hint: str | None) -> str | None:
    """Return the hint, unless a country is meant: "Mexico" is no town of the Philippines."""
    hinted = max((sense.thousands for sense in senses if sense.country == hint), default=0)
    country = max((sense.thousands for sense in senses if sense.kind == "country"), default=0)
    return None if country > hinted * FAR_SMALLER else hint


_LINKS_AFTER = frozenset(["in", "en", "de", "del", "of", "the", "el", "la"])
_PLACES = frozenset(["city", "town", "province", "ciudad", "pueblo", "provincia"])
_NEAR = frozenset(["near", "close", "cerca"])
_LINKS_BEFORE = _LINKS_AFTER | _PLACES | _NEAR | {"at", "to"}
_BORDER = _NEAR | {"border", "frontera", "side", "lado", "limite", "next", "junto", "con", "with"}


def with_countries(found: list[Mention], tokens: list[Token]) -> list[Mention]:
    """Return the names of a text, each with the countries that are named beside it."""
    told = list(found)
    for number in range(1, len(told)):
        if _shares_the_distance(told[number - 1], told[number], tokens):
            told[number] = told[number]._replace(cues=told[number].cues._replace(elsewhere=True, theirs=True))
    return [_with_country(number, told, tokens) for number in range(len(told))]


def _shares_the_distance(first: Mention, second: Mention, tokens: list[Token]) -> bool:
    """Tell whether a name only adds the country, or the city, to where others are: "my son is in lima, peru"."""
    if not first.cues.theirs or not {sense.country for sense in first.senses} & {s.country for s in second.senses}:
        return False
    unspaced = max(first.start, second.start) < 0 and second.senses[0].kind == "country"
    return unspaced or _linked(first, second, tokens, frozenset())


def _with_country(number: int, found: list[Mention], tokens: list[Token]) -> Mention:
    mention = found[number]
    before, after = _country_before(number, found, tokens), ""
    if number + 1 < len(found) and _linked(mention, found[number + 1], tokens, _LINKS_AFTER):
        following = found[number + 1]
        after = next((sense.country for sense in following.senses if sense.kind == "country"), "")
        if _speaks_of_a_country(following, tokens) and _same_breath(mention, following, tokens):
            return mention._replace(country_after=after, inside=after)
    return mention._replace(country_after=after, inside=before)


def _country_before(number: int, found: list[Mention], tokens: list[Token]) -> str:
    """Return the country that leads to a name; a journey from one Mekong country to another is no such thing."""
    mention, previous = found[number], found[number - 1]
    if not number or previous.cues.origin or not _linked(previous, mention, tokens, _LINKS_BEFORE):
        return ""
    country = previous.senses[0].country if _speaks_of_a_country(previous, tokens) else ""
    journey = country in MEKONG and any(sense.country in MEKONG for sense in mention.senses)
    return "" if journey else country


def _linked(first: Mention, second: Mention, tokens: list[Token], links: frozenset[str]) -> bool:
    """Tell whether only words such as "in" part two names."""
    if min(first.start, second.start) < 0:
        return False
    return links.issuperset(token.text for token in tokens[first.end : second.start])


def _same_breath(name: Mention, country: Mention, tokens: list[Token]) -> bool:
    """Tell whether a country belongs to a name: it ends its clause, or shares the name's and is no word ("usa")."""
    clause = tokens[country.start].clause
    ends = all(token.clause != clause for token in tokens[country.end :])
    word = any(sense.grade >= Grade.WORD for sense in country.senses)
    return ends or (clause == tokens[name.start].clause and not word)


def _speaks_of_a_country(mention: Mention, tokens: list[Token]) -> bool:
    """Tell whether a name is plainly that of a country, and not of its border, embassy or people."""
    countries = [sense for sense in mention.senses if sense.kind == "country" and sense.grade != Grade.EVERYDAY]
    around = (*tokens[max(0, mention.start - 2) : mention.start], *tokens[mention.end : mention.end + 1])
    if not countries or mention.cues.elsewhere or not _BORDER.isdisjoint(token.text for token in around):
        return False
    rivals = (sense.thousands for sense in mention.senses if sense.country != countries[0].country)
    return max(rivals, default=0) * FAR_SMALLER <= countries[0].thousands
