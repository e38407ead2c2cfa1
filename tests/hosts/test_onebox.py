"""OneBox's orders as tasks and purchases: all text, and a time whose zone nobody says."""

from datetime import UTC, datetime

import pytest

from hosts.rows import record, sample
from supportcore.errors import InvalidPayload
from supportcore.hosts import Naive, onebox
from supportcore.tasks import SIMPLE, Channel
from supportcore.units import CREDIT

ROWS = sample("onebox")
ORDER = ROWS["order"] | {"cdate": ROWS["cdate"], "workflowname": "Support"}
KINDS = {"Support": SIMPLE}


@pytest.mark.parametrize("shape", [dict, record], ids=["json", "object"])
def test_an_order_of_a_known_process_is_a_task(shape):
    task = onebox.task(shape(ORDER), kinds=KINDS, naive="Europe/Kyiv")
    assert (task.id, task.client, task.type, task.channel) == ("1333", "31333", SIMPLE, Channel.CRM)
    assert task.posted_at == datetime(2015, 12, 15, 21, 11, tzinfo=UTC)


def test_the_creation_date_names_no_zone_and_the_door_asks():
    """OneBox sends naive ``Y-m-d H:i:s``: taken for UTC, a task of 17:30 in Kyiv is due two hours late."""
    with pytest.raises(InvalidPayload, match=r"^cdate: '2015-12-15 23:11:00': .*says no offset"):
        onebox.task(ORDER, kinds=KINDS)
    utc, kyiv = (onebox.task(ORDER, kinds=KINDS, naive=naive).posted_at for naive in (Naive.UTC, "Europe/Kyiv"))
    assert (utc - kyiv).total_seconds() == 7200


@pytest.mark.parametrize(
    ("more", "client"),
    [({}, "31333"), ({"clientcode": "", "clientemail": "ann@example.com"}, "ann@example.com"),
     ({"clientcode": None, "clientnamefirst": "Ann", "clientnamelast": "Example"}, "Ann Example"),
     ({"clientcode": None, "clientnamefirst": "Ann"}, "Ann")],
)  # fmt: skip
def test_the_client_is_a_code_an_address_or_a_name(more, client):
    assert onebox.task(ORDER | more, kinds=KINDS, naive=Naive.UTC).client == client


def test_a_paid_order_of_packages_is_credit_bought():
    found = onebox.purchases(ORDER, products={"123131": CREDIT.of(10)}, naive="Europe/Kyiv")
    assert [(one.id, one.quantity) for one in found] == [("1333/1", CREDIT.of(20))]


@pytest.mark.parametrize("payed", ["0", "", None])
def test_an_unpaid_order_buys_nothing(payed):
    assert onebox.purchases(ORDER | {"payed": payed}, products={"123131": CREDIT.of(10)}) == ()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"workflowname": "Sales"}, "^workflowname: 'Sales': it is to be a process of the table: Support"),
        ({"workflowname": ""}, "^workflowname: '': it is to be text"),
        ({"ordercode": None}, "^ordercode: None: it is to be text"),
        ({"clientcode": ""}, "^clientcode: '': it is to be the client's code, or clientemail or a name is"),
        ({"cdate": "15.12.2015"}, "^cdate: '15.12.2015': it is to be an instant"),
    ],
)
def test_an_order_that_cannot_be_read_says_where(more, message):
    with pytest.raises(InvalidPayload, match=message):
        onebox.task(ORDER | more, kinds=KINDS, naive=Naive.UTC)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"count": "0"}, r"^productArray\[0\].count: '0': it is to be a number of pieces"),
        ({"count": "1.5"}, r"^productArray\[0\].count: '1.5': it is to be a whole number"),
        ({"id": ""}, r"^productArray\[0\].id: ''"),
    ],
)
def test_a_product_that_cannot_be_read_says_where(more, message):
    row = {"id": "7", "count": "1"} | more
    with pytest.raises(InvalidPayload, match=message):
        onebox.purchases(ORDER | {"productArray": [row]}, products={"7": CREDIT.of(10)}, naive=Naive.UTC)


def test_an_instant_goes_back_on_the_clock_of_the_box():
    at = datetime(2015, 12, 15, 21, 11, 0, 999_999, tzinfo=UTC)
    assert onebox.written(at, "Europe/Kyiv") == ROWS["cdate"]
