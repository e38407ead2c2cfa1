"""English: the phrases of the ground floor and the frames as they are; what values are called, they say themselves."""

from supportcore.reasons import MONTHS, PHRASES, WEEKDAYS
from supportcore.texts.frames import FRAMES
from supportcore.texts.language import Language
from supportcore.wording import one_or_other

WORDS = {
    "weekdays": "|".join(WEEKDAYS),
    "months": "|".join(MONTHS),
    "date": "{weekday} {day} {month} {year}",
    "instant": "{date} {time}",
    "instant-utc": "{instant} UTC",
    "span.h": "h",
    "span.min": "min",
    "span.s": "s",
    "days": "{n} {n:day|days}",
    "decimal": ".",
    "thousands": "",
    "money": "{amount} {currency}",
}

ENGLISH = Language("en", one_or_other, (2,), phrases=PHRASES, frames=FRAMES, words=WORDS)
"""English, as every value of this package prints itself."""
