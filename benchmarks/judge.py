"""Time and memory to judge and score one counter-day: `python -m benchmarks.judge`.

The target is 0.2 s of one core for eight hours at five looks a second with about two hundred episodes.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable
from statistics import median

from models import Score
from models.norms import load_profile
from pipeline.judging.judge import Judgement, judge
from pipeline.processes import CostMeter
from pipeline.scoring.score import score
from synthetic.made_day import LOOKS_PER_S, made_day

DAY = dt.date(2026, 11, 23)
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC).timestamp()
HOURS, ROUNDS = 8, 7
TARGET_S = 0.2


def main() -> None:
    """Print the figures of a day of bare poses, and of one with hands, faces and customers as in real signals.

    The exit code depends on the second one, which costs more.
    """
    _measured("bare poses", bodies=False)
    sys.exit(_measured("whole bodies", bodies=True) > TARGET_S)


def _measured(name: str, *, bodies: bool) -> float:
    """Total seconds; the median of seven rounds after a warm-up round."""
    profile = load_profile("evaluation")
    day = {"W1": made_day(START, HOURS, bodies=bodies)}
    span = (START, START + HOURS * 3600)
    meter = CostMeter()
    before = meter.cost(0).peak_mb

    def judged() -> Judgement:
        return judge("hall", day, profile.thresholds, span)

    def scored(found: Judgement) -> Score:
        return score(found.events, found.coverage, profile, "W1", DAY)

    judgement = judged()
    points = scored(judgement).points
    judge_s, score_s = _seconds(judged), _seconds(lambda: scored(judgement))
    looks, events = len(day["W1"]), len(judgement.events)
    print(f"{name}: {HOURS} h at {LOOKS_PER_S} looks a second, {looks} looks, {events} events")
    print(f"  judged {judge_s:.3f} s, scored {score_s:.3f} s of processor time, {points:.1f} points")
    print(f"  together {judge_s + score_s:.3f} s, target {TARGET_S} s")
    print(f"  memory at most {meter.cost(0).peak_mb - before:.0f} MB beyond {before:.0f} MB")
    return judge_s + score_s


def _seconds(work: Callable[[], object]) -> float:
    """Median processor seconds of one round."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append(time.process_time() - began)
    return median(rounds)


if __name__ == "__main__":
    main()
