"""A clip changed on purpose still shows what its labels say."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.variants.making import VARIANTS, Variant, changed, made, zone_of
from counterwatch.demo_footage import FOOTAGE
from models import load_site
from pipeline.evaluation.truth import EvaluationClip, load_clip
from vision.core import Image
from vision.sources.opening import open_source

MIRRORED, SLOW = Variant("mirrored", mirrored=True), Variant("slow", width=320, rate=5.0, crf=34)


@pytest.fixture
def clip() -> EvaluationClip:
    return load_clip(FOOTAGE / "full_service_A.truth.json", FOOTAGE)


def pictures(clip: EvaluationClip, rate: float) -> list[tuple[float, Image]]:
    with open_source(str(clip.video), camera="c", base=clip.video.parent, start=0.0) as source:
        return [(frame.time, frame.image) for frame in source.frames(rate)]


def test_in_a_mirror_people_and_zones_change_sides_together(clip: EvaluationClip, tmp_path: Path) -> None:
    other = made(clip, MIRRORED, tmp_path)
    (_, then), (_, now) = pictures(clip, 1.0)[5], pictures(other, 1.0)[5]
    assert np.abs(now[:, ::-1].astype(int) - then).mean() < 4 < np.abs(now.astype(int) - then).mean()
    was, is_now = (load_site(c.site).cameras[0].counters[0].staff_zone for c in (clip, other))
    np.testing.assert_allclose(is_now, [(1 - x, y) for x, y in was])


def test_in_a_mirror_nobody_invites_with_the_right_hand(clip: EvaluationClip, tmp_path: Path) -> None:
    assert any("invited" in event.attributes for event in clip.truth.events)
    truth = made(clip, MIRRORED, tmp_path).truth
    assert len(truth.events) == len(clip.truth.events)
    assert not any("invited" in event.attributes for event in truth.events)
    assert "no_invitation" not in truth.exhaustive


def test_fewer_and_smaller_pictures_keep_their_times(clip: EvaluationClip, tmp_path: Path) -> None:
    other = pictures(made(clip, SLOW, tmp_path), 60.0)
    then = pictures(clip, 5.0)
    assert [time for time, _ in other] == pytest.approx([time for time, _ in then], abs=0.01)
    assert other[0][1].shape == (180, 320, 3)


def test_other_pictures_are_looked_at_and_the_labels_keep_to_what_they_show(
    clip: EvaluationClip, tmp_path: Path
) -> None:
    other = made(clip, Variant("later", skip=2), tmp_path)
    (later, third), (begins, first) = pictures(clip, 60.0)[2], pictures(other, 60.0)[0]
    assert begins == 0 and np.abs(first.astype(int) - third).mean() < 4
    for then, now in zip(clip.truth.events, other.truth.events, strict=True):
        assert (now.start, now.end) == pytest.approx((then.start - later, then.end - later))


def test_a_camera_that_hangs_askew_and_nearer_takes_its_zones_along(
    clip: EvaluationClip, tmp_path: Path
) -> None:
    zone = load_site(clip.site).cameras[0].counters[0].staff_zone
    nearer = (
        load_site(made(clip, Variant("nearer", zoom=1.5), tmp_path).site).cameras[0].counters[0].staff_zone
    )
    np.testing.assert_allclose(nearer, np.clip(0.5 + 1.5 * (np.array(zone) - 0.5), 0, 1), atol=1e-6)
    spot = np.zeros((90, 160, 3), np.uint8)
    spot[18:27, 40:56] = 255  # around (0.3, 0.25) of the picture
    seen = np.argwhere(changed(spot, Variant("turned", turn=20.0))[..., 0] > 128).mean(0)
    corners = [(0.3 + x, 0.25 + y) for x, y in ((-0.01, -0.01), (0.01, -0.01), (0.0, 0.02))]
    turned = zone_of(corners, Variant("turned", turn=20.0), (160, 90))
    np.testing.assert_allclose(np.mean(turned, 0) * (160, 90), seen[::-1], atol=1.0)


def test_other_hues_leave_light_and_grey_as_they_are() -> None:
    red, grey = np.full((4, 4, 3), (0, 0, 200), np.uint8), np.full((4, 4, 3), 90, np.uint8)
    turned = Variant("hues", hue=120.0)
    assert changed(red, turned)[0, 0].tolist() == [0, 200, 0]
    assert np.array_equal(changed(grey, turned), grey)


def test_a_gamma_above_one_is_darker() -> None:
    grey = np.full((4, 5, 3), 100, np.uint8)
    assert (
        changed(grey, Variant("dark", gamma=2.0)).mean()
        < 100
        < changed(grey, Variant("bright", gamma=0.5)).mean()
    )
    assert changed(grey, Variant("as it is")).shape == (4, 4, 3)


def test_at_night_there_is_less_light_and_more_noise_the_same_in_every_run() -> None:
    grey, night = np.full((60, 80, 3), 100, np.uint8), Variant("night", light=0.4, noise=5.0)
    dark = changed(grey, night)
    assert dark.mean() == pytest.approx(40, abs=1)
    assert dark.std() == pytest.approx(5, abs=0.5)
    assert np.array_equal(dark, changed(grey, night))


def test_variants_have_names_of_their_own_and_each_changes_something() -> None:
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
    assert all(variant != Variant(variant.name) for variant in VARIANTS)
