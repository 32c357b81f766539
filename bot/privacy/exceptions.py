"""Describe an exception without repeating what a person wrote."""

from pathlib import Path


def describe_exception(exc: BaseException) -> str:
    """Return the type of an exception and the line of code that raised it, such as `KeyError at turn.py:42 in answer`.

    The text of an exception may quote a person's words, an address or a secret (python-telegram-bot puts the token
    into one), and so may the text of its cause: neither is read. Assumes that class names hold no data.
    """
    frame = exc.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    if frame is None:
        return type(exc).__name__
    code = frame.tb_frame.f_code
    return f"{type(exc).__name__} at {Path(code.co_filename).name}:{frame.tb_lineno} in {code.co_name}"
