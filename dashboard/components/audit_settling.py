"""Items on which the auditors of a closed audit differ: they look together, and settle what it is."""

from functools import partial

from nicegui import ui

from api.schemas import (
    AuditResultOut,
    BlindItemOut,
    JudgedItemOut,
    JudgementIn,
    JudgementOut,
    QualityAuditDetail,
    SightingIn,
)
from dashboard.page_context import PageContext
from dashboard.quality_client import QualityClient
from dashboard.widgets import box, button, media_address, section, tag


def settling(page: PageContext, audit: QualityAuditDetail, found: AuditResultOut) -> None:
    """Build a part for each item that differs; nothing where the auditors agree."""
    items = {one.position: one for one in found.judged_items}
    blind = {one.position: one for one in audit.blind_items}
    if not found.differing:
        return
    with section(page.t("quality.settle")), box("body"):
        tag("p", page.t("quality.settle.explain"), "small soft")
        for position in found.differing:
            _Settling(page, audit.id, items[position], blind[position])


class _Settling:
    """One item: its clip, the answers that were given, and what was settled."""

    def __init__(self, page: PageContext, audit_id: int, item: JudgedItemOut, blind: BlindItemOut) -> None:
        self._page, self._audit_id, self._position, t = page, audit_id, item.position, page.t
        kind = t.named("kind", item.kind) if item.kind else t("quality.quiet")
        tag("h3", f"{item.position} · {kind}")
        clip = media_address(blind.clip_url)
        if clip is not None:
            video = tag(
                "video", src=clip, poster=media_address(blind.poster_url), aria_label=t("event.video")
            )
            video.props["controls"], video.props["preload"] = True, "none"
        with box("chips"):
            for name, said in item.said.items():
                answer = button(f"{name}: {self._told(said)}", "plain")
                answer.on("click", partial(self._settle, self._as_said(said)))
            unclear = JudgementIn.model_validate({"outcome": "unclear"})
            button(t("quality.settle.unclear"), "plain").on("click", partial(self._settle, unclear))
        if item.settled is not None:
            settled = t("quality.settled", name=item.settled_by or "", outcome=self._told(item.settled))
            tag("p", settled, "small")

    def _told(self, said: JudgementOut) -> str:
        kinds = [f"({self._page.t.named('kind', one.kind)})" for one in said.sightings]
        return " ".join([self._page.t(f"quality.outcome.{said.outcome}"), *kinds])

    @staticmethod
    def _as_said(said: JudgementOut) -> JudgementIn:
        seen = [SightingIn(kind=one.kind, after_s=one.after_s) for one in said.sightings]
        return JudgementIn(outcome=said.outcome, sightings=seen)

    async def _settle(self, said: JudgementIn) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(QualityClient(api).settle(self._audit_id, self._position, said)):
                ui.navigate.reload()
