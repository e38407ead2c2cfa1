"""The timeline alone, on made-up pieces of a few microseconds, against counting every microsecond.

The pieces lie about the cut between two windows, so that what was compiled at two times must be one.
"""

import random
from datetime import UTC, datetime

import pytest

from supportcore.calendar._timeline import EVERY, Timeline
from supportcore.calendar._window import TEN_YEARS, ordinal_of
from supportcore.errors import CoverageError, NeverCloses, NoWorkingTime, OutOfRange
from supportcore.instants import DAY, EARLIEST, LATEST

CUT = 366 * DAY * 56  # 12 February 2026: a window ends, the next begins
REACH = 40
TODAY = datetime(2026, 2, 12, tzinfo=UTC).toordinal()


class Pieces:
    """A source of given pieces, known between two instants."""

    def __init__(self, pieces, known=(float("-inf"), float("inf"))):
        self.all, self._known = pieces, known
        self.asked = 0

    def pieces(self, lo, hi):
        self.asked += 1
        return [(max(a, lo), min(b, hi), day) for a, b, day in self.all if a < hi and b > lo]

    def known(self):
        return self._known

    def doubt(self, lo, hi, dates=EVERY):
        return TODAY if lo < self._known[0] or hi > self._known[1] else None

    def doubtful(self, ordinal):
        return False

    def note(self, ordinal):
        return None


def day_of(line, x):
    """The working date of the piece that x lies in, and its hours; nothing where it lies in none."""
    found = line.day_of(x, lambda: 0)
    return None if found == (0, None) else found


def some_pieces(rng):
    """Pieces about the cut; some touch, some are of one date, one may lie across it."""
    pieces, x, day = [], CUT - REACH + rng.randrange(6), TODAY - 9
    while x < CUT + REACH - 6:
        length = rng.randrange(1, 9)
        day += rng.random() < 0.7
        if pieces and pieces[-1][1] == x and pieces[-1][2] == day:
            day += 1
        pieces.append((x, x + length, day))
        x += length + rng.choice([0, 0, 1, 2, 7])
    return pieces


class Counted:
    """The same questions, answered by looking at every microsecond."""

    def __init__(self, pieces):
        self.open = {x for a, b, _ in pieces for x in range(a, b)}
        self.all = range(CUT - REACH - 10, CUT + REACH + 20)
        self.opening = [x for x in self.all if x in self.open and x - 1 not in self.open]
        self.closing = [x for x in self.all if x not in self.open and x - 1 in self.open]

    def between(self, a, b):
        sign = 1 if a <= b else -1
        return sign * sum(x in self.open for x in range(min(a, b), max(a, b)))

    def add(self, x, work, *, latest):
        """No answer where it may lie outside of what was looked at."""
        there = [u for u in self.all if self.between(x, u) == work]
        if not there or there[0] == self.all[0] or there[-1] == self.all[-1]:
            return None
        return there[-1] if latest else there[0]

    def next_open(self, x):
        return min((u for u in self.open if u >= x), default=None)

    def previous_open(self, x):
        return max((u + 1 for u in self.open if u < x), default=None) if x - 1 not in self.open else x

    def next_close(self, x):
        start = self.next_open(x)
        return None if start is None else min(u for u in self.closing if u > start)

    def previous_close(self, x):
        return max((u for u in self.closing if u <= x), default=None)

    def next_opening(self, x):
        return min((u for u in self.opening if u > x), default=None)


@pytest.mark.parametrize("seed", range(60))
def test_every_question_is_answered_as_by_counting(seed):
    rng = random.Random(seed)
    pieces = some_pieces(rng)
    source, counted = Pieces(pieces), Counted(pieces)
    line = Timeline(source, strict=rng.random() < 0.5)
    line.is_open(CUT + rng.choice([-1, 1]) * rng.randrange(1, REACH))  # from either side of the cut
    near = range(CUT - REACH, CUT + REACH)
    for _ in range(12):
        x, y, work = rng.choice(near), rng.choice(near), rng.randrange(-25, 26)
        assert line.between(x, y) == counted.between(x, y)
        assert line.is_open(x) == (x in counted.open)
        for latest in (False, True):
            if (there := counted.add(x, work, latest=latest)) is not None and (work or latest):
                assert line.add(x, work, latest=latest) == there
        for name in ("next_open", "previous_open", "next_close", "previous_close", "next_opening"):
            if (there := getattr(counted, name)(x)) is not None:
                assert getattr(line, name)(x) == there, (name, x)
        whole = next(((a, b, day) for a, b, day in pieces if a <= x < b), None)
        assert line.working_date(x) == (whole and whole[2])
        own = [(a, b) for a, b, day in pieces if whole and day == whole[2]]
        assert day_of(line, x) == (whole and (whole[2], (own[0][0], own[-1][1])))
        lo, hi = sorted((x, y))
        clipped = [(max(a, lo), min(b, hi), day) for a, b, day in pieces if max(a, lo) < min(b, hi)]
        assert list(line.forward(lo, hi)) == clipped
        assert list(line.backward(hi, lo)) == clipped[::-1]
    days = sorted({day for _, _, day in pieces})
    for day in range(days[0] - 1, days[-1] + 2):
        own = [(a, b) for a, b, theirs in pieces if theirs == day]
        assert line.hours_of(day) == ((own[0][0], own[-1][1]) if own else None)


@pytest.mark.parametrize("first", [-DAY, DAY])
def test_a_piece_that_the_cut_has_parted_is_whole(first):
    line = Timeline(Pieces([(CUT - 30, CUT + 30, TODAY), (CUT + 90, CUT + 99, TODAY + 1)]), strict=True)
    assert line.is_open(CUT + first) is False
    assert line.between(CUT - DAY, CUT + DAY) == 69
    assert line.between(CUT - 20, CUT + 95) == 50 + 5
    assert line.add(CUT - 30, 60) == CUT + 30
    assert line.add(CUT - 30, 61) == CUT + 91
    assert line.next_close(CUT - 30) == CUT + 30
    assert day_of(line, CUT - 1) == day_of(line, CUT) == (TODAY, (CUT - 30, CUT + 30))
    assert list(line.forward(CUT - DAY, CUT + 50)) == [(CUT - 30, CUT + 30, TODAY)]


@pytest.mark.parametrize("seen", [False, True])
def test_the_first_instant_of_a_window_is_counted_from(seen):
    for ask, answer in (
        (lambda line: line.between(CUT, CUT + 50), 15),
        (lambda line: line.between(CUT + 50, CUT), -15),
        (lambda line: line.add(CUT, 12), CUT + 32),
        (lambda line: line.is_open(CUT), False),
        (lambda line: line.next_open(CUT), CUT + 10),
        (lambda line: line.working_date(CUT), None),
    ):
        line = Timeline(Pieces([(CUT + 10, CUT + 20, TODAY), (CUT + 30, CUT + 35, TODAY)]), strict=False)
        if seen:
            line.is_open(CUT + 40)
        assert ask(line) == answer


def test_the_first_and_the_last_instant_of_all_years_are_counted_from():
    ends = [(EARLIEST + 5, EARLIEST + 15, 693_597), (LATEST - 15, LATEST - 5, 803_900)]
    assert Timeline(Pieces(ends), strict=False).between(EARLIEST, EARLIEST + DAY) == 10
    assert Timeline(Pieces(ends), strict=False).between(LATEST - DAY, LATEST - 1) == 10
    assert Timeline(Pieces(ends), strict=False).add(EARLIEST, 10) == EARLIEST + 15
    assert Timeline(Pieces(ends), strict=False).next_close(LATEST - DAY) == LATEST - 5
    assert Timeline(Pieces(ends), strict=False).previous_open(EARLIEST + 9) == EARLIEST + 9


@pytest.mark.parametrize("there", [-1, 1])
def test_a_microsecond_of_work_is_looked_for_in_its_own_direction(there):
    line = Timeline(
        Pieces([(CUT - DAY - 9, CUT - DAY, TODAY - 1), (CUT + DAY, CUT + DAY + 9, TODAY + 1)]), strict=False
    )
    line.is_open(CUT - there)
    near, answer = (CUT - DAY, CUT + DAY + 1) if there > 0 else (CUT + DAY, CUT - DAY - 1)
    assert line.add(near, there) == answer
    assert line.add(near, there, latest=True) == answer


@pytest.mark.parametrize("seen", [None, -DAY, DAY])
@pytest.mark.parametrize("apart", [30, DAY])
def test_a_date_that_the_cut_has_parted_is_whole_whichever_half_was_seen(seen, apart):
    pieces = [(CUT - apart, CUT - apart + 10, TODAY), (CUT + apart - 10, CUT + apart, TODAY)]
    whole = (TODAY, (CUT - apart, CUT + apart))
    for ask, answer in (
        (lambda line: line.hours_of(TODAY), whole[1]),
        (lambda line: day_of(line, CUT - apart), whole),
        (lambda line: day_of(line, CUT + apart - 1), whole),
        (lambda line: day_of(line, CUT), None),
        (lambda line: day_of(line, CUT + apart), None),
        (lambda line: line.working_date(CUT - apart), TODAY),
        (lambda line: line.working_date(CUT + apart - 1), TODAY),
        (lambda line: line.count(TODAY - 1, TODAY + 2), 1),
    ):
        for strict in (False, True):
            line = Timeline(Pieces(pieces), strict=strict)
            if seen is not None:
                line.is_open(CUT + seen)
            assert ask(line) == answer


@pytest.mark.parametrize("seen", [None, -DAY, DAY, 400 * DAY, -400 * DAY])
def test_a_piece_across_the_cut_comes_whole_from_a_walk_without_an_end(seen):
    pieces = [(CUT - 30, CUT + 30, TODAY), (CUT + 800 * DAY, CUT + 801 * DAY, TODAY + 800)]
    for walk in (lambda line: line.forward(CUT - DAY, None), lambda line: line.backward(CUT + DAY, None)):
        line = Timeline(Pieces(pieces), strict=False)
        if seen is not None:
            line.is_open(CUT + seen)
        assert next(walk(line)) == pieces[0]
    for ask, answer in (
        (lambda line: line.next_close(CUT - 40), CUT + 30),
        (lambda line: line.previous_close(CUT + 40), CUT + 30),
        (lambda line: line.next_close(CUT - 20), CUT + 30),
        (lambda line: line.next_opening(CUT - 20), CUT + 800 * DAY),
        (lambda line: line.previous_close(CUT + 800 * DAY), CUT + 30),
        (lambda line: line.next_open(CUT + 30), CUT + 800 * DAY),
        (lambda line: line.previous_open(CUT + 800 * DAY), CUT + 30),
    ):
        line = Timeline(Pieces(pieces), strict=False)
        if seen is not None:
            line.is_open(CUT + seen)
        assert ask(line) == answer
    line = Timeline(Pieces(pieces), strict=False)
    if seen is not None:
        line.is_open(CUT + seen)
    assert day_of(line, CUT + 800 * DAY) == (TODAY + 800, pieces[1][:2])
    assert line.hours_of(TODAY) == pieces[0][:2]


def test_a_date_is_told_up_to_the_end_of_what_is_known():
    pieces, known = [(CUT, CUT + 100, TODAY)], (CUT + 20, CUT + 50)
    line = Timeline(Pieces(pieces, known), strict=True)
    assert line.working_date(CUT + 20) == line.working_date(CUT + 49) == TODAY
    for x in (CUT + 19, CUT + 50):
        with pytest.raises(CoverageError):
            line.working_date(x)


# Where a search ends.


@pytest.mark.parametrize("start", [CUT, CUT + 10])
@pytest.mark.parametrize("seen", [False, True])
def test_ten_years_without_work_are_an_error_and_a_microsecond_less_is_none(start, seen):
    for gap in (TEN_YEARS - 1, TEN_YEARS):
        close, opens = CUT + 10, CUT + 10 + gap
        line = Timeline(Pieces([(CUT, close, TODAY), (opens, opens + 10, TODAY + 3653)]), strict=True)
        if seen:
            line.between(CUT, opens + DAY)  # compiled whole: the gap lies inside the window
        if gap < TEN_YEARS:
            assert line.next_open(close) == opens
            assert line.next_opening(start) == opens
            assert line.add(CUT, 15) == opens + 5
            assert line.previous_open(opens) == close
            assert line.add(opens + 5, -10) == CUT + 5
        else:
            for ask in (
                lambda line, close=close: line.next_open(close),
                lambda line: line.next_opening(start),
                lambda line: line.add(CUT, 15),
                lambda line, opens=opens: line.previous_open(opens),
                lambda line, opens=opens: line.add(opens + 5, -10),
            ):
                with pytest.raises(NoWorkingTime, match="no working time for ten years from there"):
                    ask(line)
        assert line.between(CUT + 5, opens + 5) == 10
        assert line.add(opens, 5) == opens + 5
        assert line.add(close, -5) == CUT + 5


def test_the_gap_that_is_named_is_the_one_in_the_way():
    far = CUT + TEN_YEARS + 2 * DAY
    pieces = [(CUT, CUT + 10, TODAY), (far, far + 10, TODAY + 3655), (far + 50, far + 60, TODAY + 3655)]
    line = Timeline(Pieces(pieces), strict=False)
    line.between(CUT, far + DAY)
    assert line.add(far, 15) == far + 55
    assert line.next_open(far + 20) == far + 50
    with pytest.raises(NoWorkingTime, match=r"2026-02-12T00:00:00\.000010"):
        line.add(CUT + 5, 10)


def test_only_ten_years_are_a_gap():
    far = CUT + TEN_YEARS + 2 * DAY
    near = [(CUT, CUT + 10, TODAY), (CUT + 20, CUT + 30, TODAY), (CUT + 9 * DAY, CUT + 9 * DAY + 5, TODAY + 9)]
    line = Timeline(Pieces([*near, (far + 9 * DAY, far + 10 * DAY, TODAY + 3664)]), strict=False)
    assert line.window(CUT, CUT + 20 * DAY).gaps == []
    assert line.window(CUT, far + 20 * DAY).gaps == [(CUT + 9 * DAY + 5, far + 9 * DAY)]
    assert line.hot[0] > line.hot[1], "with a gap in the window every answer takes the careful way"


def test_work_that_never_stops_has_no_edge():
    days = [(CUT + n * DAY, CUT + (n + 1) * DAY, TODAY + n) for n in range(-9000, 9000)]
    line = Timeline(Pieces(days), strict=False)
    for ask in (line.next_close, line.previous_close, line.next_opening):
        with pytest.raises(NeverCloses, match="for ten years without an edge"):
            ask(CUT)
    assert line.add(CUT, 30 * DAY) == CUT + 30 * DAY
    assert Timeline(Pieces(days), strict=False).add(CUT, 8000 * DAY) == CUT + 8000 * DAY
    assert line.next_close(CUT + 8999 * DAY) == CUT + 9000 * DAY


def test_a_search_ends_with_the_years():
    every_day = [(n * DAY, n * DAY + 10, n + 719_163) for n in range(LATEST // DAY - 400, LATEST // DAY)]
    late = Timeline(Pieces(every_day), strict=False)
    assert late.add(LATEST - 10 * DAY, 99) == LATEST - DAY + 9
    assert late.add(LATEST - 10 * DAY, 100) == LATEST - DAY + 10
    with pytest.raises(OutOfRange, match="the answer lies outside the years 1900 to 2200"):
        late.add(LATEST - 10 * DAY, 101)
    first = EARLIEST // DAY
    early = Timeline(Pieces([(n * DAY, n * DAY + 10, n + 719_163) for n in range(first, first + 400)]), strict=False)
    assert early.add(EARLIEST + 10 * DAY, -100, latest=True) == EARLIEST
    with pytest.raises(OutOfRange, match="the answer lies outside the years 1900 to 2200"):
        early.add(EARLIEST + 10 * DAY, -101, latest=True)


# What is not known is refused where the answer depends on it, and only there.


def test_an_answer_is_refused_where_it_depends_on_what_is_not_known():
    pieces = [(CUT + n * 100, CUT + n * 100 + 10, TODAY) for n in range(-9, 10)]
    known = (CUT - 305, CUT + 305)
    for warm in (False, True):

        def line(warm=warm):
            made = Timeline(Pieces(pieces, known), strict=True)
            if warm:
                made.between(CUT, CUT + 1)
            return made

        assert line().between(*known) == 60 + 5
        assert line().add(CUT, 35) == CUT + 305
        for ask in (
            lambda line: line.between(known[0] - 1, CUT),
            lambda line: line.between(CUT, known[1] + 1),
            lambda line: line.add(CUT, 36),
            lambda line: line.next_open(CUT + 311),
            lambda line: line.previous_open(CUT - 310),
        ):
            with pytest.raises(CoverageError, match="the answer depends on it"):
                ask(line())
        loose = Timeline(Pieces(pieces, known), strict=False)
        assert loose.add(CUT, 36) == CUT + 306
        assert loose.doubt(*known) is None
        assert loose.doubt(known[0] - 1, known[1]) == loose.doubt(known[0], known[1] + 1) == TODAY


def test_a_window_that_was_compiled_is_not_read_again():
    source = Pieces([(CUT + n * DAY, CUT + n * DAY + 10, TODAY + n) for n in range(-30, 30)])
    line = Timeline(source, strict=True)
    line.between(CUT - 20 * DAY, CUT - 10 * DAY)
    assert source.asked == 1
    line.between(CUT - 20 * DAY, CUT + 10 * DAY)
    assert source.asked == 2
    for x in (CUT - 20 * DAY, CUT, CUT + 20 * DAY):
        line.add(x, 5)
        line.next_close(x)
        day_of(line, x)
        line.step(TODAY, 3)
    assert source.asked == 2


# Working dates.


def test_working_dates_are_stepped_and_counted_to_the_ends_of_the_years():
    first, last = EARLIEST // DAY + 719_163, (LATEST - DAY) // DAY + 719_163
    days = [first + 10, first + 11, first + 500, last - 500, last - 11, last - 10]
    pieces = [((day - 719_163) * DAY + 9, (day - 719_163) * DAY + 18, day) for day in days]
    for start in days[:3]:
        line = Timeline(Pieces(pieces), strict=True)
        line.hours_of(start)
        assert [line.step(day, -1) for day in days[1:3]] == days[:2]
        assert [line.step(day, 1) for day in days[:2]] == days[1:3]
        assert line.step(first + 12, -2) == first + 10
        with pytest.raises(OutOfRange):
            line.step(days[0], -1)
    for start in days[3:]:
        line = Timeline(Pieces(pieces), strict=True)
        line.hours_of(start)
        assert [line.step(day, 1) for day in days[3:5]] == days[4:]
        assert [line.step(day, -1) for day in days[4:]] == days[3:5]
        with pytest.raises(OutOfRange):
            line.step(days[-1], 1)
    line = Timeline(Pieces(pieces), strict=True)
    assert line.count(first, first + 11) == 1
    assert line.count(first + 10, first + 12) == 2
    assert line.count(first + 11, first + 500) == 1
    assert line.count(first + 10, first + 10) == 0


def test_the_first_and_the_last_date_of_the_years_are_stepped_to():
    first, last = EARLIEST // DAY + 719_163, (LATEST - DAY) // DAY + 719_163
    dates = [first, first + 1, last - 1, last]
    pieces = [((day - 719_163) * DAY, (day - 719_162) * DAY - 1, day) for day in dates]
    line = lambda: Timeline(Pieces(pieces), strict=False)  # noqa: E731
    for day, next_day in (dates[:2], dates[2:]):
        assert line().step(day, 1) == next_day
        assert line().step(next_day, -1) == day
    with pytest.raises(OutOfRange):
        line().step(first, -1)


class Guessed(Pieces):
    """Of these pieces one date is not known."""

    def __init__(self, pieces, unknown):
        super().__init__(pieces, (float("inf"), float("-inf")))
        self.unknown = unknown

    def doubt(self, lo, hi, dates=EVERY):
        return None

    def doubtful(self, ordinal):
        return ordinal == self.unknown


@pytest.mark.parametrize("unknown", range(TODAY - 3, TODAY + 8))
def test_a_step_or_a_count_is_refused_where_it_passes_a_date_that_is_not_known(unknown):
    pieces = [((day - 719_163) * DAY + 9, (day - 719_163) * DAY + 18, day) for day in range(TODAY - 9, TODAY + 20)]

    def refused(ask, passed):
        for strict in (False, True):
            line = Timeline(Guessed(pieces, unknown), strict=strict)
            if strict and unknown in passed:
                with pytest.raises(CoverageError):
                    ask(line)
            else:
                ask(line)

    refused(lambda line: line.step(TODAY, 3), range(TODAY + 1, TODAY + 4))
    refused(lambda line: line.step(TODAY + 3, -3), range(TODAY, TODAY + 3))
    refused(lambda line: line.count(TODAY, TODAY + 3), range(TODAY, TODAY + 3))
    refused(lambda line: line.hours_of(TODAY), [TODAY])


@pytest.mark.parametrize("seen", [-100, -3, 0, 3, 100])
@pytest.mark.parametrize("start", [-400, -4, -3, -2, -1, 0, 1, 2, 3, 4, 400])
def test_a_step_counts_every_date_whatever_was_compiled_before(seen, start):
    pieces = [((day - 719_163) * DAY + 9, (day - 719_163) * DAY + 18, day) for day in range(TODAY - 900, TODAY + 900)]
    for days in (-420, -7, -6, -5, -1, 1, 5, 6, 7, 420):
        line = Timeline(Pieces(pieces), strict=False)
        line.is_open(CUT + seen * DAY)
        assert line.step(TODAY + start, days) == TODAY + start + days
        line = Timeline(Pieces(pieces), strict=False)
        line.is_open(CUT + seen * DAY)
        if days > 0:
            there = (TODAY + start + days - 719_163) * DAY
            assert line.hours_after(TODAY + start, days) == (there + 9, there + 18)
        line = Timeline(Pieces(pieces), strict=False)
        line.is_open(CUT + seen * DAY)
        assert line.count(*sorted((TODAY + start, TODAY + start + days))) == abs(days)


def test_a_window_that_begins_with_work_is_counted_from_its_first_instant():
    line = Timeline(Pieces([(CUT, CUT + 10, TODAY), (CUT + 12, CUT + 15, TODAY)]), strict=False)
    assert line.is_open(CUT + 3)
    assert line.add(CUT, 5) == CUT + 5
    assert line.between(CUT, CUT + 13) == 11


def test_a_long_stretch_has_its_edges_however_many_windows_it_fills():
    days = [(CUT + n * DAY, CUT + (n + 1) * DAY, TODAY + n) for n in range(-800, 800)]
    line = lambda: Timeline(Pieces(days), strict=False)  # noqa: E731
    assert line().next_close(CUT) == CUT + 800 * DAY
    assert line().previous_close(CUT + 900 * DAY) == CUT + 800 * DAY
    assert line().next_opening(CUT - 900 * DAY) == CUT - 800 * DAY


def test_what_is_not_known_is_told_before_what_was_not_found():
    far = CUT + TEN_YEARS + DAY
    known = (float("-inf"), CUT + DAY)
    for seen in (CUT, far):
        line = Timeline(Pieces([(CUT, CUT + 10, TODAY), (far, far + 10, TODAY + 3654)], known), strict=True)
        line.window(CUT, seen)
        for ask in (lambda line: line.next_open(CUT + 10), lambda line: line.next_opening(CUT)):
            with pytest.raises(CoverageError):
                ask(line)
    always = [(CUT + n * DAY, CUT + (n + 1) * DAY, TODAY + n) for n in range(9000)]
    with pytest.raises(CoverageError):
        Timeline(Pieces(always, known), strict=True).next_close(CUT)
    last = [(n * DAY, n * DAY + 10, n + 719_163) for n in range(LATEST // DAY - 400, LATEST // DAY)]
    with pytest.raises(CoverageError):
        Timeline(Pieces(last, (0, LATEST - 2 * DAY)), strict=True).add(LATEST - 10 * DAY, 101)


class Near(Pieces):
    """Known for ten days either side."""

    def doubtful(self, ordinal):
        return not TODAY - 10 <= ordinal < TODAY + 10


def test_a_step_is_refused_from_the_first_date_that_is_not_known():
    pieces = [((day - 719_163) * DAY + 9, (day - 719_163) * DAY + 18, day) for day in range(TODAY - 90, TODAY + 90)]
    for days in range(1, 16):
        line = Timeline(Near(pieces, (CUT - 10 * DAY, CUT + 10 * DAY)), strict=True)
        line.between(CUT - 5 * DAY, CUT + 5 * DAY)
        for step, known in ((days, days < 10), (-days, days <= 10)):
            if known:
                assert line.step(TODAY, step) == TODAY + step
            else:
                with pytest.raises(CoverageError):
                    line.step(TODAY, step)


def test_the_first_of_january_1970_is_where_counting_starts():
    first = datetime(1970, 1, 1, tzinfo=UTC).toordinal()
    assert [ordinal_of(x) for x in (-1, 0, DAY - 1, DAY)] == [first - 1, first, first, first + 1]
