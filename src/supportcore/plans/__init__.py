"""The plans of the source documents, as data: each prints as a table with the rulebook's ids.

>>> plan = individual_manager()
>>> print(plan.name)
Individual manager

``READY`` names those that need no argument. This face only imports.
"""

from supportcore.plans.entitlement import Entitlement as Entitlement
from supportcore.plans.hourly import CLIENT_OF_THE_FIRM as CLIENT_OF_THE_FIRM
from supportcore.plans.hourly import hourly as hourly
from supportcore.plans.hours import AFTER_IMPLEMENTATION_OR_AUDIT as AFTER_IMPLEMENTATION_OR_AUDIT
from supportcore.plans.hours import TARIFFS as TARIFFS
from supportcore.plans.hours import hour_package as hour_package
from supportcore.plans.lint import not_cheapest as not_cheapest
from supportcore.plans.onebox import critical as critical
from supportcore.plans.onebox import employee_training as employee_training
from supportcore.plans.onebox import free_support as free_support
from supportcore.plans.onebox import individual_manager as individual_manager
from supportcore.plans.onebox import paid_support as paid_support
from supportcore.plans.onebox import private_support as private_support
from supportcore.plans.onebox import task_package as task_package
from supportcore.plans.plan import Difference as Difference
from supportcore.plans.plan import Plan as Plan
from supportcore.plans.points import DEPLOYED_BY_US as DEPLOYED_BY_US
from supportcore.plans.points import points_alternative as points_alternative
from supportcore.plans.points import points_subscription as points_subscription
from supportcore.plans.ready import READY as READY
from supportcore.plans.ready import house_calendar as house_calendar
from supportcore.plans.tariff import Tariff as Tariff
