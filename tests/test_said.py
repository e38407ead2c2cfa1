"""What a client is shown is said in every language, whichever wing it comes from: the samples of all of them."""

import pytest

from desk import HOUSE
from samples import samples
from supportcore.pricing import Bill, Quote, Score
from supportcore.texts import ENGLISH, RUSSIAN, UKRAINIAN, text
from supportcore.texts.pages import PAGES


def shown(kind):
    return [one for one in samples() if isinstance(one, kind)]


@pytest.mark.parametrize("kind", [kind for kind, _ in PAGES], ids=lambda kind: kind.__name__)
def test_every_page_is_written_in_every_language(kind):
    assert shown(kind)
    for one in shown(kind):
        told = [text(one, language, HOUSE.tz) for language in (ENGLISH, UKRAINIAN, RUSSIAN)]
        assert all(told)
        assert len({page.count("\n") for page in told}) == 1
        assert told[0] not in told[1:]


@pytest.mark.parametrize("kind", [Score, Quote, Bill], ids=lambda kind: kind.__name__)
def test_a_price_reads_in_english_as_it_prints_itself(kind):
    for one in shown(kind):
        assert text(one, ENGLISH) == str(one)
