"""What must be true of the list of places, of any text whatever, and of the time that it takes."""

import csv
import statistics
import time

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.text.places.finder import find_place
from nlu.text.places.gazetteer import DEFAULT_PATH, default_gazetteer

REGIONS = {subdivision.code for subdivision in pycountry.subdivisions}
STRANGE = st.one_of(st.text(), st.text(alphabet=st.characters(categories=["Cs", "Mn", "Lo", "Cf"])))


@settings(deadline=None)
@given(text=STRANGE, asked=st.booleans())
def test_accepts_any_text(*, text: str, asked: bool) -> None:
    """Any string, even surrogates, returns a place or None and never raises."""
    place = find_place(text, is_answer=asked)
    assert place is None or len(place.country) == 2


@pytest.mark.parametrize("table", ["mekong.csv", "world.csv"])
def test_finds_our_own_names(table: str) -> None:
    """Each name that we wrote down ourselves leads, as an answer, to its country or its region."""
    lines = list(csv.DictReader((DEFAULT_PATH.parent / table).read_text(encoding="utf-8").splitlines()))
    places = [find_place(line["name"], is_answer=True, country_hint=line["iso"][:2]) for line in lines]
    lost = [
        line["name"]
        for line, place in zip(lines, places, strict=True)
        if place is None or line["iso"] not in {place.country, place.region}
    ]
    assert lost == []


def test_region_belongs_to_country() -> None:
    """Each line has an ISO country, optionally a region of that country, and optionally coordinates."""
    gazetteer = default_gazetteer()
    assert {sense.country for sense in gazetteer.senses(["vientiane"])} == {"LA"}
    for line in DEFAULT_PATH.read_text(encoding="utf-8").splitlines():
        country, region, kind, _, _, latitude, longitude, *_ = line.split("\t")
        assert len(country) == 2
        assert not region or region in REGIONS
        assert not region or region.startswith(country + "-")
        assert kind in {"country", "province", "city"}
        assert (latitude == "") == (longitude == "")
        assert not latitude or (abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180)


@pytest.mark.parametrize(
    "text",
    [
        "en laos " * 125,
        "в бангкоке " * 100,
        "بدبي " * 200,
        "ঢাকায় " * 150,
        "at the " * 150,
        "หนูอยู่เชียงใหม่ค่ะ" * 60,
        "在中国" * 340,
        "san la pa " * 50_000,
        "in nice " * 125,
    ],
)
def test_malicious_text_is_fast(text: str) -> None:
    """The longest and oddest texts take a few milliseconds (the limit here is generous: machines differ)."""
    find_place("hello")
    began = time.thread_time()
    find_place(text, is_answer=True)
    assert time.thread_time() - began < 0.1


def test_ordinary_text_is_fast() -> None:
    """A text of ten words takes half a millisecond or so (the limit here is generous: machines differ)."""
    took = []
    for _ in range(50):
        began = time.thread_time()
        find_place("no tengo donde dormir estoy en chiang mai con mi hermana")
        took.append(time.thread_time() - began)
    assert statistics.median(took) < 0.005
