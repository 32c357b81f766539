"""Let Rasa run without TensorFlow, and without reporting to its makers.

Rasa 3.6.21 imports TensorFlow when it is imported, even for a pipeline without neural components. Without TensorFlow
the environment is four times smaller and has years of unpatched advisories less (docs/adr/0002), so its imports get
stand-ins that do nothing. `rasa.telemetry` reports usage and, with the contents of memory, errors, unless an
environment variable forbids it.

The danger is a stand-in that seems to work: training a neural component must fail with the reason, and never yield a
model that has learned nothing. So a class *derived from* a stand-in raises `TensorFlowLeftOutError` when it is used.

`waylight_without_tensorflow.pth` (made from pyproject.toml) calls `install()` at every start of this environment's
Python, so that the stock `rasa` command works too. Imported before everything else: standard library only.
"""

import importlib.util
import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from bot.engine.rasa_patches import lazy_imports

REPLACED_PACKAGES = ("tensorflow", "tensorflow_text", "tensorflow_hub", "keras")


class TensorFlowLeftOutError(RuntimeError):
    """A component that needs TensorFlow was used."""

    def __init__(self, component: str) -> None:
        super().__init__(
            f"{component} needs TensorFlow, which this environment leaves out on purpose "
            "(docs/adr/0002). Use a pipeline without neural components in config.yml, such as "
            "the ones in nlu/components."
        )


class _StandInMeta(type):
    """A class of which every attribute is another such class."""

    def __getattr__(cls, name: str) -> "_StandInMeta":
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandInMeta(name, (_StandIn,), {"__module__": cls.__module__, "_is_stand_in": True})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not cls.__dict__.get("_is_stand_in"):
            component = f"{cls.__module__}.{cls.__qualname__}"
            raise TensorFlowLeftOutError(component)
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]  # used as a plain decorator
        return cls

    def __getitem__(cls, _: object) -> "_StandInMeta":
        return cls

    def __or__(cls, _: object) -> Any:
        return cls

    __ror__ = __or__


class _StandIn(metaclass=_StandInMeta):
    _is_stand_in = True


class _StandInModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_StandIn, name)


class _StandInFinder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in REPLACED_PACKAGES:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _StandInModule(spec.name)
        module.__path__ = []  # a package, so that its submodules come here too
        # matplotlib calls this if TensorFlow is imported, in `rasa test`
        module.is_tensor = lambda _: False  # type: ignore[attr-defined]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: attributes are made on access."""


def install() -> None:
    """Add the stand-ins behind all real finders unless TensorFlow is installed; turn off telemetry; make imports lazy.

    Safe to call twice.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    lazy_imports.install()
    if any(isinstance(finder, _StandInFinder) for finder in sys.meta_path):
        return
    if importlib.util.find_spec("tensorflow") is None:
        sys.meta_path.append(_StandInFinder())
