"""One value or more of every kind of document, made the way a host makes them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

import attrs

from desk import HOUSE, at
from supportcore import account, calendar, ledger, periods, plans, points, pricing, reasons, sla, tasks, whatif, wire
from supportcore.tasks.rules import PartsUntold, Unpromised
from supportcore.units import CREDIT, HOUR, POINT, Money, Rounding, RoundTo, Unit

UTC = dt.UTC
HOURS = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=UTC)
FALL_BACK = dt.datetime(2026, 10, 25, 3, 30, tzinfo=ZoneInfo("Europe/Kyiv"), fold=1)


def calendars():
    table = calendar.HolidayTable(
        (
            calendar.Holiday(dt.date(2026, 12, 25), "Christmas"),
            calendar.Holiday(dt.date(2026, 12, 24), "Eve", [("09:00", "13:00")]),
            calendar.Holiday(dt.date(2026, 12, 23), "Eve of eve", None, shorter=HOURS),
            calendar.Holiday.working(dt.date(2026, 12, 26), "instead of Friday", like="fri"),
        ),
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
        "typed in by hand",
    )
    office = calendar.WorkingCalendar.weekly(
        {"mon-thu": [("09:00", "13:00"), ("14:00", "18:00")], "fri": [("22:00", "06:00")], "sun": [("00:00", "24:00")]},
        tz="Europe/Kyiv",
        holidays=table,
        dates={"2026-11-28": [("10:00:30", "12:00")], "2026-11-30": []},
        breaks={"mon-tue": [("11:00", "11:15")], "2026-12-01": [("15:00", "16:00")]},
        precedence=calendar.Precedence.HOLIDAY_FIRST,
        beyond=calendar.Beyond.PROVISIONAL,
    )
    night = calendar.WorkingCalendar.weekly({"mon-sun": [("22:00", "06:00")]}, tz="America/New_York")
    away = [
        dt.date(2026, 11, 24),
        calendar.Span(NOON, NOON + HOURS),
        calendar.Span(at("11-25 10:00"), at("11-25 11:00")),
    ]
    return [
        HOUSE,
        office,
        office & night,
        office | night,
        office - away,
        (office - dt.date(2026, 11, 25)) - [dt.date(2026, 11, 26)],
        office.changed("2026-11-24", night).changed("2027-01-01", HOUSE),
        calendar.WorkingCalendar.parse("Mo-Fr 09:00-18:00; PH off", tz="UTC", holidays=[]),
    ]


def targets():
    leaves = [
        sla.WorkingTime(8 * HOURS, rule="ISM-3"),
        sla.WorkingTime(dt.timedelta(microseconds=1), landing=calendar.Landing.ROLL_FORWARD),
        sla.Elapsed(dt.timedelta(days=2, minutes=7)),
        sla.WorkingDays(3),
        sla.CalendarDays(5, rule="PKG-5"),
        sla.EndOfDay(),
        sla.ByTime("16:00", 1),
        sla.ByTime(dt.time(9, 30, 15, 250000)),
        sla.At(NOON),
        sla.WhenAgreed(rule="ISM-6"),
        PartsUntold(rule="ISM-4"),
        Unpromised(),
    ]
    cut = sla.CutOff("12:00", leaves[0], leaves[5], day_off=sla.DayOff.AFTER, late=sla.Late.NEXT_OPENING)
    return [*leaves, cut, sla.Earliest(leaves[0], leaves[5], rule="ISM-5"), sla.Latest(cut, sla.Earliest(*leaves[2:4]))]


def clocks():
    eight = sla.WorkingTime(8 * HOURS)
    started = sla.Clock(eight, HOUSE, at("11-23 10:00"))
    paused = started.pause(at("11-23 11:00"))
    solved = paused.resume(at("11-23 12:00")).stop(at("11-23 15:00"))
    return [
        sla.Clock(eight, HOUSE),
        started,
        paused,
        solved.reopen(at("11-24 09:00")),
        solved.reopen(at("11-24 09:00"), sla.Reopen.RESTART),
        started.promised(sla.WorkingTime(16 * HOURS), at("11-23 12:00")),
    ]


def events():
    when = at("11-23 12:00")
    return [
        tasks.Confirmed("c", when),
        tasks.Accepted("a", when, parts=3),
        tasks.Estimated("e", when, size=12 * HOURS),
        tasks.Agreed("g", when, size=NOON),
        tasks.Declined("d", when),
        tasks.Started("s", when, owner="Ann"),
        tasks.Waiting("w", when),
        tasks.Resumed("r", when),
        tasks.Solved("o", when),
        tasks.Questioned("q", when),
        tasks.Reclassified("x", when, parts=2, reason="more than an hour", consent=True),
        tasks.Closed("l", when),
        tasks.Cancelled("n", when),
        tasks.HandedOver("h", when, owner="Bob", reason="leave"),
        tasks.TicketClosed("t", when),
        tasks.Noted("i", when, stage="specified"),
    ]


@cache
def client():
    """A package of tasks in its second week: bought, spent, refused, grown."""
    task = tasks.Task("T-1", tasks.SIMPLE, "Acme", at("11-20 10:00"))
    grown = tasks.Task("T-2", tasks.COMPOUND, "Acme", at("11-20 11:00"), parts=2)
    facts = [
        account.Bought("b1", at("11-20 09:00"), quantity=CREDIT.of(10)),
        account.Bought("b2", at("11-20 09:00"), quantity=CREDIT.of(1)),  # fewer than are sold
        account.Posted.of(task),
        account.Posted.of(grown),
        account.On.of("T-1", tasks.Accepted("e1", at("11-20 11:00"))),
        account.On.of("T-2", tasks.Accepted("e2", at("11-20 12:00"), parts=2), recorded_at=at("11-20 12:30")),
        account.On.of("T-1", tasks.Solved("e3", at("11-20 17:00"))),
        account.On.of("T-1", tasks.Solved("e4", at("11-20 17:30"))),  # a second time: not possible
        account.WorkLogged("w1", at("11-20 17:00"), task="T-1", minutes=75, role="programmer"),
    ]
    return wire.Journal(plans.task_package(), HOUSE, tuple(facts))


@cache
def account_():
    return client().account()


def facts():
    when = at("11-23 12:00")
    more = [
        account.OpenedWith("o1", when, quantity=CREDIT.of(3), expires_at=at("12-23 12:00")),
        account.Granted("g1", when, quantity=POINT.minor(90)),
        account.Reserved("r1", when, task="T-1", minutes=60),
        account.ReserveMoved("m1", when, task="T-1", to="T-2"),
        account.FaultFound("f1", when, task="T-1", fault=points.Fault.CLIENT),
        account.PlanChanged("p1", when, plan=plans.hourly()),
        account.CalendarChanged("c1", when, calendar=HOUSE, recorded_at=at("11-24 12:00")),
    ]
    return [*client().facts, *more, *(account.On.of("T-1", event) for event in events())]


@cache
def books():
    """A ledger in which every verb was used."""
    book = ledger.Ledger(POINT)
    start = at("09-01 09:00")

    def when(day):
        return start + dt.timedelta(days=day)

    post = book.post
    post(book.grant("g", POINT.of(10), at=when(0), expires_at=when(90)))
    post(book.opening("o", POINT.of(2), at=when(0), since=when(-30), original=POINT.of(5), expires_at=when(3)))
    post(book.debit("d", POINT.of(3), at=when(1)))
    post(book.hold("h", POINT.of(4), at=when(2), timeout_at=when(40)))
    post(book.move("m", "h", POINT.of(1), at=when(3)))
    post(book.settle("s", "h", POINT.of(2), at=when(4)))
    post(book.void("v", "m", at=when(5)))
    post(book.refund("r", "d", POINT.of(1), at=when(6)))
    post(book.adjust("a", "g", -POINT.of(1), reason="counted twice", at=when(7), note="by hand"))
    post(book.debit("debt", POINT.of(20), at=when(8), shortfall=ledger.Shortfall.OWE()))
    post(book.grant("g2", POINT.of(30), at=when(9), expires_at=when(100)))
    post(book.repay("p", "debt", at=when(10)))
    post(book.carry("k", "g2", rollover=ledger.Rollover(most=POINT.of(5)), at=when(11), expires_at=when(200)))
    post(book.void_lot("x", "k", reason="contract over", at=when(12)))
    return book


def balances():
    book, end = books(), at("09-20 09:00")
    statement = book.statement(at("09-01 00:00"), end)
    explained = [book.explain(entry) for entry in book.entries[2:4]]
    alerts = (
        ledger.LowBalance(POINT.of(5)),
        ledger.LowShare(20),
        ledger.Exhausted(),
        ledger.Overdrawn(),
        ledger.ExpiringSoon(dt.timedelta(days=7)),
    )
    told = ledger.notices(book, alerts, at("09-01 00:00"), end)
    forecast = ledger.expiring(book, at("09-01 10:00"), at("12-31 10:00"))
    return [
        book,
        ledger.Ledger(CREDIT, held_at_expiry=ledger.HeldAtExpiry.FORFEIT),
        *book.entries,
        ledger.Part("september", 3),
        ledger.Shortfall.REJECT,
        ledger.Shortfall.AT_MOST,
        ledger.Shortfall.OWE(POINT.of(2)),
        ledger.Rollover(least=CREDIT.of(1), most=CREDIT.of(5)),
        ledger.Recurring("hours", HOUR.of(20), periods.Billing(NOON, periods.Months(1), "Europe/Kyiv"), 12),
        book.balance(end),
        *book.lots(end),
        statement,
        *statement.lines[:2],
        *explained,
        *explained[0].paid,
        *alerts,
        *told,
        forecast,
        *forecast.burns,
    ]


def prices():
    each = Money("2.50", "USD")
    linear = pricing.Linear(each, base=Money(30, "USD"), floor=Money(100, "USD"))
    bands = [(0, Money(350, "UAH")), (10, Money(300, "UAH"))]
    formula = pricing.ComplexityFormula(
        {"standard": 10, "custom": 40}, users=pricing.Steps({1: 5, 11: 12}), hours=pricing.Weight("1.5", at_most=99)
    )
    project = pricing.Project("custom", "37.5", developments=4, users=25)
    factors = pricing.FactorPrice(formula, project, linear)
    trainee = pricing.TraineeFormula({"sales": 300}, {"beginner": 200}, {"client's office": 0}, {"own": "2.5"})
    rates = pricing.RateTable({"programmer": Money(30, "USD")}, default=Money(20, "USD"))
    work = (pricing.Work("T-1", "programmer", 47), pricing.Work("T-2", "consultant", 4, project="site"))
    billed = pricing.bill(work, rates, rounding=pricing.UpTo(15, pricing.Per.TASK))
    usage = pricing.UsagePrice(10, "requests", pricing.Graduated(bands))
    score = formula.score(project)
    until = NOON + dt.timedelta(days=14)
    weight = pricing.Weight("0.5", rounded=RoundTo(10, Rounding.UP), at_least=1, at_most=20, note="illustrative")
    return [
        HOUR,
        Unit("seat", 100, "cent"),
        Unit("hour"),
        HOUR.minor(-90),
        Unit("seat").of(7),
        Money("-10.50", "UAH"),
        Money("1E+3", "USD"),
        RoundTo(15, Rounding.UP),
        RoundTo(Decimal("0.01"), Rounding.HALF_EVEN),
        RoundTo(Fraction(1, 3), Rounding.DOWN),
        pricing.Table({"vendor": 40, "client": "2.5"}, "illustrative"),
        weight,
        pricing.Steps({1: 5, 11: "12.5"}),
        pricing.Factor("users", weight),
        formula.formula,
        formula,
        trainee,
        project,
        pricing.Trainee("sales", "beginner", "client's office", "own"),
        score,
        *score.contributions,
        score.contributions[0].reading,
        score.contributions[1].reading,
        linear,
        pricing.Band(10, each, Money(5, "USD")),
        pricing.Graduated(bands),
        pricing.Volume(bands),
        *linear.lines(4),
        rates,
        pricing.EXACT_MINUTES,
        *work,
        billed,
        *billed.lines,
        pricing.ExchangeRate("USD", "UAH", "41.25"),
        factors,
        usage,
        pricing.TimePrice(rates, work, pricing.UpTo(15, pricing.Per.INVOICE)),
        pricing.Quote("A project", factors, NOON, until, RoundTo(5, Rounding.UP)),
        pricing.Quote("Ten requests", usage, NOON, until),
        pricing.Quote("Two tasks", pricing.TimePrice(rates, work), NOON, until),
    ]


def subscriptions():
    allowance = points.Allowance(
        {"standard": points.Tariff(10, [(0, 2), (10, 1)])},
        {"telephony": 5},
        renewal=periods.Months(1),
        term=periods.Days(30),
    )
    granted = allowance.granted("standard", users=25, options=["telephony"])
    quote = points.PointsQuote("Q-1", "T-1", POINT.of(2), NOON, NOON + 24 * HOURS)
    consent = points.Consent(quote, NOON + HOURS, "Ann of Acme")
    why = reasons.Reason.of("beyond-consent", rule="PTS-4", spent=POINT.of(3), agreed=POINT.of(2))
    return [
        allowance,
        *(tariff for _, tariff in allowance.tariffs),
        points.Tier(10, 1),
        granted,
        granted.lines[0],
        *allowance.grants(granted, NOON, "Europe/Kyiv", NOON + dt.timedelta(days=40)),
        *points.ROWS[:2],
        quote,
        consent,
        points.Debitable(POINT.of(2), POINT.of(1), why, reasons.Reason.of("new-consent", rest=POINT.of(1))),
        points.NOTICES,
    ]


def words():
    refused = account_().refused()
    every = reasons.Reason.of(
        "not-enough",
        asked=(1, "two", None, True, ("three", NOON)),
        at=FALL_BACK,
        available=CREDIT.of(1),
        clock=dt.time(9, 30),
        day=dt.date(2026, 11, 23),
        how=Rounding.UP,
        money=Money(1, "EUR"),
        number=Decimal("1.50"),
        share=Fraction(1, 3),
        span=dt.timedelta(minutes=90),
        state=tasks.State.SOLVED,
        type=tasks.BUG,
    )
    return [every, *(one.refusal for one in refused), reasons.Refusal(every, every, NOON)]


def lives():
    found, now = account_(), at("11-20 16:00")
    cases = found.cases(at("11-27 12:00"))
    promise = plans.task_package().promise(client().facts[2].task)
    deadline = promise.due(HOUSE)
    simple = promise.rule
    period = periods.Period(at("11-01 00:00"), at("12-01 00:00"))
    kept = tasks.compliance([("package", case) for case in cases], period.start, period.end)
    log = [tasks.LogRow("C-1", "new", NOON, {"seriousness": "high"}), tasks.LogRow("C-1", "done", NOON + HOURS)]
    meaning = {"new": tasks.Activity.POSTED, "done": tasks.Activity.SOLVED}
    team = tasks.Team((tasks.Manager("Ann"), tasks.Manager("Bob", qualified=False)), limit=6)
    led = attrs.evolve(team, assignments=(tasks.Assignment("site", "Ann", NOON, "new"),))
    clock = cases[0].solution
    choice = sla.Earliest(sla.WorkingTime(8 * HOURS), sla.EndOfDay())
    return [
        *cases,
        promise,
        deadline,
        deadline.trace(HOUSE),
        *deadline.trace(HOUSE).steps[:2],
        choice.due(HOUSE, at("11-20 17:30"), (sla.Pause(at("11-23 09:30"), at("11-23 10:00")),)).trace(HOUSE),
        sla.NotYet(reasons.Reason.of("not-agreed", rule="ISM-6")),
        sla.Pause(NOON, NOON + HOURS),
        clock.standing(now),
        *(case.task for case in cases),
        tasks.Task("T-9", tasks.DEVELOPMENT, "Acme", FALL_BACK, tasks.Channel.EMAIL, size=12 * HOURS, reference="#9"),
        tasks.BUG,
        tasks.TaskType("audit", "an audit"),
        tasks.Free(),
        tasks.PerTask(2),
        tasks.PerPart(),
        tasks.ByEffort(),
        simple,
        tasks.NotTaken(tasks.BUG, ("free support",), ("GEN-2",)),
        tasks.Quota(3, frozenset({tasks.BUG, tasks.TaskType("audit")}), None),
        tasks.Condition("one", "a fact", "PCK-4"),
        *(make().rulebook for make in plans.READY.values()),
        plans.task_package().intake(client().facts[2].task, HOUSE),
        tasks.Taken(promise, reasons.Reason.of("pending-in-writing", channel=tasks.Channel.TELEPHONE)),
        kept,
        *kept.lines,
        team.managers[0],
        *led.assignments,
        led,
        *log,
        tasks.play(log, meaning, plans.task_package().rulebook, HOUSE),
        *(make() for make in plans.READY.values()),
        plans.task_package().entitlement,
        plans.hourly().tariff,
        client(),
        wire.Journal(plans.hour_package(20), HOUSE, (), ("b", "a"), NOON),
        account.Held(plans.hourly(), NOON, NOON),
        *(account.Outcome(fact, None, (reasons.Reason.of("exhausted"),)) for fact in client().facts[:1]),
        *found.refused(),
        account.invoice(found, period),
        *account.invoice(found, period).lines[:1],
        account.InvoiceLine(NOON, reasons.Reason.of("monthly-fee", plan="x"), Money(1, "USD")),
        account.Invoice("x", period, (), (), UTC),
        *account.efforts(found),
        account.EffortLine("T-1", None, HOURS),
        account.week(found, periods.Period(at("11-16 00:00"), at("11-23 00:00"))),
    ]


def times():
    table = calendars()[1].source.holidays
    return [
        table,
        *table.holidays,
        calendar.HolidayTable(()),
        *HOUSE.hours(dt.date(2026, 11, 23)),
        calendar.Span(FALL_BACK, FALL_BACK + HOURS),
        calendar.Span(NOON, NOON),
        periods.Period(NOON, NOON + HOURS),
        periods.Days(90),
        periods.Months(3),
        periods.Billing(NOON, periods.Days(7), "UTC"),
    ]


def imagined():
    laws = [
        whatif.Fixed(HOURS),
        whatif.Exponential(2 * HOURS),
        whatif.LogNormal(HOURS, 3 * HOURS),
        whatif.Empirical((HOURS, 2 * HOURS)),
    ]
    streams = tuple(whatif.Stream(tasks.SIMPLE, 8 * HOURS, law) for law in laws)
    book = plans.individual_manager().rulebook
    year = whatif.Workload.of(
        {"simple": 20, "development": [0, 1, Fraction(1, 2)]}, {"simple": (10, 25), "development": 600},
        start=dt.date(2027, 1, 1), months=3, season=[1] * 11 + [Fraction(1, 2)], users=12, fault=Decimal("0.1"),
    )  # fmt: skip
    situation = whatif.Situation(nobody_owns_it=True)
    return [*laws, *streams, whatif.Caseload(streams[:1], book, HOUSE, HOUSE), year, *year.streams, situation]


@cache
def samples():
    """All of them."""
    rooms = (calendars, targets, clocks, events, facts, balances, prices, subscriptions, words, lives, times, imagined)
    return tuple(one for room in rooms for one in room())


def of(kind):
    """The samples of one class."""
    return [one for one in samples() if type(one) is kind]
