"""Looks into all caches of this process."""

import functools
import gc


def caches_holding(word: str) -> list[str]:
    """Return the names of the functions whose `functools` cache has a word in an argument, Python's own included."""
    found = []
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper):
            arguments = [key for part in gc.get_referents(each) if isinstance(part, dict) for key in part]
            found += [each.__name__] if word in repr(arguments) else []
    return found
