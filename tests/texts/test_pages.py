"""A statement, a refusal and an invoice as a client reads them, kept as files: whoever changes a word sees the page."""

import datetime as dt
from pathlib import Path

import pytest

from supportcore import plans
from supportcore.account import Account, Bought, On, Posted, invoice
from supportcore.periods import Period
from supportcore.tasks import SIMPLE, Accepted, Channel, Solved, Task
from supportcore.texts import RUSSIAN, UKRAINIAN, text
from supportcore.units import CREDIT

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
    return account.statement(NOVEMBER), refused.refusal, invoice(account, NOVEMBER)


@pytest.mark.parametrize(("language", "name"), [(UKRAINIAN, "uk"), (RUSSIAN, "ru")], ids=["uk", "ru"])
def test_the_pages_are_those_that_were_read_and_kept(language, name):
    told = "\n\n".join(text(page, language, HOUSE.tz) for page in pages()) + "\n"
    assert told == (HERE / f"pages.{name}.txt").read_text(encoding="utf-8")
