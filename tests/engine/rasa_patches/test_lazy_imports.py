"""A module that a turn never needs runs on first use, and is then what it always was."""

from pathlib import Path

import pytest

from tests.engine.rasa_patches.processes import run_python

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def test_rasa_imports_what_it_never_uses() -> None:
    """Without the patch Rasa's processor runs its channels, its tests, Sanic and most of SciPy when it is imported."""
    code = (
        "import sys; from bot.engine.rasa_patches.lazy_imports import LAZY_MODULES\n"
        "LAZY_MODULES.clear(); import rasa.core.processor, rasa.core.agent\n"
        "names = ('rasa.core.channels', 'sanic', 'pymongo', 'boto3', 'scipy.stats', 'sklearn.model_selection')\n"
        "print(*(name for name in names if name not in sys.modules))"
    )
    assert run_python(code) == ""


def test_the_service_runs_none_of_them() -> None:
    """Every module of the list that the service imports is still lazy afterwards."""
    code = (
        "import sys, bot.service.app; from bot.engine.rasa_patches.lazy_imports import LAZY_MODULES, _LazyModule\n"
        "imported = [name for name in LAZY_MODULES if name in sys.modules]\n"
        "lazy = [name for name in imported if isinstance(sys.modules[name], _LazyModule)]\n"
        "print(*lazy)\nprint('ran:', *set(imported) - set(lazy))"
    )
    lazy, ran = run_python(code).split("\n")
    assert set(lazy.split()) >= {"rasa.core.channels", "rasa.core.test", "scipy.stats", "sklearn.model_selection"}
    assert ran == "ran:"


def test_every_name_exists() -> None:
    """Each name that gets a proxy exists in its module: none is misspelt or has gone with an update."""
    code = (
        "from importlib import import_module; from bot.engine.rasa_patches.lazy_imports import LAZY_MODULES, _run\n"
        "for module in LAZY_MODULES: _run(import_module(module))\n"
        "print([(module, name) for module, names in LAZY_MODULES.items() for name in names\n"
        "       if not hasattr(import_module(module), name)])"
    )
    assert run_python(code) == "[]"


def test_other_names_run_the_module() -> None:
    """A name that is not on the list is the real one at once."""
    assert run_python("from scipy.stats import rankdata; print(rankdata([3, 1, 2]).tolist())") == "[3.0, 1.0, 2.0]"


def test_a_proxy_can_be_called() -> None:
    """Classes that were imported by name before their module ran train as ever."""
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.naive_bayes import MultinomialNB\n"
        "from sklearn.svm import LinearSVC\n"
        "for classifier in (MultinomialNB, LinearSVC, LogisticRegression):\n"
        "    print(*classifier().fit([[0.0], [1.0]], ['a', 'b']).predict([[1.0]]))"
    )
    assert run_python(code).split() == ["a", "b", "b"]


def test_a_proxy_has_attributes() -> None:
    """A class that was imported by name before its module ran has its methods."""
    code = (
        "from rich.traceback import Traceback; import sys\n"
        "kind = type(sys.modules['rich.traceback']).__name__\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError as exc: drawn = Traceback.from_exception(type(exc), exc, exc.__traceback__)\n"
        "print(kind, drawn.trace.stacks[0].exc_type)"
    )
    assert run_python(code) == "_LazyModule ZeroDivisionError"


def test_reexports_are_real() -> None:
    """A name that training compares with annotations is the class itself, though its package is still lazy."""
    code = (
        "from rasa.core.channels import UserMessage; from rasa.core.channels import channel; import sys\n"
        "print(UserMessage is channel.UserMessage, type(sys.modules['rasa.core.channels']).__name__)"
    )
    assert run_python(code) == "True _LazyModule"


def test_packages_run_first() -> None:
    """A module in a lazy package runs after the package, as with Python's own import."""
    assert run_python("from pymongo.collection import ReturnDocument; print(ReturnDocument.AFTER)") == "True"


def test_threads_wait_for_the_whole_module(tmp_path: Path) -> None:
    """A thread that needs a module while another one runs it waits until it has run."""
    (tmp_path / "slow.py").write_text("import time; time.sleep(0.3); it = 'whole'; import other")
    (tmp_path / "other.py").write_text("import slow; print(slow.it, hasattr(slow, 'more'))")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from bot.engine.rasa_patches.lazy_imports import LAZY_MODULES\n"
        "LAZY_MODULES['slow'] = frozenset()\n"
        "import slow\n"
        "with ThreadPoolExecutor(3) as threads: print(*threads.map(lambda _: slow.it, range(3)), type(slow).__name__)"
    )
    assert run_python(code).splitlines() == ["whole False", "whole whole whole module"]


def test_a_failed_module_runs_again(tmp_path: Path) -> None:
    """A module that failed is not left half initialized: the next use runs it again."""
    (tmp_path / "failing.py").write_text("import sys; it = sys.argv.pop()")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv.clear()\n"
        "from bot.engine.rasa_patches.lazy_imports import LAZY_MODULES; LAZY_MODULES['failing'] = frozenset()\n"
        "import failing\n"
        "try: failing.it\n"
        "except IndexError: sys.argv.append('it')\n"
        "print(failing.it)"
    )
    assert run_python(code) == "it"


def test_the_source_can_be_found() -> None:
    """A lazy module knows its location, so that tracebacks and tools find its source."""
    code = "import scipy.stats as it; print(it.__spec__.origin.endswith('stats/__init__.py'), bool(it.__path__))"
    assert run_python(code) == "True True"
