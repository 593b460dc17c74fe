"""Which event of a judged day is which kept one, and what people have decided about already."""

from hypothesis import given
from hypothesis import strategies as st

from models.store.day_matching import match_day


def test_what_starts_together_is_the_same_whatever_its_end() -> None:
    assert match_day([(100, 160), (300, 400)], [], [(100.3, 190), (300, 320)]).pairs == {0: 0, 1: 1}


def test_a_start_that_moved_is_found_by_the_time_in_common() -> None:
    assert match_day([(100, 160)], [0], [(110, 165), (150, 400)]).pairs == {0: 0}


def test_points_a_second_apart_are_the_same_and_three_seconds_apart_are_two() -> None:
    assert match_day([(100, 100)], [], [(101, 101)]).pairs == {0: 0}
    assert match_day([(100, 100)], [], [(103, 103)]).pairs == {}


def test_a_reviewed_event_chooses_before_one_that_nobody_looked_at() -> None:
    assert match_day([(100.2, 160), (99.9, 160)], [0], [(100, 160)]).pairs == {0: 0}


def test_the_rest_of_what_a_person_decided_about_is_not_asked_again() -> None:
    matched = match_day([(100, 200)], [0], [(100, 145), (150, 195), (190, 400)])
    assert (matched.pairs, matched.absorbed) == ({0: 0}, frozenset({1}))


def test_without_a_review_every_part_is_an_event_of_its_own() -> None:
    assert match_day([(100, 200)], [], [(100, 145), (150, 195)]).absorbed == frozenset()


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=12, unique_by=lambda s: s[0]
).map(lambda found: [(float(start), float(start + long)) for start, long in found])


@given(spans, spans, st.data())
def test_nothing_is_paired_twice_and_a_second_night_pairs_everything_that_the_first_kept(
    old: list[tuple[float, float]], new: list[tuple[float, float]], data: st.DataObject
) -> None:
    reviewed = [i for i in range(len(old)) if data.draw(st.booleans())]
    first = match_day(old, reviewed, new)
    assert len(set(first.pairs.values())) == len(first.pairs)
    assert not first.absorbed & first.pairs.keys()
    kept = [(old[i] if i in reviewed else new[j], i in reviewed) for j, i in first.pairs.items()]
    kept += [(old[i], True) for i in reviewed if i not in first.pairs.values()]
    kept += [(new[j], False) for j in range(len(new)) if j not in first.pairs and j not in first.absorbed]
    second = match_day([span for span, _ in kept], [i for i, (_, r) in enumerate(kept) if r], new)
    fresh = [i for i, (_, r) in enumerate(kept) if not r]
    assert set(fresh) <= set(second.pairs.values()) | {i for i in fresh if kept[i][0] not in new}
