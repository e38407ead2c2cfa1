"""Whole answers: a refusal, a deadline and its trace, a statement, a quote, a bill, laid out by a language's frames.

`PAGES` is the table: a type, and what writes it. One function, `text`, reads it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import attrs

from supportcore.account import Invoice, Week
from supportcore.errors import InvalidLanguage, UnknownZone, UnsayableValue
from supportcore.instants import zone as find_zone
from supportcore.ledger import Balance, Explanation, Forecast, Line, Notice, Statement
from supportcore.points import Granted, PointsLine, PointsQuote
from supportcore.pricing import Bill, Contribution, FactorPrice, Price, PriceLine, Quote, Score, UsagePrice
from supportcore.reasons import Reason, Refusal
from supportcore.sla import Deadline, NotYet, Standing, Step, Trace
from supportcore.sla import State as ClockState
from supportcore.tables import text_table
from supportcore.texts.language import Language
from supportcore.texts.speaker import SHOWN, Speaker

_SHOWN_STEPS = 10  # lines of a trace before its middle is summed up, as it prints itself
_MINUTE = dt.timedelta(minutes=1)


def text(value: object, language: Language, zone: str | dt.tzinfo | None = None) -> str:
    """Return what a person reads: a reason, a refusal, a deadline, a statement, a quote, a bill, an amount.

    Instants are shown in the zone: without one, in that of the value where it has one (a deadline, a bill), else as
    they are, and UTC says so. Raises `UnsayableValue` for what no language has a text for, `UnknownPhrase` where this
    one has nothing for a code.

    >>> from supportcore.texts import UKRAINIAN
    >>> print(text(Reason.of("working-time", rule="ISM-3", amount=dt.timedelta(hours=7, minutes=30)), UKRAINIAN))
    7 год 30 хв робочого часу (ISM-3)
    """
    if not isinstance(language, Language):
        raise InvalidLanguage(language, "a text is written in a Language", "pass UKRAINIAN, or one of your own")
    if not (zone is None or isinstance(zone, str | dt.tzinfo)):
        raise UnknownZone(zone, "instants are shown in a zone", "pass 'Europe/Kyiv', or a tzinfo")
    speaker = Speaker(language, find_zone(zone) if isinstance(zone, str) else zone)
    for kind, page in PAGES:
        if isinstance(value, kind):
            return page(speaker, value)
    if isinstance(value, (str, int, *(kind for kind, _ in SHOWN))):
        return speaker.show(value)
    known = ", ".join(kind.__name__ for kind, _ in PAGES)
    raise UnsayableValue(value, "no language has a text for it", f"give one of {known}, an amount or an instant")


def _reason(speaker: Speaker, reason: Reason) -> str:
    said = speaker.reason(reason)
    return speaker.frame("reason-with-rule", reason=said, rule=reason.rule) if reason.rule else said


def _refusal(speaker: Speaker, refusal: Refusal) -> str:
    lines = [speaker.frame("refused", reason=_reason(speaker, refusal.reason))]
    if refusal.way_out is not None:
        lines.append(speaker.frame("instead", way_out=speaker.reason(refusal.way_out)))
    if refusal.retry_at is not None:
        lines.append(speaker.frame("possible-from", at=refusal.retry_at))
    return "\n".join(lines)


def _in(speaker: Speaker, zone: dt.tzinfo) -> Speaker:
    return speaker if speaker.zone is not None else attrs.evolve(speaker, zone=zone)


def _deadline(speaker: Speaker, deadline: Deadline) -> str:
    there = _in(speaker, deadline.zone)
    said = there.frame("due", due=deadline.due, reason=_reason(there, deadline.reason))
    said += there.frame("pauses-left-out") if deadline.stopped else ""
    return said + (there.frame("provisional") if deadline.provisional else "")


def _trace(speaker: Speaker, trace: Trace) -> str:
    there = _in(speaker, trace.deadline.zone)
    lines = [_step(there, step) for step in trace.folded()]
    if len(lines) > _SHOWN_STEPS:
        middle = there.frame("more-lines", count=len(lines) - _SHOWN_STEPS + 1)
        lines = [*lines[: _SHOWN_STEPS - 4], middle, *lines[-3:]]
    others = [there.frame("not-chosen", reason=_reason(there, why), due=due) for why, due in trace.alternatives]
    return "\n".join([_deadline(there, trace.deadline), *lines, *others])


def _step(speaker: Speaker, step: Step) -> str:
    start, end = speaker.local(step.start), speaker.local(step.end)
    until = f"{end.hour:02}:{end.minute:02}" if start.date() == end.date() else speaker.instant(end)
    what = speaker.reason(step.reason)
    if step.counted:
        what = speaker.frame("step-counted", what=what, counted=step.counted)
        what += speaker.frame("step-in-all", total=step.total) if step.total > step.counted else ""
    return speaker.frame("step", start=speaker.instant(start), end=until, what=what)


def _standing(speaker: Speaker, standing: Standing) -> str:
    said = speaker.show(standing.state)
    if standing.since is not None:
        said = speaker.frame("standing-since", state=said, at=standing.since)
    if standing.remaining is None:
        return said
    if standing.state in (ClockState.RUNNING, ClockState.PAUSED):
        return speaker.frame("standing-left", standing=said, span=_to_the_minute(standing.remaining))
    if standing.state is ClockState.BREACHED:
        return speaker.frame("standing-late", standing=said, span=_to_the_minute(-standing.remaining))
    return said


def _to_the_minute(value: dt.timedelta) -> dt.timedelta:
    return value // _MINUTE * _MINUTE if value >= _MINUTE else value


def _notice(speaker: Speaker, notice: Notice) -> str:
    return speaker.frame("notice", at=notice.at, reason=_reason(speaker, notice.reason))


def _balance(speaker: Speaker, balance: Balance) -> str:
    told = [_column(speaker, name, getattr(balance, name)) for name in attrs.fields_dict(Balance)
            if getattr(balance, name)]  # fmt: skip
    return ", ".join(told) or speaker.frame("nothing")


def _column(speaker: Speaker, name: str, quantity: object) -> str:
    said = speaker.language.word(f"column.{name}") or name.replace("_", " ")
    return speaker.frame("column", name=said, quantity=quantity)


def _statement(speaker: Speaker, statement: Statement) -> str:
    head = speaker.frame("statement-head").split("|")
    table = text_table(head, [_row(speaker, line) for line in statement.lines])
    return "\n".join(
        [
            speaker.frame("statement", start=statement.start, end=statement.end),
            speaker.frame("opening", quantity=statement.opening.available),
            *([table] if statement.lines else []),
            speaker.frame("closing", quantity=statement.closing.available),
        ]
    )


def _row(speaker: Speaker, line: Line) -> tuple[str, ...]:
    cells = (line.at, line.kind, line.change.available, line.available)
    return (*map(speaker.show, cells), line.note or line.entry)


def _explanation(speaker: Speaker, explanation: Explanation) -> str:
    verdicts = (*explanation.paid, *explanation.passed)
    return "\n".join(speaker.frame("verdict", lot=one.lot, reason=_reason(speaker, one.why)) for one in verdicts)


def _forecast(speaker: Speaker, forecast: Forecast) -> str:
    return "\n".join(
        [
            speaker.frame("burns", start=forecast.start, end=forecast.end, total=forecast.total),
            *_burns(speaker, forecast),
        ]
    )


def _burns(speaker: Speaker, forecast: Forecast) -> Iterator[str]:
    for burn in forecast.burns:
        said = speaker.frame("burn", at=burn.at, quantity=burn.quantity, lot=burn.lot)
        yield speaker.frame("burn-held", burn=said, held=burn.held) if burn.held else said


def _invoice(speaker: Speaker, invoice: Invoice) -> str:
    there = _in(speaker, invoice.zone)
    start, end = map(there.day, (invoice.period.start, invoice.period.end))
    plan = there.show(invoice.plan, name="plan")
    lines = (
        there.frame("line", day=there.day(one.at), what=_reason(there, one.what), amount=one.amount)
        for one in invoice.lines
    )
    rounding = (
        there.frame("rounding", worked=one.worked, rounding=one.rounding, billed=one.billed) for one in invoice.time
    )
    totals = _listed(there, invoice.totals, "nothing")
    return "\n".join(
        [
            there.frame("invoice", plan=plan, start=start, end=end),
            *lines,
            *rounding,
            there.frame("total", totals=totals),
        ]
    )


def _week(speaker: Speaker, week: Week) -> str:
    there = _in(speaker, week.zone)
    start, end = map(there.instant, (week.period.start, week.period.end))
    spent = week.spent or there.frame("none")
    return "\n".join(
        [
            there.frame("period", start=start, end=end),
            there.frame("done", tasks=_listed(there, week.done, "none")),
            there.frame("in-progress", tasks=_listed(there, week.in_progress, "none")),
            there.frame("spent", span=spent),
            there.frame("left", quantity=there.frame("none") if week.left is None else week.left),
            there.frame("burnt", quantity=there.frame("none") if week.burnt is None else week.burnt),
        ]
    )


def _listed(speaker: Speaker, values: Iterable[object], nothing: str) -> str:
    return ", ".join(map(speaker.show, values)) or speaker.frame(nothing)


def _price_line(speaker: Speaker, line: PriceLine) -> str:
    return _line(speaker, _reason(speaker, line.what), line.amount)


def _line(speaker: Speaker, what: str, amount: object) -> str:
    return speaker.frame("price-line", what=what, amount=amount)


def _contribution(speaker: Speaker, one: Contribution) -> str:
    factor, note = speaker.show(one.factor, name="factor"), speaker.show(one.note, name="note")
    said = speaker.frame("contribution", factor=factor, why=one.reading.why, amount=one.amount)
    return speaker.frame("noted", said=said, note=note) if note else said


def _score(speaker: Speaker, score: Score) -> str:
    head = _line(speaker, speaker.show(score.formula, name="formula"), score.total)
    return "\n".join([head, *(_contribution(speaker, one) for one in score.contributions)])


def _because(speaker: Speaker, price: Price) -> str:
    """Say what a quote rests on: the score, the number, or how time is rounded."""
    match price:
        case FactorPrice():
            return _score(speaker, price.score)
        case UsagePrice():
            return _line(speaker, price.of, price.number)
    return speaker.frame("quote-time", rounding=price.rounding)


def _quoted(speaker: Speaker, quote: Quote | PointsQuote) -> str:
    return speaker.frame("quoted", start=quote.quoted_at, end=quote.valid_until)


def _quote(speaker: Speaker, quote: Quote) -> str:
    return "\n".join(
        [
            quote.subject,
            _quoted(speaker, quote),
            *(_price_line(speaker, line) for line in quote.lines),
            speaker.frame("quote-total", total=quote.total),
            _because(speaker, quote.price),
            speaker.frame("fingerprint", fingerprint=quote.fingerprint),
        ]
    )


def _bill(speaker: Speaker, bill: Bill) -> str:
    lines = [_price_line(speaker, line.price_line()) for line in bill.lines]
    return "\n".join(
        [*lines, speaker.frame("work-total", billed=bill.billed, rounding=bill.rounding, total=bill.total)]
    )


def _points_line(speaker: Speaker, line: PointsLine) -> str:
    return _line(speaker, _reason(speaker, line.what), line.quantity)


def _granted(speaker: Speaker, granted: Granted) -> str:
    lines = [_points_line(speaker, line) for line in granted.lines]
    return "\n".join([*lines, speaker.frame("points-granted", quantity=granted.total)])


def _points_quote(speaker: Speaker, quote: PointsQuote) -> str:
    said = speaker.frame("points-quote", task=quote.task, quantity=quote.quantity)
    return f"{said}\n{_quoted(speaker, quote)}"


PAGES: tuple[tuple[type, Callable[..., str]], ...] = (
    (Reason, _reason),
    (Refusal, _refusal),
    (NotYet, lambda speaker, value: _reason(speaker, value.reason)),
    (Deadline, _deadline),
    (Trace, _trace),
    (Standing, _standing),
    (Notice, _notice),
    (Balance, _balance),
    (Statement, _statement),
    (Explanation, _explanation),
    (Forecast, _forecast),
    (PriceLine, _price_line),
    (Score, _score),
    (Quote, _quote),
    (Bill, _bill),
    (PointsLine, _points_line),
    (Granted, _granted),
    (PointsQuote, _points_quote),
    (Invoice, _invoice),
    (Week, _week),
)
