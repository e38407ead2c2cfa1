"""OneBox: the parameters with which it adds an order, a task or a project, and the same to send back.

Every value is text; ``cdate`` is naive ``Y-m-d H:i:s``, and the zone is that of the box: say ``naive="Europe/Kyiv"``.
A process (``workflowname``) tells the kind of task; which process means what is the firm's own table.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from supportcore.account import Bought
from supportcore.hosts.given import Given, Naive, NaiveTimes, row, table, wall_text
from supportcore.tasks import Channel, Task, TaskType
from supportcore.units import Quantity

_NAME = ("clientnamefirst", "clientnamelast")


def task(
    order: object,
    *,
    kinds: Mapping[str, TaskType],
    naive: NaiveTimes = Naive.REFUSE,
    channel: Channel = Channel.CRM,
) -> Task:
    """Read an order as a task: its code, the kind of its process, its client, when it was created.

    The client is ``clientcode``, else the e-mail, else the name.

    >>> from supportcore.tasks import SIMPLE
    >>> order = {"ordercode": "1333", "workflowname": "Support", "clientcode": "31333", "cdate": "2015-12-15 23:11:00"}
    >>> print(task(order, kinds={"Support": SIMPLE}, naive="Europe/Kyiv").posted_at)
    2015-12-15 21:11:00+00:00

    Raises `InvalidPayload` with the path of the value.
    """
    given = row(order, "an order")
    process = given["workflowname"]
    kind = table(kinds, "kinds").get(process.text())
    if kind is None:
        raise process.refused("a process of the table: " + ", ".join(map(str, kinds)), "add the process to kinds=")
    return Task(given["ordercode"].text(), kind, _client(given), given["cdate"].instant(naive), channel)


def _client(given: Given) -> str:
    for name in ("clientcode", "clientemail"):
        if not given[name].empty:
            return given[name].text()
    words = [given[name].text() for name in _NAME if not given[name].empty]
    if not words:
        raise given["clientcode"].refused("the client's code, or clientemail or a name is", "send one of them")
    return " ".join(words)


def purchases(
    order: object, *, products: Mapping[str, Quantity], naive: NaiveTimes = Naive.REFUSE
) -> tuple[Bought, ...]:
    """Read what a *paid* order buys of the products that carry credit; other products and unpaid orders buy none.

    >>> from supportcore.units import CREDIT
    >>> order = {"ordercode": "7", "payed": "1", "cdate": "2026-11-23 10:00:00",
    ...          "productArray": [{"id": "100500", "count": "2"}]}
    >>> purchases(order, products={"100500": CREDIT.of(10)}, naive="Europe/Kyiv")[0].quantity
    Quantity(20, CREDIT)
    """
    given = row(order, "an order")
    if not given["payed"].maybe(Given.flag):
        return ()
    return tuple(_bought(given, products, naive))


def _bought(given: Given, products: Mapping[str, Quantity], naive: NaiveTimes) -> Iterator[Bought]:
    code, at = given["ordercode"].text(), given["cdate"].instant(naive)
    for place, one in enumerate(given["productArray"].rows()):
        each = table(products, "products").get(one["id"].text())
        if each is not None:
            count = one["count"].whole()
            if count < 1:
                raise one["count"].refused("a number of pieces, one or more", "leave the product out")
            yield Bought(f"{code}/{place}", at, quantity=each * count)


def written(at: dt.datetime, tz: str | dt.tzinfo) -> str:
    """Write an instant as OneBox takes it: ``Y-m-d H:i:s`` on the clock of the box, at the second before it.

    >>> written(dt.datetime(2026, 11, 23, 14, 30, tzinfo=dt.UTC), "Europe/Kyiv")
    '2026-11-23 16:30:00'
    """
    return wall_text(at, tz)
