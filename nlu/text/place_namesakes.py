"""Choose between places of one name, or own that it would be a guess.

Valencia is in Spain and in Venezuela. The danger is a guess that sounds sure: it
sends a frightened person to another continent. Where nothing in the text or the
hint decides, and the smaller is no mere village beside the larger, there is no
answer, and the bot asks for the country.
"""

from nlu.text.place_mentions import Mention
from nlu.text.place_names import MEKONG, Grade, Sense

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
