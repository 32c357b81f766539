"""Name a fault without repeating what a person wrote."""

from pathlib import Path


def name_fault(error: BaseException) -> str:
    """Return the error's type and the line of code it came from, such as `KeyError at turn.py:42 in answer`.

    An exception's own text may quote a person's words, an address or a secret
    (python-telegram-bot puts the token in one), and so may the text of its cause:
    neither is ever looked at. Assumes that class names hold no data.
    """
    step = error.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    if step is None:
        return type(error).__name__
    code = step.tb_frame.f_code
    return f"{type(error).__name__} at {Path(code.co_filename).name}:{step.tb_lineno} in {code.co_name}"
