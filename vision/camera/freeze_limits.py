"""Limits of detecting a camera that repeats one picture."""

from dataclasses import dataclass

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """The rule for a repeated picture: limits on the change from look to look, in grey levels on the 160x90 picture."""

    # Change below which pictures are repeated, independent of the usual change. Basis: measured, 0.000 to 0.004 for a
    # frozen camera (0.012 in MPEG-4), 0.004 to 3 for a live one.
    change: float
    # The same limit as a share of the usual change of the camera.
    of_usual: float
    # Percentile of the windows of the last minute that is the usual change.
    usual: float
    # A camera with a usual change below this (strong denoising) repeats pictures when the hall is empty.
    noiseless: float
    # Number of windows before the usual change is known.
    enough: int
    # Cameras with a usual change below `grainy` stutter on the line, and for them change must be below `faint`.
    # Basis: measured, 0.0005 and more for a stuttering line, 0.0003 and less for a repeated picture of H.264 or
    # H.265.
    grainy: float = 0.0
    faint: float = 0.0
    # Least 10th percentile of the changes: cameras that stutter on the line repeat more pictures. Basis: measured,
    # 0.0005 for a stuttering line, 0.0055 and more elsewhere.
    every: float = 0.0
    # Share of the limit from which a frozen camera is live again: a quiet hall shows little change at first.
    leaves: float = 1.0


@dataclass(frozen=True, slots=True)
class FreezeLimits:
    """Limits, each with its basis.

    "Measured" means on 88 rendered and real clips, 176x144 to 1280x1936, and on copies frozen with and without a clock,
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
    by_rest: RepeatRule = limit(
        RepeatRule(
            change=0.015,
            of_usual=0.25,
            usual=20,
            noiseless=0.002,
            enough=3,
            grainy=0.01,
            faint=0.0004,
            leaves=0.5,
        ),
        "",
        Basis.CHOICE,
        "on the tiles with the least change, placed by hand near 0.35 of the usual change live and 0.05 "
        "repeated",
    )
    by_all: RepeatRule = limit(
        RepeatRule(change=0.015, of_usual=0.4, usual=5, noiseless=0.01, enough=15, every=0.003),
        "",
        Basis.CHOICE,
        "limits on the whole picture, for a codec that removes the noise while something moves at every "
        "look, placed by hand near live windows 0.026 and more, repeated ones 0.000 to 0.008; a camera "
        "that stutters on the line 0",
    )
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
