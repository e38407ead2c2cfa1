"""supportcore: the promises of a support firm, counted exactly.

A support plan answers four questions about a piece of work: when is it due, what does it
take from the balance, what does it cost, and where do we stand? Every answer here is a frozen
value computed from frozen values. Nothing reads a clock, a file, a locale or the environment:
the instant is an argument, always.

Each wing is its own address, and importing this package imports none of them:

``supportcore.calendar``
    Working hours of a place: shifts, holidays, odd days, zones, clock changes.
``supportcore.arrays`` (with the extra ``numpy``)
    The same over whole NumPy, pandas and Arrow columns.
``supportcore.sla``
    What is promised on a calendar: targets, deadlines, clocks, and why they fall where they do.
``supportcore.ledger``, with ``supportcore.units`` and ``supportcore.periods``
    Prepaid credit in lots that expire: debits, holds, refunds, balances at any instant, and why.
``supportcore.pricing`` and ``supportcore.points``
    What a project, an hour or a request costs; the points of a subscription.
``supportcore.tasks``
    Kinds of task, the rules of each, intake, life cycle, teams, compliance.
``supportcore.plans``
    The ready-made plans, as data: rulebook, entitlement, tariff.
``supportcore.account``
    One client's facts in; tasks, balance, notices, statement and bill out, at any instant.
``supportcore.whatif``
    The same, imagined: which plan suits which client, what weights the prices show, how many projects one can lead.

And the doors, through which all of it is told and comes in:

``supportcore.texts``
    Every answer in the client's language.
``supportcore.hosts``
    Rows of other systems in, due times back out.
``supportcore.wire`` (with the extra ``json``)
    Every value as a JSON document, strictly, and back.
``supportcore.strategies`` (with the extra ``test``)
    For tests: inputs drawn where mistakes are.

``python -m supportcore`` is the only door that reads and prints.
"""

__version__ = "0.1.0"
