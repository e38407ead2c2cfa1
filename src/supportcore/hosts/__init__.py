"""Rows of other systems, read into the values of this package: calendars, rulebooks, tasks, events.

A room for each system: `odoo`, `django_helpdesk`, `frappe`, `zammad`, `onebox`, `bitrix24`. Import the one you need
(``from supportcore.hosts import odoo``). None of them imports the system: a row is a mapping (of an API) or an object
with attributes (of an ORM). What is read is what the row *means*, not how its own system counts it; what it leaves
unsaid is asked of the caller. What cannot be read raises `InvalidPayload`, which names the place in the row.

Two policies stand at the doors: `Naive` says what a time without an offset is, `LastMinute` what 23:59 closes.
"""

from supportcore.hosts.given import LastMinute as LastMinute
from supportcore.hosts.given import Naive as Naive
from supportcore.hosts.given import NaiveTimes as NaiveTimes
