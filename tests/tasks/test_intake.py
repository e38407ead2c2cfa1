"""May it be posted, here and now? Every no with its words, its way out, and when it would be taken."""

from datetime import UTC, date, datetime, time, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.desk import HOUR, HOUSE, KYIV, MANAGER, MICROSECOND, PACKAGE, at, said, task
from supportcore import plans, tasks
from supportcore.calendar import WorkingCalendar
from supportcore.reasons import Refusal
from supportcore.sla import WorkingTime
from supportcore.tasks import Channel, Quota, Taken, eligible, intake


def three(day=23, client="Acme", month=11, kind=tasks.SIMPLE):
    return [task(kind, at(day, f"{hour}:00", month), name=f"P-{hour}", client=client) for hour in (10, 11, 12)]


def no(plan, asked, posted=(), facts=(), calendar=HOUSE):
    found = plan.intake(asked, calendar, posted, facts)
    assert isinstance(found, Refusal), found
    return found


REFUSED = [
    ("a telephone call about no BUG", MANAGER, task(channel=Channel.TELEPHONE), ["ISM-1"],
     ["refused: a simple task is not taken by telephone (ISM-1)",
      "instead: use the client's own system, the personal cabinet, e-mail"]),
    ("a messenger", PACKAGE, task(tasks.ESTIMATE, channel=Channel.MESSENGER), ["ISM-1"],
     ["refused: the estimate of a development is not taken by messenger (ISM-1)",
      "instead: use the client's own system, the personal cabinet, e-mail"]),
    ("a cabinet of hourly support", plans.hourly(), task(tasks.CONTENT), ["HRS-5"],
     ["refused: content work is not taken by the personal cabinet (HRS-5)",
      "instead: use e-mail, telephone, messenger"]),
    ("free support: simple", plans.free_support(), task(), ["GEN-2"],
     ["refused: free support does not cover a simple task (GEN-2)",
      "instead: individual manager, package of tasks, paid support"]),
    ("free support: development", plans.free_support(), task(tasks.DEVELOPMENT), ["GEN-2"],
     ["refused: free support does not cover a development (GEN-2)",
      "instead: individual manager, package of tasks, paid support"]),
    ("free support: estimate", plans.free_support(), task(tasks.ESTIMATE), ["GEN-2"],
     ["refused: free support does not cover the estimate of a development (GEN-2)",
      "instead: individual manager, package of tasks, paid support"]),
    ("free support: compound", plans.free_support(), task(tasks.COMPOUND), ["GEN-2"],
     ["refused: free support does not cover a compound task (GEN-2)", "instead: individual manager, package of tasks"]),
    ("paid support: compound", plans.paid_support(), task(tasks.COMPOUND), ["GEN-7"],
     ["refused: paid support does not cover a compound task (GEN-7)", "instead: individual manager, package of tasks"]),
    ("a kind of which no row speaks", MANAGER, task(tasks.TRAINING), [None],
     ["refused: individual manager does not cover a first training"]),
    ("private support", plans.private_support(WorkingTime(HOUR)), task(tasks.COMPOUND), [None],
     ["refused: private support does not cover a compound task",
      "instead: individual manager, package of tasks, paid support"]),
]  # fmt: skip


@pytest.mark.rule("ISM-1", "GEN-2", "GEN-7", "HRS-5")
@pytest.mark.parametrize(
    ("plan", "asked", "rules", "lines"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_a_refusal_names_the_rule_and_the_way_out(plan, asked, rules, lines):
    facts = [condition.fact for condition in plan.rulebook.conditions]
    refusal = no(plan, asked, facts=facts)
    assert said(refusal) == lines
    assert [refusal.reason.rule] == rules
    assert refusal.retry_at is None


NEEDS = [
    (plans.hourly(), "HRS-11", "hourly support needs a client of the firm, however long ago"),
    (plans.hour_package(20), "PCK-4", "package of 20 hours needs an implementation or an audit before it"),
    (
        plans.points_subscription(),
        "PTS-8",
        "points subscription needs a system that the vendor or its partners deployed",
    ),
]


@pytest.mark.rule("HRS-11", "PCK-4", "PTS-8")
@pytest.mark.parametrize(("plan", "rule", "words"), NEEDS, ids=[one[1] for one in NEEDS])
def test_a_plan_serves_whom_it_was_made_for(plan, rule, words):
    (condition,) = plan.rulebook.conditions
    kind = plan.rulebook.rows[0].type
    for found in (plan.serves(()), plan.serves(["something else"]), no(plan, task(kind, channel=Channel.EMAIL))):
        assert said(found) == [f"refused: {words} ({rule})", "instead: show that it is so"]
    assert plan.serves([condition.fact]) is eligible(plan.rulebook, iter([condition.fact])) is None
    assert isinstance(plan.intake(task(kind, channel=Channel.EMAIL), HOUSE, (), [condition.fact]), Taken)


def test_the_first_no_is_the_answer():
    book = attrs.evolve(MANAGER.rulebook, conditions=plans.hourly().rulebook.conditions)
    refused = lambda kind, channel, facts: intake(book, task(kind, channel=channel), HOUSE, three(), facts).reason.code  # noqa: E731
    everything_wrong = (tasks.TRAINING, Channel.TELEPHONE, ())
    assert refused(*everything_wrong) == "not-covered"
    assert refused(tasks.SIMPLE, *everything_wrong[1:]) == "not-eligible"
    assert refused(tasks.SIMPLE, Channel.TELEPHONE, [plans.CLIENT_OF_THE_FIRM]) == "wrong-channel"
    assert refused(tasks.SIMPLE, Channel.EMAIL, [plans.CLIENT_OF_THE_FIRM]) == "quota"


@pytest.mark.rule("ISM-1")
@pytest.mark.parametrize("channel", Channel)
def test_a_bug_is_taken_by_every_channel_of_the_plan_and_by_telephone_too(channel):
    for plan in (MANAGER, PACKAGE):
        found = plan.intake(task(tasks.BUG, channel=channel), HOUSE)
        if channel is Channel.MESSENGER:
            assert said(found) == [
                "refused: a BUG is not taken by messenger (ISM-1)",
                "instead: use the client's own system, the personal cabinet, e-mail, telephone",
            ]
        else:
            assert isinstance(found, Taken)


@pytest.mark.rule("ISM-1")
@pytest.mark.parametrize("kind", [tasks.SIMPLE, tasks.COMPOUND, tasks.DEVELOPMENT, tasks.ESTIMATE], ids=str)
def test_what_is_no_bug_is_taken_in_writing_only(kind):
    for channel in Channel:
        found = MANAGER.intake(task(kind, channel=channel), HOUSE)
        assert isinstance(found, Taken) is (channel in (Channel.CRM, Channel.CABINET, Channel.EMAIL))


@pytest.mark.rule("HRS-5", "HRS-9")
@pytest.mark.parametrize("kind", [tasks.TRAINING, tasks.IMPROVEMENT, tasks.CONTENT, tasks.SITE_CONTROL, tasks.WORK])
def test_what_is_asked_for_by_word_of_mouth_waits_for_the_mail(kind):
    facts = [plans.CLIENT_OF_THE_FIRM]
    for channel in (Channel.TELEPHONE, Channel.MESSENGER):
        found = plans.hourly().intake(task(kind, channel=channel), HOUSE, (), facts)
        assert str(found.pending) == f"asked by {channel}: the clock starts when it is confirmed in writing (HRS-5)"
        spoken = plans.hourly().intake(task(tasks.CONSULTATION, channel=channel), HOUSE, (), facts)
        assert spoken.pending is None
    assert plans.hourly().intake(task(kind, channel=Channel.EMAIL), HOUSE, (), facts).pending is None


# --- the quota --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("ISM-7")
def test_the_fourth_task_of_a_day_is_refused_until_the_next_midnight():
    fourth = task(when=at(23, "17:00"), name="T-4")
    assert isinstance(MANAGER.intake(fourth, HOUSE, three()[:2]), Taken)
    refusal = no(MANAGER, fourth, three())
    assert said(refusal) == [
        "refused: a client company posts at most 3 tasks a day, and 3 are posted (ISM-7)",
        "instead: post it on the next day",
        "possible from Tue 24 Nov 2026 00:00",
    ]
    assert refusal.retry_at == at(24, "00:00")
    later = attrs.evolve(fourth, posted_at=refusal.retry_at)
    assert isinstance(MANAGER.intake(later, HOUSE, three()), Taken)
    just_before = attrs.evolve(fourth, posted_at=refusal.retry_at - MICROSECOND)
    assert no(MANAGER, just_before, three()).retry_at == at(24, "00:00")


COUNTS = [
    # who has posted what, and whether the next one of Acme on 23 November is taken
    ("three of another company", three(client="Bolt"), True),
    ("three of the day before", three(day=22), True),
    ("three of the day after", three(day=24), True),
    ("three BUGs", three(kind=tasks.BUG), False),
    ("three estimates", three(kind=tasks.ESTIMATE), False),
    ("three compound ones, each counted once", three(kind=tasks.COMPOUND), False),
    ("two and one of another company", [*three()[:2], *three(client="Bolt")[:1]], True),
    ("just before the day", [*three()[:2], task(when=at(23, "00:00") - MICROSECOND, name="P")], True),
    ("the first instant of the day", [*three()[:2], task(when=at(23, "00:00"), name="P")], False),
    ("the last microsecond of the day", [*three()[:2], task(when=at(24, "00:00") - MICROSECOND, name="P")], False),
    ("four, one of which is the very task", [*three()[:2], task(when=at(23, "17:00"), name="T-4")], True),
    ("five", [*three(), *(task(name=f"Q-{n}") for n in range(2))], False),
]  # fmt: skip


@pytest.mark.rule("ISM-7")
@pytest.mark.parametrize(("posted", "goes"), [one[1:] for one in COUNTS], ids=[one[0] for one in COUNTS])
def test_what_counts_in_the_quota(posted, goes):
    fourth = task(when=at(23, "17:00"), name="T-4")
    assert isinstance(MANAGER.intake(fourth, HOUSE, iter(posted)), Taken) is goes


@pytest.mark.rule("ISM-7")
def test_a_refused_posting_does_not_count():
    posted = []
    for hour in range(10, 16):  # six in a day, every second one by telephone
        channel = Channel.TELEPHONE if hour % 2 else Channel.CABINET
        asked = task(when=at(23, f"{hour}:00"), name=f"T-{hour}", channel=channel)
        if isinstance(MANAGER.intake(asked, HOUSE, posted), Taken):
            posted.append(asked)
    assert [one.id for one in posted] == ["T-10", "T-12", "T-14"]


@pytest.mark.rule("ISM-7")
def test_kinds_that_are_exempt_neither_count_nor_are_refused():
    plan = plans.individual_manager(exempt=[tasks.BUG])
    bugs = three(kind=tasks.BUG)
    assert isinstance(plan.intake(task(when=at(23, "17:00"), name="T"), HOUSE, bugs), Taken)
    assert isinstance(plan.intake(task(tasks.BUG, at(23, "17:00"), name="T"), HOUSE, three()), Taken)
    assert no(plan, task(when=at(23, "17:00"), name="T"), [*bugs, *three(day=23)]).reason.args[1] == ("posted", 3)
    assert "at most 3 tasks a client company and day, not counting bug (ISM-7)" in str(plan)


@pytest.mark.rule("GEN-7")
def test_general_support_has_no_quota_and_a_plan_may_have_another():
    many = [task(when=at(23, "10:00"), name=f"P-{n}") for n in range(50)]
    assert isinstance(plans.paid_support().intake(task(when=at(23, "17:00"), name="T"), HOUSE, many), Taken)
    one = plans.task_package(quota=1)
    refused = str(no(one, task(name="T"), three()[:1]))
    assert refused.startswith("refused: a client company posts at most 1 task a day, and 1 is posted")
    closed = attrs.evolve(one.rulebook, quota=Quota(0, rule="the contract"))
    assert intake(closed, task(), HOUSE).reason.rule == "the contract"


MIDNIGHTS = [
    # a zone, a day, and the instant in UTC at which the next one begins there
    ("Europe/Kyiv", date(2026, 10, 24), datetime(2026, 10, 24, 21, tzinfo=UTC)),
    ("Europe/Kyiv", date(2026, 10, 25), datetime(2026, 10, 25, 22, tzinfo=UTC)),  # 25 hours
    ("Europe/Kyiv", date(2026, 3, 29), datetime(2026, 3, 29, 21, tzinfo=UTC)),  # 23 hours
    ("Africa/Cairo", date(2026, 4, 23), datetime(2026, 4, 23, 22, tzinfo=UTC)),  # 00:00 becomes 01:00
    ("America/Havana", date(2026, 10, 31), datetime(2026, 11, 1, 4, tzinfo=UTC)),  # midnight comes twice: the first
    ("UTC", date(2026, 12, 31), datetime(2027, 1, 1, tzinfo=UTC)),
]


@pytest.mark.rule("ISM-7")
@pytest.mark.parametrize(("zone", "day", "expected"), MIDNIGHTS, ids=[f"{one[0]} {one[1]}" for one in MIDNIGHTS])
def test_the_next_day_begins_where_the_calendar_is(zone, day, expected):
    there = WorkingCalendar.weekly({"mon-sun": [("09:00", "18:00")]}, tz=zone)
    noon = datetime.combine(day, time(12), there.tz).astimezone(UTC)
    posted = [task(when=noon + n * HOUR, name=f"P-{n}") for n in range(3)]
    refusal = no(MANAGER, task(when=noon + 4 * HOUR), posted, calendar=there)
    assert refusal.retry_at.astimezone(UTC) == expected
    assert refusal.retry_at.tzinfo is there.tz
    assert isinstance(MANAGER.intake(task(when=refusal.retry_at), there, posted), Taken)
    assert isinstance(MANAGER.intake(task(when=expected - MICROSECOND), there, posted), Refusal)


@settings(max_examples=100, database=None)
@given(st.lists(st.integers(0, 96), max_size=12), st.sampled_from([at(24, "00:00", 10), at(28, "00:00", 3)]))
def test_whoever_waits_until_the_instant_that_was_named_is_taken(halves, start):
    posted, first = [], start.astimezone(UTC)
    for number, half in enumerate(sorted(halves)):
        asked = task(when=first + half * timedelta(minutes=30), name=f"T-{number}")
        found = MANAGER.intake(asked, HOUSE, posted)
        today = asked.posted_at.astimezone(KYIV).date()
        same_day = sum(one.posted_at.astimezone(KYIV).date() == today for one in posted)
        assert isinstance(found, Refusal) is (same_day >= 3)
        if isinstance(found, Refusal):
            asked = attrs.evolve(asked, posted_at=found.retry_at)
            assert asked.posted_at.astimezone(KYIV).date() == today + timedelta(days=1)
            assert isinstance(MANAGER.intake(asked, HOUSE, posted), Taken)
        else:
            posted.append(asked)
