"""The registry of all kinds of channels, which finds them in their folder."""

import functools
import importlib
import pkgutil
from collections.abc import Mapping

from pipeline.errors import PipelineError
from pipeline.notices import channels as folder
from pipeline.notices.message import ChannelKind


@functools.cache
def channel_kinds() -> Mapping[str, ChannelKind]:
    """Every kind of channel by its key, in the order of the names of its modules."""
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    modules = [importlib.import_module(f"{folder.__name__}.{name}") for name in names]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, ChannelKind)]
    return {kind.key: kind for kind in found}


def channel_kind(key: str) -> ChannelKind:
    """The kind of this key; raises PipelineError, one line, where there is none."""
    kinds = channel_kinds()
    if key not in kinds:
        raise PipelineError(f"{key!r}: no kind of channel: it must be one of {', '.join(kinds)}")
    return kinds[key]
