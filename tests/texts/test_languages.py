"""Languages: whole, filled with what their reasons have, and counted as their people count."""

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import attrs
import pytest

from supportcore import plans, points, pricing, sla, tasks
from supportcore.errors import InvalidLanguage, UnknownPhrase, UnknownZone, UnsayableValue
from supportcore.ledger import Balance, LineKind
from supportcore.pricing import ILLUSTRATIVE, ILLUSTRATIVE_COMPLEXITY, ILLUSTRATIVE_TRAINEE
from supportcore.reasons import PHRASES, Reason, Refusal
from supportcore.tasks import ALL_TYPES, TRANSITIONS, Channel, TaskType
from supportcore.texts import (
    ENGLISH,
    FRAMES,
    RUSSIAN,
    UKRAINIAN,
    Language,
    en,
    one_few_many,
    one_or_other,
    ru,
    text,
    uk,
)
from supportcore.units import CREDIT, HOUR, POINT, Money, Unit
from supportcore.wording import Told, fill, gaps

LANGUAGES = pytest.mark.parametrize("language", [ENGLISH, UKRAINIAN, RUSSIAN], ids=lambda one: one.code)
OTHERS = pytest.mark.parametrize("language", [UKRAINIAN, RUSSIAN], ids=lambda one: one.code)
KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 11, 23, 12, tzinfo=KYIV)
WORK = Reason.of("working-time", amount=timedelta(hours=8))
DAY_END = Reason.of("end-of-day")

# --- whole ------------------------------------------------------------------------------------------------------------


@LANGUAGES
def test_a_language_has_words_for_every_reason_and_every_frame(language):
    """A code that is missing is named: add it to texts/uk.py and texts/ru.py, in the order of PHRASES."""
    assert language.missing() == ()


@LANGUAGES
def test_a_catalogue_has_the_order_of_the_english_one(language):
    """So that two catalogues can be read side by side."""
    assert [code for code, _ in language.phrases] == [*PHRASES]
    assert [name for name, _ in language.frames] == [*FRAMES]


@OTHERS
@pytest.mark.parametrize("shelf", ["phrases", "frames"])
def test_a_phrase_tells_all_that_the_english_one_tells(language, shelf):
    english = dict(getattr(ENGLISH, shelf))
    told = {name: {gap for gap, _ in gaps(phrase)} for name, phrase in getattr(language, shelf)}
    assert told == {name: {gap for gap, _ in gaps(phrase)} for name, phrase in english.items()}


def test_ukrainian_and_russian_have_the_same_words():
    """Cases apart: each language has those it needs."""
    ukrainian, russian = ({key.partition(":")[0] for key in words} for words in (uk.WORDS, ru.WORDS))
    assert ukrainian == russian
    assert not set(en.WORDS) - ukrainian


def test_what_is_missing_is_told_by_name():
    shorter = attrs.evolve(UKRAINIAN, phrases=[row for row in UKRAINIAN.phrases if row[0] != "paused"])
    assert shorter.missing() == ("paused",)
    with pytest.raises(UnknownPhrase, match="'paused': the catalogue has no phrase of that code"):
        text(Reason.of("paused"), shorter)


def named(formula):
    return [("formula", formula.formula.name), *(("factor", one.name) for one in formula.formula.factors)]


BALANCES = [attribute.name for attribute in attrs.fields(Balance)]
NAMED = (
    [("type", kind.code) for kind in ALL_TYPES]
    + [("channel", one.name) for one in Channel]
    + [("state", one.name) for one in tasks.State]
    + [("standing", one.name) for one in sla.State]
    + [("line", one.name) for one in LineKind]
    + [("column", name) for name in BALANCES]
    + [("event", kind) for kind in sorted({kind for _, kind in TRANSITIONS} | {"noted", "handed over"})]
    + [("role", role) for role in tasks.ROLES]
    + [("plan", made().name) for made in plans.READY.values()]
    + [("plan", made().rulebook.plan) for made in plans.READY.values()]
    + [("plan", plans.hour_package(hours).name) for hours in (20, 40, 80, 120)]
    + [("fact", one.words) for made in plans.READY.values() for one in made().rulebook.conditions]
    + [("fault", one.value) for one in points.Fault]
    + [("kind", str(one)) for one in points.Kind]
    + [("unit", one.name) for one in (CREDIT, HOUR, POINT)]
    + [("balance", one.name) for one in (CREDIT, HOUR, POINT)]
    + [(shelf, name) for one in (ILLUSTRATIVE_COMPLEXITY, ILLUSTRATIVE_TRAINEE) for shelf, name in named(one)]
    + [("note", ILLUSTRATIVE)]
)


@OTHERS
@pytest.mark.parametrize(("prefix", "name"), sorted(set(NAMED)))
def test_a_language_has_a_word_for_everything_of_ours(language, prefix, name):
    word = language.word(f"{prefix}.{name}")
    assert word, f"{language.code} has no word for {prefix}.{name}"
    assert word == "BUG" or not any(sign.isascii() and sign.isalpha() for sign in word)


# --- every reason, in every language ----------------------------------------------------------------------------------

SAMPLES = {
    "amount": timedelta(hours=7, minutes=30), "days": 3, "time": time(16), "options": (WORK, DAY_END), "before": WORK,
    "after": DAY_END, "name": "New Year", "reasons": (Reason.of("closed"), Reason.of("day-off")),
    "plan": "Package of tasks", "type": tasks.SIMPLE, "plans": ("Individual manager", "Package of tasks"),
    "channel": Channel.EMAIL, "channels": (Channel.CABINET, Channel.EMAIL), "posted": 3,
    "fact": "an implementation or an audit before it", "event": "solved", "state": tasks.State.CLOSED,
    "events": ("accepted", "cancelled"), "last": NOON, "at": NOON, "parts": 1, "owner": "ann", "manager": "ann",
    "load": 10, "project": "P-1", "roles": ("account manager",), "asked": CREDIT.of(8), "available": CREDIT.of(7),
    "missing": CREDIT.of(1), "owed": HOUR.minor(90), "entry": "e-1", "held": CREDIT.of(3), "left": POINT.of(2),
    "lot": "june", "since": NOON, "paid": CREDIT.of(1), "free": CREDIT.of(4), "priority": 0, "expires": "never",
    "mark": POINT.of(5), "percent": 20, "full": POINT.of(20), "quantity": CREDIT.of(2), "lots": "june, july",
    "within": timedelta(days=14), "unit": "credit", "minimum": CREDIT.of(10), "task": "T-1", "price": Money(100, "USD"),
    "size": timedelta(hours=4), "worked": timedelta(hours=5), "rate": Money(30, "USD"), "quoted": timedelta(hours=4),
    "choice": "custom", "number": Decimal("37.5"), "weight": Decimal(1), "start": Decimal(40), "count": 5,
    "each": Money(350, "UAH"), "above": 10, "floor": Money(100, "USD"), "step": Decimal("0.01"), "how": "half up",
    "work": "T-1", "minutes": 47, "role": "programmer", "until": NOON, "tariff": "base", "option": "telephony",
    "kind": "an incident", "fault": "the client's fault", "agreed": HOUR.of(2), "rest": HOUR.of(1), "spent": HOUR.of(3),
    "limit": 3, "projects": 9, "weights": 4, "wanted": 20, "below": "P-1", "factor": "P-1", "low": Decimal(1),
    "high": Decimal(2), "sold": Decimal(3), "hours": 40, "finish": date(2026, 12, 1), "developments": 12, "months": 12,
    "difference": Money(5, "USD"), "refused": 1, "unfinished": 2, "late": 1, "solved": 5,
}  # fmt: skip
EVERY = [
    Reason.of(code, rule="X-1", **{name: SAMPLES[name] for name in {gap for gap, _ in gaps(phrase)}})
    for code, phrase in PHRASES.items()
]


@pytest.mark.parametrize("reason", EVERY, ids=lambda reason: reason.code)
def test_the_english_text_of_a_reason_is_what_it_prints(reason):
    assert text(reason, ENGLISH) == str(reason)
    assert text(Refusal(reason, reason, NOON), ENGLISH) == str(Refusal(reason, reason, NOON))


LATIN = {"New Year", "custom", "USD", "ann", "P-1", "e-1", "june", "july", "T-1", "base", "telephony", "BUG", "X-1"}


@OTHERS
@pytest.mark.parametrize("reason", EVERY, ids=lambda reason: reason.code)
def test_a_reason_is_told_in_the_language_and_nothing_of_english_is_left(language, reason):
    told = text(reason, language)
    for name in LATIN:
        told = told.replace(name, "")
    assert not [sign for sign in told if sign.isascii() and sign.isalpha()], told
    assert "{" not in told
    assert "|" not in told


# --- how people count -------------------------------------------------------------------------------------------------

# For each last two digits, as the samples of the Unicode CLDR (cardinal, uk and ru) give them: o one, f few, m many.
LAST_TWO = "mofffmmmmm" + "mmmmmmmmmm" + "mofffmmmmm" * 8
COUNTS = [*range(201), *range(995, 1026), 1101, 1111, 1112, 1121, 2000, 10_001, 100_000, 1_000_000, 1_000_022]


@pytest.mark.parametrize("sign", [1, -1])
def test_ukrainian_and_russian_count_as_the_cldr_says(sign):
    assert len(LAST_TWO) == 100
    assert ["ofm"[one_few_many(sign * n)] for n in COUNTS] == [LAST_TWO[n % 100] for n in COUNTS]


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_the_plural_rules_are_those_of_babel(language):
    locale = pytest.importorskip("babel").Locale(language)
    names = {"uk": ("one", "few", "many", "other"), "ru": ("one", "few", "many", "other"), "en": ("one", "other")}
    rule = one_or_other if language == "en" else one_few_many
    numbers = [*COUNTS, Decimal("0.5"), Decimal("1.5"), Decimal("2.0")]
    assert [names[language][rule(n)] for n in numbers] == [locale.plural_form(n) for n in numbers]


@pytest.mark.parametrize("number", [Decimal("1.5"), Decimal("1.0")])
def test_a_fraction_takes_the_last_form_or_that_of_few(number):
    assert f"{Told('x', number, one_few_many):день|дні|днів|дня}" == "дня"
    assert f"{Told('x', number, one_few_many):день|дні|днів}" == "дні"
    assert f"{Told('x', number, one_or_other):day|days}" == "days"


def counted(n, unit=CREDIT):
    return [text(unit.of(n), language) for language in (ENGLISH, UKRAINIAN, RUSSIAN)]


@pytest.mark.parametrize(
    ("value", "english", "ukrainian", "russian"),
    [
        (CREDIT.of(0), "0 credits", "0 кредитів", "0 кредитов"),
        (CREDIT.of(1), "1 credit", "1 кредит", "1 кредит"),
        (CREDIT.of(3), "3 credits", "3 кредити", "3 кредита"),
        (CREDIT.of(11), "11 credits", "11 кредитів", "11 кредитов"),
        (-CREDIT.of(22), "-22 credits", "-22 кредити", "-22 кредита"),
        (HOUR.of(21), "21 hours", "21 година", "21 час"),
        (HOUR.minor(90), "1 hour 30 minutes", "1 година 30 хвилин", "1 час 30 минут"),
        (HOUR.minor(2), "2 minutes", "2 хвилини", "2 минуты"),
        (POINT.of(5), "5 points", "5 балів", "5 баллов"),
        (Unit("licence").of(2), "2 licences", "2 licences", "2 licences"),
        (Unit("day", 8, "hour").of(2), "2 days", "2 days", "2 days"),
        (Money("1234567.50", "UAH"), "1234567.50 UAH", "1\u00a0234\u00a0567,50 грн", "1\u00a0234\u00a0567,50 грн"),
        (-Money("30", "USD"), "-30 USD", "-30 USD", "-30 USD"),
        (timedelta(hours=8), "8 h", "8 год", "8 ч"),
        (timedelta(hours=1, seconds=28), "1 h 28 s", "1 год 28 с", "1 ч 28 с"),
        (-timedelta(minutes=90), "-1 h 30 min", "-1 год 30 хв", "-1 ч 30 мин"),
        (timedelta(0), "0 s", "0 с", "0 с"),
        (timedelta(microseconds=1500), "0.0015 s", "0,0015 с", "0,0015 с"),
        (date(2026, 5, 1), "Fri 1 May 2026", "пт, 1 травня 2026", "пт, 1 мая 2026"),
        (NOON, "Mon 23 Nov 2026 12:00", "пн, 23 листопада 2026, 12:00", "пн, 23 ноября 2026, 12:00"),
        (
            datetime(2026, 1, 4, 9, 5, 59, tzinfo=UTC),
            "Sun 4 Jan 2026 09:05 UTC",
            "нд, 4 січня 2026, 09:05 UTC",
            "вс, 4 января 2026, 09:05 UTC",
        ),
        (time(9), "09:00", "09:00", "09:00"),
        (time(9, 0, 30), "09:00:30", "09:00:30", "09:00:30"),
        (tasks.SIMPLE, "a simple task", "просте завдання", "простая задача"),
        (TaskType("repair", "Ремонт"), "Ремонт", "Ремонт", "Ремонт"),
        (Channel.TELEPHONE, "telephone", "телефон", "телефон"),
        (tasks.State.IN_WORK, "in work", "у роботі", "в работе"),
        (points.Fault.CLIENT, "the client's fault", "the client's fault", "the client's fault"),
        (pricing.EXACT_MINUTES, "exact minutes", "точно до хвилини", "с точностью до минуты"),
        (
            pricing.UpTo(15, pricing.Per.TASK),
            "up to 15 minutes per task",
            "округлення вгору до 15 хв за кожним завданням",
            "округление вверх до 15 мин по каждой задаче",
        ),
        ("as it is", "as it is", "as it is", "as it is"),
        (7, "7", "7", "7"),
        (Decimal("1E+3"), "1000", "1\u00a0000", "1\u00a0000"),
    ],
)
def test_a_value_is_written_for_people(value, english, ukrainian, russian):
    assert [text(value, language) for language in (ENGLISH, UKRAINIAN, RUSSIAN)] == [english, ukrainian, russian]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_and_every_weekday_has_its_name(month):
    """Against the tables of babel, which has the months of a date in the genitive."""
    babel = pytest.importorskip("babel")
    for day in range(1, 8):
        one = date(2026, month, day)
        for language in (UKRAINIAN, RUSSIAN):
            names = babel.Locale(language.code)
            weekday, month_name = (
                names.days["format"]["short"][one.weekday()],
                names.months["format"]["wide"][month],
            )
            assert text(one, language) == f"{weekday}, {day} {month_name} 2026"
        assert text(one, ENGLISH) == f"{one:%a} {day} {one:%b} 2026"


@pytest.mark.parametrize(
    ("reason", "ukrainian", "russian"),
    [
        (
            Reason.of("working-days", days=1),
            "через 1 робочий день у той самий час",
            "через 1 рабочий день в то же время",
        ),
        (Reason.of("working-days", days=2), "через 2 робочі дні у той самий час", "через 2 рабочих дня в то же время"),
        (
            Reason.of("working-days", days=5),
            "через 5 робочих днів у той самий час",
            "через 5 рабочих дней в то же время",
        ),
        (
            Reason.of("top-up", missing=HOUR.minor(61)),
            "поповніть баланс на 1 годину 1 хвилину або запитуйте не більше, ніж доступно",
            "пополните баланс на 1 час 1 минуту или запрашивайте не больше, чем доступно",
        ),
        (
            Reason.of("low-share", rule="PTS-6", available=POINT.of(4), percent=20, full=POINT.of(21)),
            "залишок: 4 бали, не більше ніж 20 % від 21 бала (PTS-6)",
            "остаток: 4 балла, не более 20 % от 21 балла (PTS-6)",
        ),
        (
            Reason.of("buy-more", minimum=CREDIT.of(10)),
            "придбайте щонайменше 10 кредитів",
            "приобретите не менее 10 кредитов",
        ),
        (Reason.of("buy-more", minimum=HOUR.of(1)), "придбайте щонайменше 1 годину", "приобретите не менее 1 часа"),
        (
            Reason.of("expiring-soon", quantity=CREDIT.of(2), lots="june", within=timedelta(days=1)),
            "згорить протягом 1 дня: 2 кредити (пакети: june)",
            "сгорит в течение 1 дня: 2 кредита (пакеты: june)",
        ),
        (
            Reason.of("expiring-soon", quantity=CREDIT.of(2), lots="june", within=timedelta(hours=36)),
            "згорить протягом 36 год: 2 кредити (пакети: june)",
            "сгорит в течение 36 ч: 2 кредита (пакеты: june)",
        ),
        (
            Reason.of("latest-of", options=(WORK, Reason.of("cut-off", time=time(16), before=DAY_END, after=WORK))),
            (
                "найпізніший термін із таких: 8 год робочого часу, надійшло до 16:00: до кінця робочого дня; пізніше: "
                "8 год робочого часу"
            ),
            (
                "самый поздний срок из следующих: 8 ч рабочего времени, поступило до 16:00: до конца рабочего дня; "
                "позже: 8 ч рабочего времени"
            ),
        ),
        (
            Reason.of("parts-needed", parts="none"),
            "складене завдання містить щонайменше 2 частини, а вказано: жодної",
            "составная задача содержит не менее 2 частей, а указано: ни одной",
        ),
        (
            Reason.of("quota", limit=3, posted=3),
            "компанія-клієнт може поставити не більше ніж 3 завдання на день, а вже поставлено 3",
            "компания-клиент может поставить не более 3 задач в день, а уже поставлено 3",
        ),
        (
            Reason.of("quota", limit=1, posted=1),
            "компанія-клієнт може поставити не більше ніж 1 завдання на день, а вже поставлено 1",
            "компания-клиент может поставить не более 1 задачи в день, а уже поставлено 1",
        ),
        (
            Reason.of("takes-not-all", asked=21, refused=1, unfinished=2),
            "усього завдань: 21, з них відмовлено: 1, не завершено: 2",
            "всего задач: 21, из них отказано: 1, не завершено: 2",
        ),
        (
            Reason.of("points-users", tariff="base", count=21, above=10, each=POINT.of(2)),
            "base: 21 користувач понад 10, кожному 2 бали",
            "base: 21 пользователь сверх 10, каждому 2 балла",
        ),
        (
            Reason.of("no-balance", plan="General support, paid", unit="hour"),
            "у послуги «Загальна підтримка, платна» немає балансу в годинах",
            "у услуги «Общая поддержка, платная» нет баланса в часах",
        ),
        (
            Reason.of("lot-paid", paid=CREDIT.of(1), free=CREDIT.of(4), priority=0, expires=NOON),
            "списано 1 кредит з наявних 4 кредитів (пріоритет 0, термін дії: пн, 23 листопада 2026, 12:00)",
            "списано 1 кредит из имевшихся 4 кредитов (приоритет 0, срок действия: пн, 23 ноября 2026, 12:00)",
        ),
    ],
)
def test_a_reason_reads_as_people_write(reason, ukrainian, russian):
    assert text(reason, UKRAINIAN) == ukrainian
    assert text(reason, RUSSIAN) == russian


# --- a host's own -----------------------------------------------------------------------------------------------------


def test_a_host_puts_single_phrases_frames_and_words_otherwise():
    ours = UKRAINIAN.but(
        phrases={"paused": "чекаємо на вас"}, frames={"refused": "на жаль, ні: {reason}"}, words={"type.bug": "збій"}
    )
    assert text(Refusal(Reason.of("paused")), ours) == "на жаль, ні: чекаємо на вас"
    assert text(Reason.of("no-parts", type=tasks.BUG), ours) == "завдання типу «збій» не має частин"
    assert text(Reason.of("paused"), UKRAINIAN) == "пауза"
    assert (ours.code, ours.but("uk-x").code) == ("uk", "uk-x")


def test_a_host_adds_a_language_of_its_own():
    danish = Language("da", one_or_other, (2,), phrases={"working-days": "om {days} {days:arbejdsdag|arbejdsdage}"})
    assert text(Reason.of("working-days", days=1), danish) == "om 1 arbejdsdag"
    assert text(Reason.of("working-days", days=2), danish) == "om 2 arbejdsdage"
    assert set(danish.missing()) == {*PHRASES, *FRAMES} - {"working-days"}
    with pytest.raises(
        UnknownPhrase, match="'refused': the language 'da' has nothing of that name; give it in frames="
    ):
        text(Refusal(Reason.of("working-days", days=1)), danish)
    with pytest.raises(
        UnknownPhrase, match="'weekdays': the language 'da' has nothing of that name; give it in words="
    ):
        text(date(2026, 1, 1), attrs.evolve(danish, words={"date": "{weekday} {day}"}))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"phrases": {"puased": "на паузі"}}, "'puased': there is no phrase of that name; check its spelling"),
        ({"frames": {"refusal": "ні"}}, "'refusal': there is no frame of that name"),
        ({"phrases": {"paused": "{since}"}}, "'{since}': the phrase 'paused' is given nothing; leave 'since' out"),
        ({"phrases": {"by-time": "{hour}"}}, "the phrase 'by-time' is given time; leave 'hour' out"),
        ({"phrases": {"by-time": "{time"}}, "the phrase 'by-time' cannot be read: expected '}'"),
        ({"phrases": {"calendar-days": "{days:день|дні}"}}, "a plural of 'uk' has 3 or 4 forms; give every form"),
        ({"phrases": {"calendar-days": "{days:а|б|в|г|ґ}"}}, "a plural of 'uk' has 3 or 4 forms"),
    ],
)
def test_a_language_that_cannot_be_spoken_is_refused(given, message):
    with pytest.raises(InvalidLanguage) as caught:
        UKRAINIAN.but(**given)
    assert message in str(caught.value)


@LANGUAGES
def test_a_missing_argument_is_a_clear_error(language):
    with pytest.raises(UnknownPhrase, match="the phrase needs 'days', and its reason has hours; give the reason that"):
        text(Reason.of("calendar-days", hours=2), language)
    with pytest.raises(UnknownPhrase, match="the phrase needs 'days', and its reason has nothing"):
        text(Reason.of("calendar-days"), language)


def test_an_unknown_code_and_an_unsayable_value_are_clear_errors():
    with pytest.raises(UnknownPhrase, match="'paused': the catalogue has no phrase of that code"):
        Reason.of("paused").text({})
    with pytest.raises(UnsayableValue, match="no language has a text for it; give one of Reason, Refusal"):
        text(object(), ENGLISH)
    assert issubclass(UnsayableValue, TypeError)


@LANGUAGES
def test_a_language_is_a_value(language):
    for same in (copy.copy(language), copy.deepcopy(language), pickle.loads(pickle.dumps(language)), language.but()):
        assert same == language
        assert hash(same) == hash(language)
        assert text(Reason.of("paused"), same) == text(Reason.of("paused"), language)
    assert language.but(phrases={"paused": "?"}) != language
    assert repr(language) == f"Language(code={language.code!r})"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        language.code = "xx"


def test_a_gap_without_a_number_takes_the_last_form_and_an_unknown_case_changes_nothing():
    assert fill("{n:a|b|c}", {"n": Told("none")}) == "c"
    assert fill("{n:acc}", {"n": Told("none")}) == "none"


@pytest.mark.parametrize("nonsense", [None, "uk", 7, Language])
def test_a_text_is_written_in_a_language(nonsense):
    with pytest.raises(InvalidLanguage, match="a text is written in a Language; pass UKRAINIAN, or one of your own"):
        text(Reason.of("paused"), nonsense)


@pytest.mark.parametrize("nonsense", [True, 7, date(2026, 1, 1)])
def test_instants_are_shown_in_a_zone(nonsense):
    with pytest.raises(UnknownZone, match="instants are shown in a zone; pass 'Europe/Kyiv', or a tzinfo"):
        text(NOON, UKRAINIAN, nonsense)


@pytest.mark.parametrize("shelf", ["phrases", "frames", "words"])
@pytest.mark.parametrize("nonsense", [0, 7, "paused", [1], ["ab"], {"paused": 1}, {1: "pause"}])
def test_a_table_of_a_language_gives_a_text_for_a_name(shelf, nonsense):
    message = "a table gives a text for a name; write {'paused': 'on hold'}"
    with pytest.raises(InvalidLanguage, match=message):
        UKRAINIAN.but(**{shelf: nonsense})
    with pytest.raises(InvalidLanguage, match=message):
        Language("xx", one_or_other, (2,), **{shelf: nonsense})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, one_or_other, (2,)), "None: the code of a language is text; write 'uk'"),
        (("xx", None, (2,)), "None: the rule of plurals is a function of a number; pass one_or_other"),
        (("xx", one_or_other, 2), r"2: a plural has so many forms, or so many; write \(2,\), or \(3, 4\)"),
        (("xx", one_or_other, (True, 0)), "a plural has so many forms"),
    ],
)
def test_a_language_has_a_code_a_rule_of_plurals_and_their_forms(arguments, message):
    with pytest.raises(InvalidLanguage, match=message):
        Language(*arguments)
