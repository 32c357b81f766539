"""The place where a person is, among those that a message names."""

from collections.abc import Sequence

from nlu.text.places.finder import NamedPlace, PlacePart


def current_place(places: Sequence[NamedPlace]) -> NamedPlace | None:
    """Return the most exact of the places where the person is now, a sure one before a guess, or None."""
    here = [named for named in places if named.part is PlacePart.NOW]
    return max(
        here,
        key=lambda named: (named.is_sure, named.place.latitude is not None, named.place.region is not None),
        default=None,
    )
