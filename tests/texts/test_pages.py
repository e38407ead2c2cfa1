"""What a client reads, page by page, kept as files: whoever changes a word sees it."""

import datetime as dt
from pathlib import Path

import pytest

from supportcore import plans
from supportcore.account import Account, Bought, On, Posted, invoice
from supportcore.periods import Days, Period
from supportcore.points import PointsQuote
from supportcore.pricing import (
    ILLUSTRATIVE_COMPLEXITY,
    REQUEST,
    FactorPrice,
    Linear,
    Per,
    Project,
    Quote,
    RateTable,
    TimePrice,
    UpTo,
    UsagePrice,
    Work,
    bill,
)
from supportcore.sla import Clock, Pause, WorkingTime
from supportcore.tasks import SIMPLE, Accepted, Channel, Solved, Task
from supportcore.texts import ENGLISH, RUSSIAN, UKRAINIAN, text
from supportcore.units import CREDIT, Money, Rounding, RoundTo

HERE = Path(__file__).parent
HOUSE = plans.house_calendar()
MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=HOUSE.tz)
HOUR = dt.timedelta(hours=1)
NOVEMBER = Period(MONDAY.replace(day=1, hour=0), MONDAY.replace(month=12, day=1, hour=0))


def pages():
    """Return what is shown: ten credits bought, one task solved, one that came by telephone and was refused."""
    account = Account(plans.task_package(), HOUSE)
    asked = Task("T-1", SIMPLE, "Acme", MONDAY, Channel.CABINET)
    account.post(Bought("b1", MONDAY - HOUR, quantity=CREDIT.of(10)))
    account.post(Posted.of(asked))
    account.post(On.of("T-1", Accepted("e1", MONDAY + HOUR)))
    account.post(On.of("T-1", Solved("e2", MONDAY + 3 * HOUR)))
    account.post(Posted.of(Task("T-2", SIMPLE, "Acme", MONDAY + 4 * HOUR, Channel.TELEPHONE)))
    (refused,) = account.refused()
    return account.statement(NOVEMBER), refused.refusal, invoice(account, NOVEMBER), *quotes()


def quotes():
    """Return what is told before: a project by its complexity, requests, work by the hour, points; and a bill of it."""
    until = Days(14).after(MONDAY, HOUSE.tz)
    rates, work = RateTable(default=Money(30, "USD")), (Work("T-1", "programmer", 47),)
    size = FactorPrice(ILLUSTRATIVE_COMPLEXITY, Project("boxed", "37.5", 4, 25), Linear(Money("2.50", "USD")))
    rounding = UpTo(15, Per.TASK)
    return (
        Quote("Example Ltd", size, MONDAY, until, RoundTo(5, Rounding.UP)),
        Quote("Example Ltd", UsagePrice(10, "requests", REQUEST), MONDAY, until),
        Quote("Example Ltd", TimePrice(rates, work, rounding), MONDAY, until),
        bill(work, rates, rounding=rounding),
        PointsQuote("Q-1", "T-1", 2, MONDAY, until),
    )


@pytest.mark.parametrize(("language", "name"), [(UKRAINIAN, "uk"), (RUSSIAN, "ru")], ids=["uk", "ru"])
def test_the_pages_are_those_that_were_read_and_kept(language, name):
    told = "\n\n".join(text(page, language, HOUSE.tz) for page in pages()) + "\n"
    assert told == (HERE / f"pages.{name}.txt").read_text(encoding="utf-8")


def test_a_price_reads_in_english_as_it_prints_itself():
    for one in quotes()[:-1]:
        assert text(one, ENGLISH) == str(one)


def test_a_standing_says_utc_where_nobody_named_a_zone():
    standing = Clock(WorkingTime(8 * HOUR), HOUSE, MONDAY).standing(MONDAY + HOUR)
    assert text(standing, ENGLISH) == "running since Mon 23 Nov 2026 08:00 UTC, 7 h left"
    assert text(standing, UKRAINIAN) == "триває з пн, 23 листопада 2026, 08:00 UTC, залишилося 7 год"
    there = "running since Mon 23 Nov 2026 10:00, 7 h left"
    assert (text(standing, ENGLISH, HOUSE.tz), standing.text(HOUSE.tz)) == (there, there)


def test_a_quote_of_points_says_how_many_at_most_and_until_when():
    assert text(quotes()[-1], ENGLISH, HOUSE.tz) == (
        "T-1: at most 2 points\nquoted Mon 23 Nov 2026 10:00, valid until Mon 7 Dec 2026 10:00"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [(ENGLISH, ", pauses not counted"), (UKRAINIAN, ", паузи не враховано"), (RUSSIAN, ", паузы не учтены")],
    ids=["en", "uk", "ru"],
)
def test_a_deadline_says_that_its_pauses_are_not_counted(language, said):
    promise = WorkingTime(8 * HOUR)
    paused = promise.due(HOUSE, MONDAY, [Pause(MONDAY + HOUR, MONDAY + 2 * HOUR)])
    assert text(paused, language).endswith(said)
    assert text(paused.trace(HOUSE), language).splitlines()[0].endswith(said)
    assert said not in text(promise.due(HOUSE, MONDAY), language)
