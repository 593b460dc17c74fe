"""The notice that a site is looked at without a person detector: less is seen right in halls that nobody tuned to."""

from collections.abc import Mapping

from models.site import Site
from models.store import Notice, Store
from models.words import Words
from pipeline.states.presence import looked_alone
from vision.core.signals import Signals

_WORDS = Words(
    zh="没有人员检测模型参与，仅用 MediaPipe 观察：在陌生的大厅里误判较多，事件的可信度已调低；"
    "请运行 counterwatch weights 安装检测模型",
    en="no person detector looks, only MediaPipe: more is wrong in halls it was never tuned to, and "
    "events are less certain; run counterwatch weights to install one",
)


def notify_no_detector(store: Store, site: Site, signals: Mapping[str, Signals], now: float) -> str | None:
    """Keep the notice where a camera's signals were made without a detector; its line, None where one looked."""
    if not any(looked_alone(rows) for rows in signals.values()):
        return None
    store.notices.put(Notice("no_detector", f"no_detector:{site.site}", _WORDS, site.site), now)
    return _WORDS.en
