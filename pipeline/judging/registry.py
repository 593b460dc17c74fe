"""The registry of all behaviours, which finds them in the folder of behaviours."""

import functools
import importlib
import pkgutil

from pipeline import behaviours as folder
from pipeline.scene import Behaviour


@functools.cache
def behaviours() -> tuple[Behaviour, ...]:
    """Every behaviour in the modules of `pipeline.behaviours`, by the name of the module, then in its order.

    No event depends on this order: events are sorted by time, counter and kind, and each kind has one behaviour.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = [importlib.import_module(f"{folder.__name__}.{name}") for name in names]
    return tuple(
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, Behaviour) and one.find.__module__ == module.__name__
    )
