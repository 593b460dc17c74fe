"""The page that scores a day under other norms and compares clause by clause; nothing is stored."""

from datetime import date

from nicegui import ui
from nicegui.element import Element
from nicegui.events import UploadEventArguments

from api.schemas import ProfileOut, SiteOut, WhatIfIn
from dashboard.components.what_if_result import what_if_result
from dashboard.page_context import ApiError, PageContext
from dashboard.widgets import (
    box,
    date_field,
    empty_state,
    explanation,
    filter_form,
    heading,
    notice,
    select,
    show_problem,
    site_select,
    tag,
)

LARGEST_FILE = 200_000
"""Largest size of an uploaded profile, bytes; the API refuses larger ones."""


async def show(page: PageContext) -> None:
    """Build the page."""
    site, day = page.site(), await page.day_or_latest()
    heading(page.t("whatif.title"))
    if site is None or day is None:
        with box("panel"):
            empty_state("compare_arrows", page.t("scores.nothing"), page.t("scores.nothing.text"))
        return
    profiles = await page.api.profiles()
    with box("stack"):
        explanation(page.t("whatif.explain"))
        with box("panel"), box("body stack"):
            _form(page, site, day, profiles)
            asking = _WhatIfRequest(page, site, day)
        asking.place()


def _form(page: PageContext, site: SiteOut, day: date, profiles: list[ProfileOut]) -> None:
    t = page.t
    counters = [(str(k.id), k.name or k.key) for c in site.cameras for k in c.counters]
    with filter_form("/what-if"):
        site_select(page)
        date_field("day", t("scores.day"), day.isoformat())
        chosen = page.query.get("counter", "")
        select("counter", t("filter.counter"), [("", t("whatif.hall")), *counters], chosen)
        options = [(p.hash, f"{page.text_of(p.title)} · {p.hash[:8]}") for p in profiles]
        select(
            "profile",
            t("whatif.profile"),
            [("", t("whatif.choose")), *options],
            page.query.get("profile", ""),
        )


class _WhatIfRequest:
    """Requests the result for the profile in the address once the page is shown, and for an uploaded file."""

    def __init__(self, page: PageContext, site: SiteOut, day: date) -> None:
        self._page, self._site, self._day = page, site, day
        with tag("label", "", "field upload"):
            tag("span", page.t("whatif.file"))
            upload = ui.upload(
                on_upload=self._given, auto_upload=True, max_files=1, max_file_size=LARGEST_FILE
            )
            upload.props(f'accept=".yaml,.yml" flat bordered label="{page.t("whatif.file.label")}"')
            upload.on("rejected", lambda: self._problem(ApiError(422, page.t("whatif.file.wrong"))))
        self._upload = upload

    def place(self) -> None:
        """Build the element for the answer; request it when the address names a profile."""
        self._answer: Element = box("stack", aria_live="polite")
        profile = self._page.query.get("profile", "")
        if profile:
            self._wait()
            ui.timer(0.1, lambda: self._ask(profile, None), once=True)
        else:
            with self._answer, box("panel"):
                empty_state("compare_arrows", self._page.t("whatif.none"), self._page.t("whatif.none.text"))

    def _wait(self) -> None:
        self._answer.clear()
        with self._answer:
            notice(self._page.t("whatif.wait"))

    async def _given(self, given: UploadEventArguments) -> None:
        self._wait()
        document = (await given.file.read()).decode("utf-8", "replace")
        await self._ask(given.file.name, document)
        self._upload.reset()

    async def _ask(self, profile: str, document: str | None) -> None:
        counter = self._page.query.get("counter", "")
        body = WhatIfIn(
            site=self._site.key,
            day=self._day,
            counter_id=int(counter) if counter.isdecimal() and int(counter) else None,
            profile=profile[:128],
            document=document,
        )
        async with self._page.call() as api:
            try:
                found = await api.what_if(body)
            except ApiError as problem:
                self._problem(problem)
                return
        self._answer.clear()
        with self._answer:
            what_if_result(self._page, found, self._day)

    def _problem(self, problem: ApiError) -> None:
        self._answer.clear()
        with self._answer:
            if problem.status == 422:
                with box("panel"), empty_state("rule", self._page.t("whatif.wrong")):
                    tag("p", problem.detail, "mono")
                    tag("p", self._page.t("whatif.wrong.text"), "small soft")
            else:
                show_problem(problem, self._page.t)
