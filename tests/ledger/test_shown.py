"""How a statement and a forecast print: for a person, in a zone, line by line."""

import datetime as dt
from zoneinfo import ZoneInfo

from supportcore.ledger import Ledger, expiring
from supportcore.units import CREDIT

KYIV = ZoneInfo("Europe/Kyiv")


def at(day, hour=10):
    return dt.datetime(2026, 11, day, hour, tzinfo=KYIV)


def ledger():
    books = Ledger(CREDIT)
    books.post(books.grant("<lot>", CREDIT.of(3), at=at(2), expires_at=at(20)))
    books.post(books.debit("d1", CREDIT.of(1), at=at(3), note="T-1"))
    return books


def test_a_statement_prints_its_opening_its_lines_and_its_closing():
    assert ledger().statement(at(3, 0), at(30, 0)).text(KYIV).splitlines() == [
        "when                   what             of     change                                   available",
        "Tue 3 Nov 2026 00:00   opening balance                                                  3 credits",
        "Tue 3 Nov 2026 10:00   spent            T-1    available -1 credit, consumed 1 credit   2 credits",
        "Fri 20 Nov 2026 10:00  expired          <lot>  available -2 credits, expired 2 credits  0 credits",
        "Mon 30 Nov 2026 00:00  closing balance                                                  0 credits",
    ]


def test_without_a_zone_it_prints_in_utc_and_in_a_notebook_escaped():
    told = ledger().statement(at(1), at(30))
    assert "Fri 20 Nov 2026 08:00" in str(told)
    assert "&lt;lot&gt;" in told._repr_html_()
    assert "<lot>" not in told._repr_html_()


def test_a_forecast_prints_a_line_a_lot():
    books = ledger()
    assert expiring(books, at(10), at(20)).text(KYIV) == "Fri 20 Nov 2026 10:00  2 credits of <lot> burn"
    assert str(expiring(books, at(10), at(20))) == "Fri 20 Nov 2026 08:00  2 credits of <lot> burn"
    assert str(expiring(books, at(10), at(19))) == "nothing burns"
