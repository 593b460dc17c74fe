"""Limits of detecting a camera that repeats one picture."""

from dataclasses import dataclass

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class RepeatLimits:
    """Limits on the change from look to look for a repeated picture, in the tiles that change least.

    Figures in the reasons were taken from the clips and copies of `FreezeLimits`.
    """

    change: float = limit(
        0.015,
        "grey levels",
        Basis.CHOICE,
        "below it pictures are repeated, placed by hand near 0.000 to 0.004 frozen (0.012 in MPEG-4) "
        "and 0.004 to 3 live",
    )
    of_usual: float = limit(
        0.25, "of the usual change", Basis.CHOICE, "the same, placed by hand near 0.35 live and 0.05 repeated"
    )
    usual: int = limit(
        20, "percentile", Basis.CHOICE, "of the windows of the last minute is the usual change"
    )
    noiseless: float = limit(
        0.002,
        "grey levels",
        Basis.CHOICE,
        "a camera with less change (strong denoising) repeats pictures when the hall is empty",
    )
    enough: int = limit(3, "windows", Basis.CHOICE, "before the usual change is known")
    grainy: float = limit(
        0.01,
        "grey levels",
        Basis.CHOICE,
        "cameras with a smaller usual change stutter on the line: change must be below `faint` there",
    )
    faint: float = limit(
        0.0004,
        "grey levels",
        Basis.CHOICE,
        "placed by hand near 0.0005 and more on a stuttering line and 0.0003 for a repeated picture of "
        "H.264 or H.265",
    )
    every: float = limit(0.0, "grey levels", Basis.CHOICE, "any lowest tenth of the changes will do")
    leaves: float = limit(
        0.5,
        "of the limit",
        Basis.CHOICE,
        "from it on a frozen camera is live again: a quiet hall shows little change at first",
    )


@dataclass(frozen=True, slots=True)
class WholeRepeatLimits(RepeatLimits):
    """The same limits on the whole picture, for a codec that removes noise while something moves at every look."""

    of_usual: float = limit(
        0.4,
        "of the usual change",
        Basis.CHOICE,
        "placed by hand near 0.026 grey levels and more live and 0.000 to 0.008 repeated",
    )
    usual: int = limit(5, "percentile", Basis.CHOICE, "of the windows of the last minute is the usual change")
    noiseless: float = limit(
        0.01, "grey levels", Basis.CHOICE, "a camera with less change repeats pictures when the hall is empty"
    )
    enough: int = limit(15, "windows", Basis.CHOICE, "before the usual change is known")
    grainy: float = limit(0.0, "grey levels", Basis.CHOICE, "no camera has less")
    faint: float = limit(0.0, "grey levels", Basis.CHOICE, "not used without `grainy`")
    every: float = limit(
        0.003,
        "grey levels",
        Basis.CHOICE,
        "least lowest tenth of the changes, placed by hand near 0.0005 on a stuttering line and 0.0055 "
        "and more elsewhere",
    )
    leaves: float = limit(1.0, "of the limit", Basis.CHOICE, "the limit itself")


@dataclass(frozen=True, slots=True)
class FreezeLimits:
    """Limits of a frozen camera.

    Figures are from 88 rendered and real clips, 176x144 to 1280x1936, and on copies frozen with and without a clock,
    in H.264, H.265 and MPEG-4.
    """

    still_s: float = limit(
        3.0,
        "s",
        Basis.CHOICE,
        "seconds of repeated pictures: as long as the longest pause between two pictures of a slow camera",
    )
    clock_s: float = limit(
        6.0,
        "s",
        Basis.CHOICE,
        "seconds for which changes must have stayed at one place, placed by hand near people who walk "
        "or work leave their place within 6 s",
    )
    rest: float = limit(
        0.75,
        "of the tiles",
        Basis.CHOICE,
        "share of the tiles with the least change, over which noise is measured: a clock, a running "
        "line of text and a logo together take less than a quarter",
    )
    looks: float = limit(
        0.8,
        "of the looks",
        Basis.CHOICE,
        "share of the looks of `still_s` that must repeat: key pictures encode the repeated picture anew",
    )
    by_rest: RepeatLimits = limit(RepeatLimits(), "", Basis.CHOICE, "on the tiles with the least change")
    by_all: RepeatLimits = limit(WholeRepeatLimits(), "", Basis.CHOICE, "on the whole picture")
    exact: float = limit(
        0.0005, "grey levels", Basis.CHOICE, "without noise, only tiles that stay equal prove a frozen camera"
    )
    exact_s: float = limit(
        600.0,
        "s",
        Basis.CHOICE,
        "for so long: an empty hall at night repeats itself for a minute, and a lamp changes within ten",
    )
    flickers: float = limit(
        0.1,
        "grey levels",
        Basis.CHOICE,
        "of a tile with text, placed by hand near 0.2 to 0.6 for small letters",
    )
    moves: float = limit(
        1.0,
        "grey levels",
        Basis.CHOICE,
        "of a tile with motion, placed by hand near 0.8 at most for a repeated key picture and 1 to 60 "
        "for people",
    )
    recurring: float = limit(
        0.6,
        "of all motion",
        Basis.CHOICE,
        "least share of all motion in tiles that keep moving, for a clock instead of a walking person, "
        "placed by hand near 0.8 to 1.0 for text",
    )
    least_changes: int = limit(4, "looks", Basis.CHOICE, "fewer show no quantile")
    least_share: float = limit(0.75, "of `still_s`", Basis.CHOICE, "a shorter window shows no quantile")
    history: int = limit(
        300, "looks", Basis.CHOICE, "over which the usual change is taken: a minute at five a second"
    )
    again: int = limit(10, "looks", Basis.CHOICE, "between updates of the usual change")
    every_percentile: int = limit(10, "percentile", Basis.CHOICE, "of the changes, for cameras that stutter")
    strays_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "seconds within which two looks with motion at new places prove a walking person, placed by "
        "hand near text fills its place within 2 s except for digits that change rarely",
    )
