"""Whom random people are sent to: nobody to a service for others, nor to a number that can't be called from there.

REFERRALS sets the number of people (recorded runs: 500).
"""

import os
import random
from dataclasses import dataclass

import phonenumbers
import pytest
from babel import Locale

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.rendering.utterance import Utterance
from bot.state.memory_store import MemoryStore
from directory import Audience, Directory, Place, ServiceResult
from directory.domain.csv_tables import read_table
from directory.seed.loader import SEED_FOLDER
from tests.conversations.person import Person

pytestmark = pytest.mark.slow
REFERRALS = int(os.environ.get("REFERRALS", "100"))
HOMES = ("MM", "KH", "LA", "VN", "TH", "CN", "PH", "ID", "NP", "BD", "IN", "LK", "ET", "KE", "UG", "NG", "GH", "MA")
PEOPLE = {
    "I am a man of 34": {Audience.MEN},
    "I am a woman of 27": {Audience.WOMEN},
    "I am a girl and I am 15": {Audience.GIRLS},
    "I am a boy, 16 years old": {Audience.BOYS},
    "I am 41": {Audience.WOMEN, Audience.MEN},
}
"""What a person says of themself -> the groups to which they may belong."""
_GROUPS = frozenset({
    Audience.WOMEN, Audience.MEN, Audience.GIRLS, Audience.BOYS, Audience.LGBTQ, Audience.SEAFARING,
})  # fmt: skip
"""Groups for which alone a service may be."""
NEEDS = (
    "I need a safe place to sleep.", "I need a lawyer.", "I need a doctor.", "I want to go back home.",
    "I want to talk to somebody who can help me.", "My boss has not paid me for three months, who can help me?",
    "I need food and clothes.", "I need counselling.",
)  # fmt: skip


@dataclass(frozen=True)
class Asker:
    """A person, and what they write first."""

    country: str
    home: str
    says: str
    need: str

    @property
    def text(self) -> str:
        """The whole message."""
        names = {**Locale("en").territories, "HK": "Hong Kong", "MO": "Macau", "MM": "Myanmar"}
        return f"Hello. {self.says}, from {names[self.home]}. I am in {names[self.country]} now. {self.need}"

    def is_unfit(self, service: ServiceResult) -> bool:
        """Return whether the service is for others, by its entry in the directory."""
        only_for = _GROUPS.intersection(service.audiences)
        is_for_others = bool(only_for) and only_for.isdisjoint(PEOPLE[self.says])
        return is_for_others or bool(service.nationalities and self.home not in service.nationalities)

    def cannot_reach(self, service: ServiceResult) -> bool:
        """Return whether all its numbers work in another country only, and nothing can be written to."""
        numbers = [phone.number for phone in service.phones]
        if service.sms or service.chat or service.email or service.url or not numbers:
            return not (numbers or service.sms or service.chat or service.email or service.url)
        return service.country != self.country and not any(map(_is_international, numbers))


def _says_for_whom(utterance: Utterance) -> bool:
    """Return whether an answer that names a service for others says for whom it is."""
    remarks = {each["remark"].removeprefix("utter_remark_") for each in utterance.values.get("must_remarks", ())}
    return utterance.response != "utter_service" or bool(remarks & {"women", "men", "children", "nationality"})


def _is_international(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def random_askers() -> list[Asker]:
    """Return people in all countries in which the directory has a service; half of them are from there."""
    dice = random.Random(19)  # noqa: S311 - reproducible, no secret
    countries = sorted({row["country"] for row in read_table(SEED_FOLDER / "services.csv") if row["country"]})
    askers = []
    for _ in range(REFERRALS):
        country = dice.choice(countries)
        home = dice.choice((country, dice.choice(HOMES)))
        askers.append(Asker(country, home, dice.choice(list(PEOPLE)), dice.choice(NEEDS)))
    return askers


async def test_nobody_is_sent_to_a_service_for_others(processor: TurnProcessor, directory: Directory) -> None:
    """Laws 2, 6 and 13: who told all at once is asked nothing, and each service fits and can be reached."""
    processor.use_store(MemoryStore(), Keys.ephemeral())
    wrong = []
    for asker in random_askers():
        person = Person(processor, "sms")
        await person.send_text(asker.text)
        named = await person.slot("named") or []
        services = directory.describe_services(named, Place(asker.country), "en")
        told = f"{asker.text} -> {person.responses}"
        if not services and "utter_nobody_named" not in person.responses:
            wrong.append(f"neither somebody nor that nobody is known: {told}")
        unfit = [each for each in services if asker.is_unfit(each)]
        if len(unfit) < len(services) or not all(map(_says_for_whom, person.utterances)):
            wrong += [f"unfit, {each.organization}: {told}" for each in unfit]
        wrong += [f"out of reach, {each.organization}: {told}" for each in services if asker.cannot_reach(each)]
    assert not wrong, f"{len(wrong)} of {REFERRALS}\n" + "\n".join(wrong)
