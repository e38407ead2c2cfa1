"""How whole answers are laid out, in English: the frame around reasons, amounts and instants.

A frame is a phrase like those of `supportcore.reasons.PHRASES`; other languages have frames of the same names.
"""

from collections.abc import Mapping
from types import MappingProxyType

FRAMES: Mapping[str, str] = MappingProxyType(
    {
        "reason-with-rule": "{reason} ({rule})",
        "nothing": "nothing",
        "none": "-",
        "period": "{start} to {end}",
        # a refusal
        "refused": "refused: {reason}",
        "instead": "instead: {way_out}",
        "possible-from": "possible from {at}",
        # a deadline and its trace
        "due": "due {due}: {reason}",
        "pauses-left-out": ", pauses not counted",
        "provisional": " (provisional: holidays not yet known)",
        "step": "  {start} - {end}  {what}",
        "step-counted": "{what} {counted}",
        "step-in-all": ", in all {total}",
        "more-lines": "  ... {count} more lines ...",
        "not-chosen": "  (not: {reason}: {due})",
        # where a clock stands
        "standing-since": "{state} since {at}",
        "standing-left": "{standing}, {span} left",
        "standing-late": "{standing}, late by {span}",
        # the balance
        "column": "{name} {quantity}",
        "notice": "{at}: {reason}",
        "statement": "{start} to {end}",
        "opening": "opening: {quantity}",
        "closing": "closing: {quantity}",
        "statement-head": "when|what|change|left|for",
        "verdict": "{lot}: {reason}",
        "burn": "{at}: {quantity} of {lot}",
        "burn-held": "{burn} ({held} held)",
        "burns": "{start} to {end}: {total} will burn",
        # a price: a quote with its score, a bill of work, points
        "quoted": "quoted {start}, valid until {end}",
        "quote-total": "total: {total}",
        "quote-time": "time: {rounding}",
        "fingerprint": "fingerprint {fingerprint}",
        "contribution": "  {factor}: {why} = {amount}",
        "noted": "{said} ({note})",
        "work-total": "{billed} min, {rounding}: {total}",
        "points-granted": "granted: {quantity}",
        "points-quote": "{task}: at most {quantity}",
        # an invoice and a report
        "invoice": "{plan}, {start} to {end}",
        "line": "  {day}  {what}: {amount}",
        "rounding": "  {worked} min worked, {rounding}, {billed} min billed",
        "rounding-exact": "exact minutes",
        "rounding-entry": "up to {step} minutes per entry",
        "rounding-task": "up to {step} minutes per task",
        "rounding-invoice": "up to {step} minutes per invoice",
        "total": "  total: {totals}",
        "price-line": "{what}: {amount}",
        "done": "done: {tasks}",
        "in-progress": "in progress: {tasks}",
        "spent": "spent: {span}",
        "left": "left: {quantity}",
        "burnt": "burnt: {quantity}",
    }
)
