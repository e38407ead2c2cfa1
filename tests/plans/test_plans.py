"""The plans as data: every rule's worked example, its refusal, its parameters, and the table that prints it all."""

import pickle

import pytest

from drawing.desk import HOUR, HOURLY, HOUSE, KYIV, MANAGER, MICROSECOND, MINUTE, PACKAGE, after, at, said, taken, task
from supportcore import plans, tasks
from supportcore.calendar import HolidayTable, WorkingCalendar
from supportcore.errors import InvalidPlan
from supportcore.pricing import RateTable
from supportcore.reasons import Refusal
from supportcore.sla import CalendarDays, Deadline, Late, NotYet, WorkingDays, WorkingTime
from supportcore.tasks import (
    Accepted,
    Agreed,
    Agreement,
    Channel,
    Estimated,
    HandedOver,
    Manager,
    Noted,
    Reclassified,
    Solved,
    Started,
    Starts,
    State,
    Team,
    TicketClosed,
    staffed,
)
from supportcore.units import Money

PAID, FREE = plans.paid_support(), plans.free_support()
POINTS = plans.points_subscription()
ALL = [
    *(make() for make in plans.READY.values()),
    plans.private_support(WorkingTime(HOUR, rule="GEN-4"), solution=WorkingTime(8 * HOUR)),
    *(plans.hour_package(hours) for hours in plans.TARIFFS),
]


def moment(found):
    return f"{found.due.astimezone(KYIV):%a %d %b %H:%M}" if isinstance(found, Deadline) else None


# --- worked examples: what a plan promises ----------------------------------------------------------------------------

SOLVED_BY = [
    # rule, plan, kind, posted, due
    ("ISM-3", MANAGER, tasks.SIMPLE, at(23, "10:00"), "Mon 23 Nov 18:00"),
    ("ISM-3", MANAGER, tasks.SIMPLE, at(20, "17:30"), "Mon 23 Nov 16:30"),
    ("ISM-5", MANAGER, tasks.BUG, at(23, "15:59:59"), "Mon 23 Nov 18:00"),
    ("ISM-5", MANAGER, tasks.BUG, at(23, "16:00"), "Tue 24 Nov 15:00"),
    ("ISM-5", MANAGER, tasks.BUG, at(21, "10:00"), "Mon 23 Nov 17:00"),
    ("ISM-5", MANAGER, tasks.BUG, at(23, "07:00"), "Mon 23 Nov 17:00"),
    ("ISM-5", MANAGER, tasks.BUG, at(23, "18:30"), "Tue 24 Nov 17:00"),
    ("ISM-5", FREE, tasks.BUG, at(23, "15:59:59"), "Mon 23 Nov 18:00"),
    ("ISM-6", MANAGER, tasks.DEVELOPMENT, at(23, "10:00"), None),
    ("ISM-15", PACKAGE, tasks.SIMPLE, at(23, "10:00"), "Mon 23 Nov 18:00"),
    ("ISM-15", PACKAGE, tasks.BUG, at(23, "16:00"), "Tue 24 Nov 15:00"),
    ("GEN-1", PAID, tasks.SIMPLE, at(23, "10:00"), "Tue 24 Nov 13:00"),
    ("GEN-1", PAID, tasks.BUG, at(23, "15:59:59"), "Mon 23 Nov 18:00"),
    ("GEN-1", PAID, tasks.DEVELOPMENT, at(23, "10:00"), None),
]


@pytest.mark.rule("ISM-3", "ISM-5", "ISM-6", "ISM-15", "GEN-1")
@pytest.mark.parametrize(("rule", "plan", "kind", "posted", "expected"), SOLVED_BY)
def test_a_task_is_due_when_the_rulebook_says(rule, plan, kind, posted, expected):
    assert moment(plan.promise(task(kind, posted)).due(HOUSE)) == expected


ACCEPTED_BY = [
    # rule, plan, kind, posted, accepted by
    ("ISM-2", MANAGER, tasks.SIMPLE, at(20, "17:30"), "Mon 23 Nov 09:30"),
    ("ISM-2", PACKAGE, tasks.BUG, at(20, "17:30"), "Mon 23 Nov 09:30"),
    ("HRS-4", HOURLY, tasks.CONTENT, at(20, "11:59"), "Fri 20 Nov 18:00"),
    ("HRS-4", HOURLY, tasks.CONTENT, at(20, "12:00"), "Mon 23 Nov 12:00"),
    ("HRS-4", HOURLY, tasks.CONTENT, at(21, "08:00"), "Mon 23 Nov 12:00"),
    ("HRS-4", HOURLY, tasks.CONTENT, at(23, "08:00"), "Mon 23 Nov 18:00"),
    ("GEN-7", PAID, tasks.SIMPLE, at(20, "17:30"), None),
]


@pytest.mark.rule("ISM-2", "HRS-4", "GEN-7")
@pytest.mark.parametrize(("rule", "plan", "kind", "posted", "expected"), ACCEPTED_BY)
def test_a_task_is_accepted_when_the_rulebook_says(rule, plan, kind, posted, expected):
    clock = plan.promise(task(kind, posted, Channel.EMAIL)).acceptance(HOUSE, posted)
    assert (None if clock is None else moment(clock.deadline)) == expected
    if clock is not None:
        assert clock.deadline.reason.rule == rule


@pytest.mark.rule("ISM-2")
def test_acceptance_fixes_the_due_time_whatever_calendar_comes_later():
    case = after(taken(MANAGER), Accepted("e1", at(23, "10:10")))
    fixed = case.solution.deadline
    holiday = plans.house_calendar(holidays=HolidayTable.of({"2026-11-23": "a holiday nobody knew of"}))
    assert moment(MANAGER.promise(case.task).due(holiday)) == "Tue 24 Nov 17:00"
    assert after(case, Noted("e2", at(23, "11:00"))).solution.deadline is fixed


@pytest.mark.rule("ISM-4")
def test_a_compound_task_is_due_n_times_eight_hours_after_its_start():
    case = taken(MANAGER, tasks.COMPOUND)
    assert isinstance(case.solution.deadline, NotYet)
    assert moment(after(case, Accepted("e1", at(23, "10:40"), 3)).solution.deadline) == "Wed 25 Nov 16:00"
    assert said(case.after(Accepted("e1", at(23, "10:40"), 1)))[0] == (
        "refused: a compound task has at least 2 parts, and 1 was told (ISM-4)"
    )


@pytest.mark.rule("ISM-3")
def test_a_simple_task_over_an_hour_is_due_for_reclassification_and_stays_simple_without_consent():
    case = taken(MANAGER)
    assert case.rule.notice(HOUR) is None
    assert str(case.rule.notice(HOUR + MINUTE)).endswith("1 h 1 min (ISM-3)")
    refused = case.after(Reclassified("e1", at(23, "11:00"), 2, "more"))
    assert said(refused)[0] == "refused: without the client's consent the task stays simple (ISM-3)"
    grown = after(case, Reclassified("e1", at(23, "11:00"), 2, "more", consent=True))
    assert moment(grown.solution.deadline) == "Tue 24 Nov 17:00"  # 16 hours from Monday 10:00: 8 + 8
    assert grown.rule.charge.credits(grown.task) - case.rule.charge.credits(case.task) == 1


@pytest.mark.rule("ISM-5")
def test_a_bug_is_never_compound():
    refused = taken(MANAGER, tasks.BUG).after(Reclassified("e1", at(23, "11:00"), 2, "two errors", consent=True))
    assert said(refused) == [
        "refused: a BUG is never turned into a compound task (ISM-5)",
        "instead: post each error as a BUG of its own",
    ]


@pytest.mark.rule("ISM-5")
def test_on_a_short_day_the_cut_off_is_the_closing():
    short = WorkingCalendar.weekly(
        {"mon-fri": [("09:00", "18:00")]}, tz="Europe/Kyiv", dates={"2026-11-24": [("09:00", "13:00")]}
    )
    due = lambda posted: moment(MANAGER.promise(task(tasks.BUG, posted)).due(short))  # noqa: E731
    assert due(at(24, "12:59:59")) == "Tue 24 Nov 13:00"
    assert due(at(24, "13:00")) == "Wed 25 Nov 17:00"
    assert due(at(24, "15:59")) == "Wed 25 Nov 17:00"


@pytest.mark.rule("ISM-6")
def test_a_development_is_due_as_agreed():
    case = taken(MANAGER, tasks.DEVELOPMENT)
    refused = case.after(Solved("e1", at(23, "11:00")))
    assert said(refused) == [
        "refused: the size is not yet agreed (ISM-6)",
        "instead: estimate the work and have the client agree",
    ]
    events = (
        Accepted("e1", at(23, "10:10")),
        Estimated("e2", at(23, "12:00"), 12 * HOUR),
        Agreed("e3", at(24, "09:00")),
    )
    assert moment(after(case, *events).solution.deadline) == "Wed 25 Nov 12:00"
    by_then = Agreed("e3", at(24, "09:00"), at(27, "15:00"))
    assert moment(after(case, *events[:2], by_then).solution.deadline) == "Fri 27 Nov 15:00"


@pytest.mark.rule("ISM-7")
def test_a_company_posts_three_tasks_a_day():
    posted = [task(name=f"P-{n}") for n in range(3)]
    refused = MANAGER.intake(task(tasks.BUG, at(23, "17:00"), name="P-4"), HOUSE, posted)
    assert said(refused) == [
        "refused: a client company posts at most 3 tasks a day, and 3 are posted (ISM-7)",
        "instead: post it on the next day",
        "possible from Tue 24 Nov 2026 00:00",
    ]


@pytest.mark.rule("ISM-1")
def test_the_telephone_is_for_critical_errors():
    assert said(MANAGER.intake(task(channel=Channel.TELEPHONE), HOUSE)) == [
        "refused: a simple task is not taken by telephone (ISM-1)",
        "instead: use the client's own system, the personal cabinet, e-mail",
    ]
    assert not isinstance(MANAGER.intake(task(tasks.BUG, channel=Channel.TELEPHONE), HOUSE), Refusal)


@pytest.mark.rule("ISM-8", "ISM-13", "ISM-14")
def test_a_project_has_one_qualified_manager_with_at_most_ten():
    team = Team((Manager("ann", qualified=True), Manager("eve")))
    for number in range(10):
        team = team.assign(f"P-{number}", "ann", at(2))
    answers = [team.assign("P-10", "ann", at(2)), team.assign("P-0", "ann", at(2)), team.assign("P-10", "eve", at(2))]
    assert [said(one)[0] for one in answers] == [
        "refused: ann leads 10 projects of at most 10 (ISM-8)",
        "refused: P-0 is led by ann, and one manager leads a project (ISM-13)",
        "refused: eve is not qualified to lead individual projects (ISM-14)",
    ]


@pytest.mark.rule("ISM-9")
def test_the_house_is_open_monday_to_friday_nine_to_six_and_a_manager_has_hours_of_their_own():
    holidays = HolidayTable.of({"2026-11-25": "a holiday"})
    house = plans.house_calendar(holidays=holidays)
    assert [house.is_open(at(23, clock)) for clock in ("08:59", "09:00", "17:59", "18:00")] == [
        False,
        True,
        True,
        False,
    ]
    assert not any(house.is_open(at(day, "12:00")) for day in (21, 22, 25))
    own = house - [at(24).date()]  # on leave on Tuesday
    assert own.next_open(at(23, "18:00")) == at(26, "09:00")
    assert moment(MANAGER.promise(task(when=at(23, "17:00"))).due(house)) == "Tue 24 Nov 16:00"  # the house's promise
    with_lunch = plans.house_calendar(breaks=[("13:00", "14:00")])
    assert moment(MANAGER.promise(task(when=at(23, "09:00"))).due(with_lunch)) == "Mon 23 Nov 18:00"
    assert plans.house_calendar(tz="UTC").tz.key == "UTC"


@pytest.mark.rule("ISM-15")
def test_the_package_of_tasks_promises_what_the_manager_promises():
    for ours, theirs in zip(PACKAGE.rulebook.rows, MANAGER.rulebook.rows, strict=True):
        assert (ours.type, ours.promise, ours.acceptance, ours.channels) == (
            theirs.type, theirs.promise, theirs.acceptance, theirs.channels,
        )  # fmt: skip
    assert PACKAGE.rulebook.quota == MANAGER.rulebook.quota
    assert [row.closes for row in MANAGER.rulebook.rows] == [None] * 5
    assert [row.closes for row in PACKAGE.rulebook.rows] == [CalendarDays(5, rule="PKG-5")] * 4 + [None]


@pytest.mark.rule("ISM-16")
def test_the_stages_of_a_development_are_history():
    case = after(taken(MANAGER, tasks.DEVELOPMENT), Noted("e1", at(23, "11:00"), "specified"))
    assert [event.stage for event in case.events] == ["specified"]
    assert "ISM-16" in MANAGER.rulebook.rule(tasks.DEVELOPMENT).rules


@pytest.mark.rule("GEN-2")
def test_free_support_is_for_bugs_and_names_the_plans_for_the_rest():
    assert [row.type for row in FREE.rulebook.rows] == [tasks.BUG]
    for kind in (tasks.SIMPLE, tasks.DEVELOPMENT, tasks.ESTIMATE):
        found = FREE.promise(task(kind))
        assert said(found)[1] == "instead: individual manager, package of tasks, paid support"
        assert found.reason.rule == "GEN-2"
    assert not isinstance(PAID.promise(task(tasks.DEVELOPMENT)), Refusal)


@pytest.mark.rule("GEN-7")
def test_general_support_inherits_nothing_that_it_does_not_name():
    for plan in (PAID, FREE):
        assert plan.rulebook.quota is None
        for row in plan.rulebook.rows:
            assert (row.acceptance, row.channels, row.effort, row.closes) == (None, frozenset(), None, None)
        assert said(plan.promise(task(tasks.COMPOUND)))[1] == "instead: individual manager, package of tasks"


@pytest.mark.rule("HRS-5", "HRS-12")
def test_spoken_work_waits_for_writing_and_its_ticket_is_not_the_task():
    pending = taken(HOURLY, tasks.WORK, channel=Channel.TELEPHONE)
    assert pending.state is State.PENDING
    mailed = taken(HOURLY, tasks.CONTENT, channel=Channel.EMAIL)
    case = after(mailed, Accepted("e1", at(23, "11:00")), TicketClosed("e2", at(23, "11:05")))
    assert (case.state, case.events[-1].outcome) == (State.ACCEPTED, "successful")


@pytest.mark.rule("HRS-6")
def test_mail_counts_from_its_own_time_unless_the_plan_counts_from_the_fetch():
    posted = at(20, "11:51")
    for plan, expected in ((HOURLY, "Fri 20 Nov 18:00"), (plans.hourly(granularity=10 * MINUTE), "Mon 23 Nov 12:00")):
        case = taken(plan, tasks.CONTENT, posted, Channel.EMAIL)
        assert moment(case.acceptance.deadline) == expected
        assert case.task.posted_at == posted


@pytest.mark.rule("HRS-7", "HRS-10")
def test_a_ticket_is_locked_to_one_until_it_is_handed_over():
    case = taken(HOURLY, tasks.CONTENT, channel=Channel.EMAIL, reference="2011120910000047")
    case = after(case, Accepted("e1", at(23, "11:00")), Started("e2", at(23, "11:00"), "ann"))
    assert said(case.after(Started("e3", at(23, "12:00"), "bob"))) == [
        "refused: the task is locked to ann, who started it (HRS-7)",
        "instead: hand the task over, or ask ann",
    ]
    case = after(case, HandedOver("e3", at(23, "12:00"), "bob", "leave"), Started("e4", at(23, "12:00"), "bob"))
    assert (case.owner, case.task.reference) == ("bob", "2011120910000047")
    assert case.solution.paused_at is None


@pytest.mark.rule("HRS-9")
def test_hourly_support_knows_five_kinds_and_the_non_standard_one():
    kinds = [row.type.code for row in HOURLY.rulebook.rows]
    assert kinds == ["consultation", "training", "improvement", "content", "site-control", "work"]
    assert said(HOURLY.promise(task(tasks.BUG))) == ["refused: hourly support does not cover a BUG"]


@pytest.mark.rule("HRS-11", "PCK-4", "PTS-8")
def test_a_plan_asks_for_the_facts_that_it_needs():
    needs = {HOURLY: "HRS-11", plans.hour_package(40): "PCK-4", POINTS: "PTS-8"}
    for plan, rule in needs.items():
        refusal = plan.serves(())
        assert (refusal.reason.rule, said(refusal)[1]) == (rule, "instead: show that it is so")
        assert plan.serves([plan.rulebook.conditions[0].fact]) is None
    assert MANAGER.serves(()) is None


@pytest.mark.rule("PCK-5")
def test_an_hour_package_comes_with_three_people():
    plan = plans.hour_package(80)
    assert plan.roles == ("project manager", "support specialist", "account manager")
    assert "the client gets: project manager, support specialist, account manager (PCK-5)" in str(plan)
    assert said(staffed({"project manager": "ann", "account manager": "eve"}, plan.roles)) == [
        "refused: the team lacks support specialist (PCK-5)",
        "instead: name a person for each",
    ]


@pytest.mark.parametrize("hours", [0, 30, 160])
def test_nobody_sells_other_packages(hours):
    message = rf"^{hours}: packages have 20, 40, 80, 120 hours a month \(PCK-1\); take one of them$"
    with pytest.raises(InvalidPlan, match=message):
        plans.hour_package(hours)


# --- parameters -------------------------------------------------------------------------------------------------------


def test_numbers_and_policies_are_parameters():
    late = plans.individual_manager(late=Late.NEXT_OPENING)
    assert moment(late.promise(task(tasks.BUG, at(23, "16:00"))).due(HOUSE)) == "Tue 24 Nov 17:00"
    for make in (plans.paid_support, plans.free_support, plans.task_package):
        found = make(late=Late.NEXT_OPENING).promise(task(tasks.BUG, at(23, "16:00")))
        assert moment(found.due(HOUSE)) == "Tue 24 Nov 17:00"
    for make in (plans.individual_manager, plans.task_package):
        plan = make(
            simple=4 * HOUR,
            accepted=30 * MINUTE,
            starts=Starts.ACCEPTED,
            quota=5,
            exempt=[tasks.BUG],
            closes=WorkingDays(3),
        )
        assert moment(plan.promise(task()).due(HOUSE)) == "Mon 23 Nov 14:00"
        assert moment(plan.promise(task(tasks.BUG)).due(HOUSE)) == "Mon 23 Nov 18:00"  # a BUG keeps its own hours
        assert moment(plan.promise(task()).acceptance(HOUSE, at(23)).deadline) == "Mon 23 Nov 10:30"
        assert (plan.rulebook.quota.limit, plan.rulebook.quota.exempt) == (5, {tasks.BUG})
        assert {row.starts for row in plan.rulebook.rows} == {Starts.ACCEPTED}
        assert taken(plan).rule.closes == WorkingDays(3)
    assert moment(plans.paid_support(simple=HOUR).promise(task()).due(HOUSE)) == "Mon 23 Nov 11:00"
    early = plans.hourly(noon="10:00").promise(task(tasks.WORK, at(23, "10:00"), Channel.EMAIL))
    assert moment(early.acceptance(HOUSE, at(23, "10:00")).deadline) == "Tue 24 Nov 10:00"
    assert {row.agreement for row in plans.hourly(agree_all=Agreement.BEFORE_WORK).rulebook.rows} == {
        Agreement.BEFORE_WORK
    }
    assert [row.agreement for row in HOURLY.rulebook.rows] == [Agreement.NOT_NEEDED] * 5 + [Agreement.BEFORE_WORK]


def test_private_support_promises_what_the_client_asked_for():
    plan = plans.private_support(WorkingTime(30 * MINUTE, rule="GEN-4"), solution=WorkingTime(6 * HOUR))
    promise = plan.promise(task(tasks.CONSULTATION, at(20, "17:45"), Channel.MESSENGER))
    assert moment(promise.due(HOUSE)) == "Mon 23 Nov 14:45"
    assert moment(promise.acceptance(HOUSE, at(20, "17:45")).deadline) == "Mon 23 Nov 09:15"
    assert str(plan.rulebook.rule(tasks.DEVELOPMENT)).splitlines() == [
        "refused: private support does not cover a development",
        "instead: individual manager, package of tasks, paid support",
    ]


def test_a_tariff_tells_its_prices_in_words():
    by_role = RateTable({"tester": Money(20, "USD")}, default=Money(30, "USD"))
    tariff = plans.Tariff(monthly=Money(400, "USD"), hourly=by_role, by_kind=RateTable(by_role.roles))
    assert tariff.prices() == (
        ("a month", "400 USD"),
        ("an hour worked", "tester 20 USD, 30 USD"),
        ("an hour, by kind", "tester 20 USD"),
    )


def test_a_critical_promise_has_its_numbers_as_parameters():
    target = plans.critical(4 * HOUR, "12:00")
    assert target.due(HOUSE, at(23, "12:00") - MICROSECOND).due == at(23, "16:00") - MICROSECOND
    assert target.due(HOUSE, at(23, "17:00")).due == at(24, "12:00")


# --- the printed table ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", ALL, ids=[plan.rulebook.plan for plan in ALL])
def test_a_plan_prints_as_a_table_with_the_ids_of_all_its_rules(plan):
    lines = str(plan).splitlines()
    rows = [*plan.rulebook.rows, *plan.rulebook.declined]
    assert lines[0] == plan.name
    assert lines[1].split() == " ".join(plan.HEAD).split()
    assert [line.split()[0] for line in lines[2 : 2 + len(rows)]] == [row.type.code for row in rows]
    ids = [rule for row in rows for rule in row.rules] + list(plan.rules)
    ids += [condition.rule for condition in plan.rulebook.conditions]
    assert all(rule in str(plan) and rule in plan._repr_html_() for rule in ids)
    assert not any(line != line.rstrip() for line in lines)


TOLD = {
    "individual_manager": ["ISM-1", "ISM-2", "ISM-3", "ISM-4", "ISM-5", "ISM-6", "ISM-7", "ISM-8", "ISM-9", "ISM-13",
                           "ISM-14", "ISM-16"],
    "task_package": ["ISM-1", "ISM-2", "ISM-3", "ISM-4", "ISM-5", "ISM-6", "ISM-7", "ISM-15", "PKG-2", "PKG-3",
                     "PKG-4", "PKG-5"],
    "paid_support": ["GEN-1", "GEN-6", "GEN-7", "ISM-5", "ISM-6"],
    "free_support": ["GEN-2", "ISM-5"],
    "hourly": ["HRS-4", "HRS-5", "HRS-6", "HRS-7", "HRS-9", "HRS-10", "HRS-11", "HRS-12"],
    "hour_package": ["PCK-1", "PCK-4", "PCK-5", "PCK-6", "PCK-8"],
    "points_subscription": ["PTS-2", "PTS-3", "PTS-4", "PTS-5", "PTS-8"],
    "employee_training": ["GEN-3"],
}  # fmt: skip


@pytest.mark.parametrize("name", plans.READY)
def test_the_rules_that_a_plan_tells(name):
    plan = plans.READY[name]()
    assert plan.code == name
    for rule in TOLD[name]:
        assert rule in str(plan)


def test_the_free_plan_as_a_client_reads_it():
    shown = [" | ".join(cell for cell in row if cell) for row in FREE.rows()]
    eight = "8 h of working time"
    assert shown[0].startswith(
        f"bug | before 16:00: the earliest of: {eight}, by the end of the working day; later: {eight}"
    )
    assert shown[0].endswith("(ISM-5) | - | any | free | - | GEN-2, ISM-5")
    assert shown[1:] == [
        "simple | not taken; by individual manager, package of tasks, paid support | GEN-2",
        "development | not taken; by individual manager, package of tasks, paid support | GEN-2",
        "estimate | not taken; by individual manager, package of tasks, paid support | GEN-2",
        "compound | not taken; by individual manager, package of tasks | GEN-2",
    ]
    row = next(row for row in HOURLY.rows() if row[0] == "work")
    assert row[3] == "e-mail, messenger, telephone; messenger, telephone: confirmed in writing (HRS-5)"
    assert next(PACKAGE.rows())[2:6] == (
        "1 h of working time (ISM-2)",
        "e-mail, the client's own system, the personal cabinet (ISM-1)",
        "1 credit",
        "5 days later, at the same time of day (PKG-5)",
    )


@pytest.mark.rule("ISM-15", "PKG-4")
def test_only_a_plan_that_keeps_a_balance_takes_credits():
    takes = ["1 credit", "1 credit for each part", "free", "1 credit", "1 credit"]
    assert [row[4] for row in PACKAGE.rows()] == takes
    assert [row[4] for row in MANAGER.rows()] == ["-", "-", "free", "-", "-"]


def test_a_plan_for_a_notebook_is_escaped():
    plan = plans.Plan("x", "<script>", PACKAGE.rulebook, ("a & b",))
    shown = plan._repr_html_()
    assert "<h4>&lt;script&gt;</h4>" in shown
    assert "<li>see also a &amp; b</li>" in shown
    assert "<td>compound</td>" in shown


@pytest.mark.parametrize("plan", ALL, ids=[plan.rulebook.plan for plan in ALL])
def test_a_plan_is_a_value(plan):
    twin = pickle.loads(pickle.dumps(plan))
    assert twin == plan
    assert hash(twin) == hash(plan)
    assert str(twin) == str(plan)
