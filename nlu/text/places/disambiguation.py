"""Choose between places of one name, or report that the name is ambiguous.

Valencia is in Spain and in Venezuela. The danger is a wrong guess: it sends a frightened person to another continent.
If neither the text nor the hint decides, and the smaller place is not insignificant, there is no answer and the bot
asks for the country.
"""

from nlu.text.places.gazetteer import MEKONG, Grade, Sense
from nlu.text.places.matcher import Mention
from nlu.text.places.name_keys import Token

DOMINANCE = 5
"""A place with this many times the inhabitants of its namesakes is the one that is meant."""
_SPECIFIC = {"country": 0, "province": 1, "city": 2}


def most_likely_sense(senses: list[Sense], mention: Mention, beside: set[str], hint: str | None) -> Sense:
    """Choose a sense by places nearby in the text, the hint, country before capital, and size."""
    hint = _usable_hint(senses, hint)
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


def is_ambiguous(best: Sense, mention: Mention, beside: set[str], hint: str | None) -> bool:
    """Return whether another country has a namesake with at least a fifth of the inhabitants, and nothing decides.

    A town in the Mekong region is preferred to one elsewhere: that is where our users are.
    """
    if best.country in {mention.inside, hint, *(code[:2] for code in beside)}:
        return False
    rivals = [sense for sense in mention.senses if sense.country != best.country]
    if best.country in MEKONG:
        rivals = [sense for sense in rivals if sense.country in MEKONG]
    largest = max(sense.thousands for sense in mention.senses if sense.country == best.country)
    return any(rival.thousands * DOMINANCE >= largest for rival in rivals)


def is_contradicted(best: Sense, mention: Mention) -> bool:
    """Return whether the country next to the name has no such place, so that only the country counts."""
    return mention.inside not in {"", best.country} and best.kind != "country"


def _usable_hint(senses: list[Sense], hint: str | None) -> str | None:
    """Return the hint, unless a country is meant: "Mexico" is not a town in the Philippines."""
    hinted = max((sense.thousands for sense in senses if sense.country == hint), default=0)
    country = max((sense.thousands for sense in senses if sense.kind == "country"), default=0)
    return None if country > hinted * DOMINANCE else hint


_LINKS_AFTER = frozenset(["in", "en", "de", "del", "of", "the", "el", "la"])
_PLACES = frozenset(["city", "town", "province", "ciudad", "pueblo", "provincia"])
_NEAR = frozenset(["near", "close", "cerca"])
_LINKS_BEFORE = _LINKS_AFTER | _PLACES | _NEAR | {"at", "to"}
_BORDER = _NEAR | {"border", "frontera", "side", "lado", "limite", "next", "junto", "con", "with"}


def attach_countries(found: list[Mention], tokens: list[Token]) -> list[Mention]:
    """Return the mentions of a text, each with the countries next to it."""
    mentions = list(found)
    for number in range(1, len(mentions)):
        if _shares_elsewhere(mentions[number - 1], mentions[number], tokens):
            cues = mentions[number].cues.with_part_of(mentions[number - 1].cues)
            mentions[number] = mentions[number]._replace(cues=cues)
    return [_attach_country(number, mentions, tokens) for number in range(len(mentions))]


def _shares_elsewhere(first: Mention, second: Mention, tokens: list[Token]) -> bool:
    """Return whether a name only adds a country or city to a place elsewhere: "my son is in lima, peru"."""
    elsewhere = first.cues.origin or (first.cues.elsewhere and not first.cues.is_not_place)
    if not elsewhere or not {sense.country for sense in first.senses} & {s.country for s in second.senses}:
        return False
    unspaced = max(first.start, second.start) < 0 and second.senses[0].kind == "country"
    return unspaced or _are_linked(first, second, tokens, frozenset())


def _attach_country(number: int, found: list[Mention], tokens: list[Token]) -> Mention:
    mention = found[number]
    before, after = _country_before(number, found, tokens), ""
    if number + 1 < len(found) and _are_linked(mention, found[number + 1], tokens, _LINKS_AFTER):
        following = found[number + 1]
        after = next((sense.country for sense in following.senses if sense.kind == "country"), "")
        if _means_country(following, tokens) and _belongs_together(mention, following, tokens):
            return mention._replace(country_after=after, inside=after)
    return mention._replace(country_after=after, inside=before)


def _country_before(number: int, found: list[Mention], tokens: list[Token]) -> str:
    """Return the country before a name; a journey from one Mekong country to another does not count."""
    mention, previous = found[number], found[number - 1]
    if not number or previous.cues.origin or not _are_linked(previous, mention, tokens, _LINKS_BEFORE):
        return ""
    country = previous.senses[0].country if _means_country(previous, tokens) else ""
    journey = country in MEKONG and any(sense.country in MEKONG for sense in mention.senses)
    return "" if journey else country


def _are_linked(first: Mention, second: Mention, tokens: list[Token], links: frozenset[str]) -> bool:
    """Return whether only words such as "in" separate two names."""
    if min(first.start, second.start) < 0:
        return False
    return links.issuperset(token.text for token in tokens[first.end : second.start])


def _belongs_together(name: Mention, country: Mention, tokens: list[Token]) -> bool:
    """Return whether a country belongs to a name: it ends its clause, or is in the same clause and not a word."""
    clause = tokens[country.start].clause
    ends = all(token.clause != clause for token in tokens[country.end :])
    word = any(sense.grade >= Grade.WORD for sense in country.senses)
    return ends or (clause == tokens[name.start].clause and not word)


def _means_country(mention: Mention, tokens: list[Token]) -> bool:
    """Return whether a name clearly means a country, and not its border, embassy or people."""
    countries = [sense for sense in mention.senses if sense.kind == "country" and sense.grade != Grade.EVERYDAY]
    around = (*tokens[max(0, mention.start - 2) : mention.start], *tokens[mention.end : mention.end + 1])
    if not countries or mention.cues.elsewhere or not _BORDER.isdisjoint(token.text for token in around):
        return False
    rivals = (sense.thousands for sense in mention.senses if sense.country != countries[0].country)
    return max(rivals, default=0) * DOMINANCE <= countries[0].thousands
