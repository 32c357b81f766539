"""The names that languages call themselves by are those of CLDR."""

from babel import Locale

from directory.parsing.languages import _OWN_NAMES, language


def test_they_are_those_of_cldr() -> None:
    """Each line says what CLDR says, and a sheet may say it too."""
    for line in _OWN_NAMES.read_text("utf-8").splitlines():
        code, name = line.split(" ", 1)
        assert Locale.parse(code).languages[code] == name
        assert language(name).text == code
