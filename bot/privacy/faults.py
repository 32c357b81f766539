"""Name a fault without repeating what a person wrote."""

from pathlib import Path
from traceback import extract_tb


def name_fault(error: BaseException) -> str:
    """Return the error's type and the line of code it came from, such as `KeyError at turn.py:42 in answer`.

    An exception's own text may quote a person's words, an address or a secret
    (python-telegram-bot puts the token in one), and so may the text of its cause:
    neither is ever looked at. Assumes that class names hold no data.
    """
    frames = extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{where}"
