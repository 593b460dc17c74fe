"""The golden cases: Signals that are kept in the repository, and how each of them is judged and scored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from counterwatch.demo_footage import FOOTAGE
from models import Period, Score, calendar_day, load_site
from models.norms import Profile, load_profile
from pipeline.archive.parquet_file import load
from pipeline.intervals import Spans
from pipeline.judging.judge import Judgement, judge
from pipeline.scene.duty import Duty, Excuse
from pipeline.scene.features import SiteFeatures, features_of, smiling
from pipeline.scoring.score import ScoringFacts, score_facts
from vision.core import Signals

FOLDER = Path(__file__).parent
SIGNALS = FOLDER / "signals"
SPANS = SIGNALS / "spans.json"
HALL = FOOTAGE / "hall.yaml"
NAVY = (16.0, 3.0, -12.0)
"""CIE L*a*b* of the uniform of the made counter."""


@dataclass(frozen=True, slots=True)
class Case:
    """One camera's Signals with everything that its events and scores follow from.

    `span` is (start, end) in UTC seconds, `duties` says by counter when the norms hold and what the site asked for.
    """

    camera: str
    signals: Mapping[str, Signals]
    span: tuple[float, float]
    duties: Mapping[str, Duty]
    profile: Profile
    timezone: str

    def judged(self) -> Judgement:
        """The judgement by the code as it is now."""
        found = judge(self.camera, self.signals, self.profile.thresholds, self.span, self.duties)
        return found.decided(self.profile.scoring)

    def scored(self, found: Judgement) -> dict[str, Score]:
        """The score of each counter's span, by counter."""
        day = Period.of_day(calendar_day(self.span[0], ZoneInfo(self.timezone)), self.timezone)
        return {
            counter: score_facts(ScoringFacts(found.events, found.coverage), self.profile, counter, day)
            for counter in self.signals
        }


def names() -> list[str]:
    """The names of all golden cases, in order."""
    return sorted(file.stem for file in SIGNALS.glob("*.parquet"))


def case(name: str) -> Case:
    """The kept case of that name; raises KeyError for a name that no case has."""
    start, end = json.loads(SPANS.read_text(encoding="utf-8"))[name]
    signals = load(SIGNALS / f"{name}.parquet", name)
    return _MADE[name](signals, start, end) if name in _MADE else _footage(name, signals, start, end)


def _footage(name: str, signals: Mapping[str, Signals], start: float, end: float) -> Case:
    """A recording of the demo hall, judged as `counterwatch demo` does, with mouths measured as well."""
    site = smiling(load_site(HALL))
    camera = next(camera for camera in site.cameras if camera.id == name)
    duties = {
        counter.id: Duty(Spans.of((start, end)), features=features_of(site, counter))
        for counter in camera.counters
    }
    return Case(name, signals, (start, end), duties, load_profile(site.profile), site.timezone)


def _made(profile: str, signals: Mapping[str, Signals], start: float, end: float) -> Case:
    """A made day of UTC that opens a minute after its first look and closes eleven minutes before its last one.

    Everybody has a break for a minute in the middle. The site asks for all that can be asked for.
    """
    opened, middle = Spans.of((start + 60, end - 660)), (start + end) / 2
    wishes = SiteFeatures(smile=True, uniform=(NAVY,), desk=True, badge=True)
    duty = Duty(opened, (Excuse(middle, middle + 60, "break"),), features=wishes)
    return Case("made", signals, (start, end), dict.fromkeys(signals, duty), load_profile(profile), "UTC")


_MADE = {"made_short": partial(_made, "evaluation"), "made_day": partial(_made, "bank")}
