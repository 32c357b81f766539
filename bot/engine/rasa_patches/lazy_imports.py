"""Leave what a turn never uses until somebody uses it: a third of what the service imported, and of its memory.

A module named in `LATER` is there at once, with its real place, and runs when something is asked of it. What others
take from it by name when they are imported (`from sklearn.model_selection import train_test_split`) is given as
something that runs the module when it is used; every other name runs it at once, so a list that is too short costs
memory and breaks nothing.

The danger is a name that is more than used, such as one that something is compared with: name here only what is
called, has its attributes taken, or is read by type checkers. A package whose modules others import past it
(`from . import _this`) must not wait either. Assumes that a module does nothing when it is imported that others wait
for.
Imported before everything else, by `bot.engine.rasa_patches.without_tensorflow`: standard library only.
"""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

LATER: dict[str, frozenset[str]] = {
    # Every network that Rasa speaks and the terminal, with a library for each; the server behind them.
    "rasa.core.channels": frozenset(),
    "sanic": frozenset({"Blueprint", "Sanic"}),
    "sanic.request": frozenset({"Request"}),
    # `rasa test`, with Matplotlib; training asks it whether stories contradict rules.
    "rasa.core.test": frozenset(),
    "rasa.nlu.test": frozenset({"determine_token_labels"}),
    # Where Rasa could keep conversations, pass on events and lock them.
    "aiormq": frozenset(),
    "boto3": frozenset(),
    "boto3.dynamodb": frozenset(),
    "boto3.dynamodb.conditions": frozenset({"Key"}),
    "portalocker.redis": frozenset({"RedisLock"}),
    "pymongo": frozenset(),
    "pymongo.collection": frozenset({"Collection"}),
    # For PostgreSQL only.
    "psycopg": frozenset(),
    # What only training asks for, with all measures of scikit-learn.
    "sklearn.linear_model": frozenset({"LogisticRegression"}),
    "sklearn.model_selection": frozenset({"train_test_split"}),
    "sklearn.naive_bayes": frozenset({"MultinomialNB"}),
    "sklearn.svm._classes": frozenset({"LinearSVC", "LinearSVR", "NuSVC", "NuSVR", "OneClassSVM", "SVC", "SVR"}),
    # Most of SciPy; in the first there are ninety distributions, of which scikit-learn derives one of its own.
    "scipy.stats": frozenset({"reciprocal"}),
    "scipy.interpolate": frozenset({"BSpline"}),
    "scipy.optimize": frozenset(),
    "scipy.optimize._linesearch": frozenset({"line_search_wolfe1", "line_search_wolfe2"}),
    "scipy.sparse.csgraph": frozenset(),
    # Pictures in sheets: ours have none.
    "PIL.Image": frozenset(),
    # Jobs at set times, of Rasa and python-telegram-bot: ours have none.
    "apscheduler": frozenset(),
    "apscheduler.executors": frozenset(),
    "apscheduler.executors.asyncio": frozenset({"AsyncIOExecutor"}),
    "apscheduler.schedulers": frozenset(),
    "apscheduler.schedulers.asyncio": frozenset({"AsyncIOScheduler"}),
    # Faults as pictures in the terminal, and a program for the terminal: ours are named in a line, and nobody calls it.
    "rich.traceback": frozenset({"Traceback"}),
    "httpx._main": frozenset({"main"}),
    # In which encoding an answer might be: requests asks only where a server doesn't say.
    "charset_normalizer.api": frozenset({"from_bytes", "from_fp", "from_path", "is_binary"}),
    # Templates of new migrations, which are written elsewhere; with colours for every programming language.
    "mako.exceptions": frozenset(),
    "mako.template": frozenset({"Template"}),
}
"""Modules that wait, and their names that are given before: what of ours waits is imported where it is used."""

PASSED_ON = {"rasa.core.channels": "rasa.core.channels.channel"}
"""Where a package has names from that are more than called: training compares these with their annotations."""

_ONE_AT_A_TIME = RLock()
_RUNNING: set[str] = set()
"""Modules that the thread which holds the lock runs just now."""


class _Wanted:
    """A name of a module that waits: called, or asked for an attribute, it is the real one."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._real()(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # Python asks classes such things that will not be used
        return getattr(self._real(), name)

    def _real(self) -> Any:
        module = import_module(self._module)
        _run(module)
        return getattr(module, self._name)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """Give a class that is derived from this, and that nobody makes anything of, no base."""
        return ()


class _Waiting(ModuleType):
    """A module that has not run."""

    def __getattr__(self, name: str) -> Any:
        """Return what the module does not have yet (Python calls this only then)."""
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)  # Python asks modules such things that will not be used
        with _ONE_AT_A_TIME:
            if _waits(self):
                if name in LATER[self.__name__]:
                    return _Wanted(self.__name__, name)
                source = PASSED_ON.get(self.__name__)
                if source and hasattr(import_module(source), name):
                    return getattr(import_module(source), name)
                _run(self)
        return ModuleType.__getattribute__(self, name)


def _waits(module: ModuleType) -> bool:
    """Tell whether a module has neither run nor begun to."""
    return isinstance(module, _Waiting) and module.__name__ not in _RUNNING


def _run(module: ModuleType) -> None:
    """Run a module that has waited, after the packages that it is in; one that runs already is left alone.

    Other threads that ask for it wait meanwhile. One that fails waits again.
    """
    with _ONE_AT_A_TIME:
        package = sys.modules.get(module.__name__.rpartition(".")[0])
        if package and _waits(package):
            _run(package)
        if _waits(module):
            loader = module.__spec__ and module.__spec__.loader
            assert isinstance(loader, _Patient)  # noqa: S101 - it made the module
            _RUNNING.add(module.__name__)
            try:
                loader.really.exec_module(module)
            finally:
                _RUNNING.discard(module.__name__)
            module.__class__ = ModuleType


class _Patient(Loader):
    """Loads a module and leaves it at that."""

    def __init__(self, really: Loader) -> None:
        self.really = really

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Waiting(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet: it runs when it is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.really, name)  # its source and its files


class _Later(MetaPathFinder):
    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in LATER else None
        if spec and spec.loader:
            spec.loader = _Patient(spec.loader)
        return spec


def install() -> None:
    """Let modules wait that have not been imported yet. Safe to call twice."""
    if not any(isinstance(finder, _Later) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Later())
