"""A language as a value: what its phrases are, how it lays answers out, what it calls things, how it counts.

Nothing is registered anywhere: a language is an argument. A host that says "ticket" where we say "task" takes a
language and passes `but` the phrases it would change; a host with a language of its own makes a `Language`. Every
phrase is checked at the door against the English one: the same arguments, as many forms as the language has.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from supportcore.errors import Door, InvalidLanguage, UnknownPhrase, paired
from supportcore.reasons import PHRASES
from supportcore.texts.frames import FRAMES
from supportcore.wording import Plural, gaps

Rows = tuple[tuple[str, str], ...]


_TABLE = "a table gives a text for a name", "write {'paused': 'on hold'}"
_TEXT = Door(InvalidLanguage, *_TABLE, str)
_CODE = Door(InvalidLanguage, "the code of a language is text", "write 'uk'", str)


def _rows(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> Rows:
    return tuple({_TEXT(name): _TEXT(said) for name, said in paired(given, InvalidLanguage, *_TABLE)}.items())


def _callable(_: object, __: object, plural: Any) -> None:
    if not callable(plural):
        raise InvalidLanguage(plural, "the rule of plurals is a function of a number", "pass one_or_other")


def _numbers(_: object, __: object, forms: Any) -> None:
    if not isinstance(forms, tuple) or not all(type(one) is int and one > 0 for one in forms):
        raise InvalidLanguage(forms, "a plural has so many forms, or so many", "write (2,), or (3, 4)")


@attrs.frozen
class Language:
    """Phrases by reason code, frames by name, words by key, the rule of its plurals and how many forms it has.

    ``forms`` are the numbers of forms that a plural in a phrase may have (three or four in Ukrainian). What has no
    word is shown as it is. Raises `InvalidLanguage` for a phrase that cannot be filled.

    >>> from supportcore.reasons import Reason
    >>> from supportcore.texts import ENGLISH, text
    >>> text(Reason.of("paused"), ENGLISH.but(phrases={"paused": "on hold"}))
    'on hold'
    """

    code: str = attrs.field(validator=_CODE.check)
    plural: Plural = attrs.field(repr=False, validator=_callable)
    forms: tuple[int, ...] = attrs.field(repr=False, validator=_numbers)
    phrases: Rows = attrs.field(default=(), converter=_rows, repr=False, kw_only=True)
    frames: Rows = attrs.field(default=(), converter=_rows, repr=False, kw_only=True)
    words: Rows = attrs.field(default=(), converter=_rows, repr=False, kw_only=True)
    _known: Mapping[str, Mapping[str, str]] = attrs.field(init=False, eq=False, repr=False)

    @_known.default
    def _indexed(self) -> Mapping[str, Mapping[str, str]]:
        return {"phrases": dict(self.phrases), "frames": dict(self.frames), "words": dict(self.words)}

    def __attrs_post_init__(self) -> None:
        _check(self, "phrase", self.phrases, PHRASES)
        _check(self, "frame", self.frames, FRAMES)

    def but(
        self,
        code: str | None = None,
        *,
        phrases: Mapping[str, str] | None = None,
        frames: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> "Language":
        """Return this language with some phrases, frames and words put otherwise."""
        known = self._known
        return Language(
            code or self.code,
            self.plural,
            self.forms,
            phrases=(*known["phrases"].items(), *_rows({} if phrases is None else phrases)),
            frames=(*known["frames"].items(), *_rows({} if frames is None else frames)),
            words=(*known["words"].items(), *_rows({} if words is None else words)),
        )

    @property
    def catalogue(self) -> Mapping[str, str]:
        """The phrases by reason code."""
        return self._known["phrases"]

    def frame(self, name: str) -> str:
        """Return a frame. Raises `UnknownPhrase`."""
        return self._named("frames", name)

    def required(self, name: str) -> str:
        """Return a word that a language cannot do without, such as the order of a date. Raises `UnknownPhrase`."""
        return self._named("words", name)

    def word(self, key: str, case: str = "") -> str | None:
        """Return what something is called, in a case if the language knows one; `None` where there is no word."""
        words = self._known["words"]
        return words.get(f"{key}:{case}" if case else key, words.get(key))

    def missing(self) -> tuple[str, ...]:
        """Return the reason codes and frames that it has no words for, in order: nothing for a whole language."""
        phrases = (code for code in PHRASES if code not in self._known["phrases"])
        return (*phrases, *(name for name in FRAMES if name not in self._known["frames"]))

    def _named(self, shelf: str, name: str) -> str:
        found = self._known[shelf].get(name)
        if found is None:
            raise UnknownPhrase(name, f"the language {self.code!r} has nothing of that name", f"give it in {shelf}=")
        return found


def _check(language: Language, what: str, rows: Rows, english: Mapping[str, str]) -> None:
    for name, phrase in rows:
        if name not in english:
            raise InvalidLanguage(name, f"there is no {what} of that name", "check its spelling")
        try:
            asked = gaps(phrase)
        except ValueError as why:
            raise InvalidLanguage(phrase, f"the {what} {name!r} cannot be read: {why}", "mend its braces") from None
        given = {argument for argument, _ in gaps(english[name])}
        if unknown := sorted({argument for argument, _ in asked} - given):
            known = ", ".join(sorted(given)) or "nothing"
            raise InvalidLanguage(phrase, f"the {what} {name!r} is given {known}", f"leave {unknown[0]!r} out")
        _check_forms(language, phrase, asked)


def _check_forms(language: Language, phrase: str, asked: Iterable[tuple[str, str]]) -> None:
    for _, spec in asked:
        if "|" in spec and spec.count("|") + 1 not in language.forms:
            allowed = " or ".join(map(str, language.forms))
            raise InvalidLanguage(phrase, f"a plural of {language.code!r} has {allowed} forms", "give every form")
