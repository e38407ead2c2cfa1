"""What a client reads, in English, Ukrainian and Russian: explanations, notices, statements, refusals, bills.

``text(value, UKRAINIAN)`` writes any of them. A language is a frozen value, passed as an argument: take one and put
some phrases otherwise with ``but``, or make one of your own. Nothing is escaped: it is text, not HTML. This face only
imports.
"""

from supportcore.texts.en import ENGLISH as ENGLISH
from supportcore.texts.frames import FRAMES as FRAMES
from supportcore.texts.language import Language as Language
from supportcore.texts.pages import text as text
from supportcore.texts.plurals import one_few_many as one_few_many
from supportcore.texts.ru import RUSSIAN as RUSSIAN
from supportcore.texts.uk import UKRAINIAN as UKRAINIAN
from supportcore.wording import one_or_other as one_or_other
