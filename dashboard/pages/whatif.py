"""The same day under other norms: before and after, clause by clause; nothing of it is kept."""

from datetime import date

from nicegui import ui
from nicegui.element import Element
from nicegui.events import UploadEventArguments

from api.schemas import ProfileOut, SiteOut, WhatIfIn
from dashboard import supposing
from dashboard.chips import words
from dashboard.client import ApiError
from dashboard.layout import heading, page, show_problem
from dashboard.pages.review import day_of
from dashboard.parts import box, date_field, empty, filter_form, notice, select, tag
from dashboard.view import Doors, View

LARGEST = 200_000
"""Bytes of an uploaded profile; the API refuses more."""


def register(door: Doors) -> None:
    """Put the page at /what-if."""

    @page("/what-if", "whatif.title", door)
    async def what_if(view: View) -> None:
        site = next((s for s in view.sites if s.key == view.query.get("site")), next(iter(view.sites), None))
        days = await view.api.days({}) if day_of(view) is None else []
        day = day_of(view) or max((item.day for item in days), default=None)
        heading(view.t("whatif.title"))
        if site is None or day is None:
            with box("panel"):
                empty("compare_arrows", view.t("scores.nothing"), view.t("scores.nothing.text"))
            return
        profiles = await view.api.profiles()
        with box("stack"):
            tag("p", view.t("whatif.explain"), "soft").style("max-width: 84ch")
            with box("panel"), box("body stack"):
                _form(view, site, day, profiles)
                asking = _Asking(view, site, day)
            asking.place()


def _form(view: View, site: SiteOut, day: date, profiles: list[ProfileOut]) -> None:
    t = view.t
    counters = [(str(k.id), k.name or k.key) for c in site.cameras for k in c.counters]
    with filter_form("/what-if"):
        if len(view.sites) > 1:
            select("site", t("site.title"), [(s.key, s.name or s.key) for s in view.sites], site.key)
        date_field("day", t("scores.day"), day.isoformat())
        chosen = view.query.get("counter", "")
        select("counter", t("filter.counter"), [("", t("whatif.hall")), *counters], chosen)
        options = [(p.hash, f"{words(p.title, view)} · {p.hash[:8]}") for p in profiles]
        select(
            "profile",
            t("whatif.profile"),
            [("", t("whatif.choose")), *options],
            view.query.get("profile", ""),
        )


class _Asking:
    """Asks for the profile in the address once the page stands, and for a file when one is given."""

    def __init__(self, view: View, site: SiteOut, day: date) -> None:
        self._view, self._site, self._day = view, site, day
        with tag("label", "", "field upload"):
            tag("span", view.t("whatif.file"))
            upload = ui.upload(on_upload=self._given, auto_upload=True, max_files=1, max_file_size=LARGEST)
            upload.props(f'accept=".yaml,.yml" flat bordered label="{view.t("whatif.file.label")}"')
            upload.on("rejected", lambda: self._problem(ApiError(422, view.t("whatif.file.wrong"))))
        self._upload = upload

    def place(self) -> None:
        """Where the answer will stand."""
        self._answer: Element = box("stack", aria_live="polite")
        profile = self._view.query.get("profile", "")
        if profile:
            self._wait()
            ui.timer(0.1, lambda: self._ask(profile, None), once=True)
        else:
            with self._answer, box("panel"):
                empty("compare_arrows", self._view.t("whatif.none"), self._view.t("whatif.none.text"))

    def _wait(self) -> None:
        self._answer.clear()
        with self._answer:
            notice(self._view.t("whatif.wait"))

    async def _given(self, given: UploadEventArguments) -> None:
        self._wait()
        document = (await given.file.read()).decode("utf-8", "replace")
        await self._ask(given.file.name, document)
        self._upload.reset()

    async def _ask(self, profile: str, document: str | None) -> None:
        counter = self._view.query.get("counter", "")
        body = WhatIfIn(
            site=self._site.key,
            day=self._day,
            counter_id=int(counter) if counter.isdecimal() and int(counter) else None,
            profile=profile[:128],
            document=document,
        )
        async with self._view.call() as api:
            try:
                found = await api.what_if(body)
            except ApiError as problem:
                self._problem(problem)
                return
        self._answer.clear()
        with self._answer:
            supposing.draw(self._view, found, self._day)

    def _problem(self, problem: ApiError) -> None:
        self._answer.clear()
        with self._answer:
            if problem.status == 422:
                with box("panel"), empty("rule", self._view.t("whatif.wrong")):
                    tag("p", problem.detail, "mono")
                    tag("p", self._view.t("whatif.wrong.text"), "small soft")
            else:
                show_problem(problem, self._view.t)
