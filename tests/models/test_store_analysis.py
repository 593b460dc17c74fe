"""A video is analysed, analysed again, judged by other rules; people's reviews survive all of it."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from models import Decision, ModelError, Role, StoredEvent, Verdict
from models.store import EventFilter, ReviewStep, Saved, Store, fingerprint
from tests.support.stored_hall import NINE, absence, analysis, footage, hall, happened, observed


def everything(store: Store) -> list[StoredEvent]:
    return store.events.page(EventFilter(), limit=100)


def starts(store: Store) -> list[float]:
    return sorted(e.event.start - NINE for e in everything(store))


def changes(saved: Saved) -> tuple[int, int, int, int]:
    return saved.added, saved.changed, saved.removed, saved.lost


def review(store: Store, event_id: int, decision: Decision = Decision.CONFIRMED, reason: str = "") -> None:
    supervisor = store.accounts.named("sun") or store.accounts.add(
        "sun", "correct horse", Role.SUPERVISOR, "zh", NINE
    )
    event = store.events.get(event_id)
    assert event is not None
    store.reviews.add(event_id, ReviewStep(supervisor.id, decision, reason), expected=event.verdict, now=NINE)


def test_the_same_video_twice_changes_nothing(store: Store) -> None:
    found = analysis(absence(60), happened("arrival", 400), coverage=(observed(),))
    first = store.recordings.save(found, NINE)
    before = everything(store), store.observed.spans(NINE, NINE + 9000)
    second = store.recordings.save(found, NINE + 86400)
    assert changes(first) == (2, 0, 0, 0)
    assert changes(second) == (0, 0, 0, 0)
    assert (second.recording_id, second.event_ids) == (first.recording_id, first.event_ids)
    assert (everything(store), store.observed.spans(NINE, NINE + 9000)) == before


def test_an_event_comes_back_as_it_was_found_even_with_a_figure_that_could_not_be_measured(
    store: Store,
) -> None:
    found = absence(60, unattended_s=math.nan, waited=True, why="empty post", looks=17)
    (event_id,) = store.recordings.save(analysis(found), NINE).event_ids
    kept = store.events.get(event_id)
    assert kept is not None
    assert math.isnan(float(kept.event.evidence["unattended_s"]))
    assert kept.event.evidence["waited"] is True
    assert kept.event.evidence["looks"] == 17
    assert replace(kept.event, evidence={}) == replace(found.event, evidence={})
    assert changes(store.recordings.save(analysis(found), NINE)) == (0, 0, 0, 0)


def test_a_copy_of_the_video_under_another_name_is_the_same_recording(store: Store) -> None:
    first = store.recordings.save(analysis(absence(60)), NINE)
    copy = replace(footage(), name="copy.mp4", path="elsewhere/copy.mp4")
    second = store.recordings.save(analysis(absence(60), of=copy), NINE)
    assert second.event_ids == first.event_ids
    kept = store.recordings.get(first.recording_id)
    assert kept is not None
    assert kept.name == "copy.mp4"


def test_footage_that_was_analysed_is_known_again_with_the_profile_that_judged_it(store: Store) -> None:
    store.recordings.save(analysis(absence(60), of=footage("f1")), NINE)
    known = store.recordings.find("north", "cam1", "f1")
    assert known is not None
    assert (known.fingerprint, known.profile_hash) == ("f1", "a" * 64)
    assert store.recordings.find("north", "cam2", "f1") is None
    assert store.recordings.find("south", "cam1", "f1") is None
    assert store.recordings.find("north", "cam1", "f2") is None


def test_two_videos_of_one_camera_keep_their_own_events(store: Store) -> None:
    store.recordings.save(analysis(absence(60)), NINE)
    store.recordings.save(analysis(absence(60), of=footage("f2")), NINE)
    assert starts(store) == [60, 60]


def test_a_start_that_moved_within_the_tolerance_is_the_same_event(store: Store) -> None:
    (event_id,) = store.recordings.save(analysis(absence(60.0)), NINE).event_ids
    moved = store.recordings.save(analysis(absence(60.5, seconds=100)), NINE)
    assert moved.event_ids == (event_id,)
    assert changes(moved) == (0, 1, 0, 0)
    assert starts(store) == [60.5]


def test_a_start_beyond_the_tolerance_is_another_event(store: Store) -> None:
    (event_id,) = store.recordings.save(analysis(absence(60.0)), NINE).event_ids
    moved = store.recordings.save(analysis(absence(60.6)), NINE)
    assert moved.event_ids != (event_id,)
    assert changes(moved) == (1, 0, 1, 0)


def test_events_that_all_shift_a_little_do_not_trip_over_each_other(store: Store) -> None:
    first = store.recordings.save(analysis(*(absence(60 + 0.4 * i, 0.1) for i in range(5))), NINE)
    shifted = store.recordings.save(analysis(*(absence(60.4 + 0.4 * i, 0.1) for i in range(5))), NINE)
    assert len(set(shifted.event_ids)) == 5
    assert len(set(shifted.event_ids) & set(first.event_ids)) >= 4
    assert starts(store) == pytest.approx([60.4, 60.8, 61.2, 61.6, 62.0])


def test_new_rules_take_away_what_nobody_reviewed(store: Store) -> None:
    store.recordings.save(analysis(absence(60), absence(900), happened("slouching", 1000, 50)), NINE)
    again = store.recordings.save(analysis(absence(900), happened("leaning_back", 1000, 50)), NINE)
    assert changes(again) == (1, 0, 2, 0)
    assert [e.event.kind for e in everything(store)] == ["leaning_back", "absence"]


def test_a_reviewed_event_that_is_no_longer_found_stays_and_says_so(store: Store) -> None:
    reviewed, _other = store.recordings.save(analysis(absence(60), absence(900)), NINE).event_ids
    review(store, reviewed, Decision.DISMISSED, "the clerk fetched forms")
    again = store.recordings.save(analysis(), NINE)
    assert changes(again) == (0, 0, 1, 1)
    (kept,) = everything(store)
    assert (kept.id, kept.found, kept.verdict) == (reviewed, False, Verdict.DISMISSED)
    assert changes(store.recordings.save(analysis(), NINE)) == (0, 0, 0, 0)
    found_again = store.recordings.save(analysis(absence(60)), NINE)
    assert found_again.event_ids == (reviewed,)
    assert everything(store)[0].found


def test_a_reopened_event_still_counts_as_reviewed(store: Store) -> None:
    (event_id,) = store.recordings.save(analysis(absence(60)), NINE).event_ids
    review(store, event_id)
    review(store, event_id, Decision.REOPENED, "wrong counter")
    assert changes(store.recordings.save(analysis(), NINE)) == (0, 0, 0, 1)


def test_a_reviewed_event_keeps_the_figures_its_reviewer_saw(store: Store) -> None:
    (event_id,) = store.recordings.save(analysis(absence(60, seconds=240)), NINE).event_ids
    review(store, event_id)
    again = store.recordings.save(analysis(absence(60.2, seconds=600)), NINE)
    assert again.event_ids == (event_id,)
    assert everything(store)[0].event.seconds == 240


def test_a_corrected_clock_moves_events_and_reviews_along(store: Store) -> None:
    ids = store.recordings.save(analysis(absence(60), absence(900)), NINE).event_ids
    review(store, ids[0])
    hour = 3600.0
    later = [absence(60 + hour), absence(900 + hour)]
    again = store.recordings.save(analysis(*later, of=footage(start=NINE + hour)), NINE)
    assert again.event_ids == ids
    assert starts(store) == [60 + hour, 900 + hour]
    assert changes(again)[2:] == (0, 0)


def test_a_live_session_only_ever_adds(store: Store) -> None:
    session = footage("live:cam1:1")
    store.recordings.save(analysis(absence(60), coverage=(observed(),), of=session, complete=False), NINE)
    later = replace(observed(), start=NINE + 3600, end=NINE + 7200)
    store.recordings.save(analysis(absence(900), coverage=(later,), of=session, complete=False), NINE)
    assert starts(store) == [60, 900]
    assert len(store.observed.spans(NINE, NINE + 7200)) == 2


def test_what_a_live_session_takes_back_is_gone_and_the_rest_stays(store: Store) -> None:
    store.recordings.save(replace(analysis(absence(60), absence(900)), complete=False), NINE)
    taken_back = replace(analysis(), complete=False, withdrawn=(absence(60).event,))
    assert changes(store.recordings.save(taken_back, NINE)) == (0, 0, 1, 0)
    assert starts(store) == [900]
    assert changes(store.recordings.save(taken_back, NINE)) == (0, 0, 0, 0)


def test_what_a_live_session_takes_back_after_a_review_stays_and_says_so(store: Store) -> None:
    (event_id,) = store.recordings.save(replace(analysis(absence(60)), complete=False), NINE).event_ids
    review(store, event_id)
    store.recordings.save(replace(analysis(), complete=False, withdrawn=(absence(60).event,)), NINE)
    (kept,) = everything(store)
    assert not kept.found
    assert kept.verdict is Verdict.CONFIRMED


def test_what_is_taken_back_and_found_again_is_one_event(store: Store) -> None:
    store.recordings.save(replace(analysis(absence(60)), complete=False), NINE)
    store.recordings.save(replace(analysis(), complete=False, withdrawn=(absence(60).event,)), NINE)
    store.recordings.save(replace(analysis(absence(60)), complete=False), NINE)
    assert starts(store) == [60]


def test_an_analysis_without_clips_does_not_lose_those_cut_before(store: Store) -> None:
    cut = replace(absence(60), clip="clips/1.mp4", poster="clips/1.jpg")
    (event_id,) = store.recordings.save(analysis(cut), NINE).event_ids
    store.recordings.save(analysis(absence(60)), NINE)
    kept = store.events.get(event_id)
    assert kept is not None
    assert (kept.clip, kept.poster) == ("clips/1.mp4", "clips/1.jpg")


def test_coverage_of_a_new_analysis_replaces_the_old(store: Store) -> None:
    store.recordings.save(analysis(coverage=(observed(3500), observed(100, "right"))), NINE)
    store.recordings.save(analysis(coverage=(observed(1800),)), NINE)
    (kept,) = store.observed.spans(NINE, NINE + 3600)
    assert kept.coverage == observed(1800)


def test_an_event_at_a_counter_nobody_knows_is_refused_whole(store: Store) -> None:
    with pytest.raises(ModelError, match="no counter 'middle'"):
        store.recordings.save(analysis(absence(60), absence(90, counter="middle")), NINE)
    assert everything(store) == []


def test_an_event_of_another_camera_is_refused(store: Store) -> None:
    with pytest.raises(ModelError, match="camera 'cam2' in a recording of camera 'cam1'"):
        store.recordings.save(analysis(absence(60, counter="back")), NINE)


def test_a_recording_of_a_camera_the_site_does_not_have_is_refused(store: Store) -> None:
    with pytest.raises(ModelError, match="no camera 'cam9'"):
        store.recordings.save(analysis(of=footage(camera="cam9")), NINE)


def test_passwords_of_cameras_never_reach_the_database(store: Store) -> None:
    store.recordings.save(analysis(), NINE)
    (kept,) = store.sites.all()
    assert kept.site.cameras[0].source == "rtsp://10.0.0.5:554/..."


def test_a_counter_that_left_the_site_file_keeps_its_past(store: Store) -> None:
    store.recordings.save(analysis(absence(60, counter="right")), NINE)
    both = hall().cameras
    smaller = hall(cameras=[both[0].model_copy(update={"counters": both[0].counters[:1]}), both[1]])
    store.sites.put(smaller)
    assert sorted(store.sites.all()[0].counters) == ["back", "left"]
    assert [e.event.counter for e in everything(store)] == ["right"]


def test_the_fingerprint_is_of_the_content_not_of_the_name(tmp_path: Path) -> None:
    one, two = tmp_path / "a.mp4", tmp_path / "b.mp4"
    one.write_bytes(b"the same")
    two.write_bytes(b"the same")
    assert fingerprint(one) == fingerprint(two)
    two.write_bytes(b"the same!")
    assert fingerprint(one) != fingerprint(two)
    with pytest.raises(ModelError, match=r"c\.mp4: cannot read the file"):
        fingerprint(tmp_path / "c.mp4")
