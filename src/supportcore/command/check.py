"""``check``: is a document good? It is read, and what it makes is proved: a journal is replayed, a ledger adds up."""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO

from supportcore.account import Account
from supportcore.command.options import add_format
from supportcore.command.show import document, wants_json
from supportcore.errors import InvalidDocument
from supportcore.ledger import Ledger
from supportcore.tables import plain
from supportcore.units import CREDIT, HOUR, POINT

if TYPE_CHECKING:
    from supportcore.wire import Journal

Facts = dict[str, Any]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("file", nargs="?", default="-", help="a JSON document (default: standard input)")
    add_format(parser)


def run(options: argparse.Namespace, source: TextIO, out: TextIO, err: TextIO) -> int:
    """Read one document; 2 where it is wrong. Raises `MissingExtra` without cattrs."""
    from supportcore import wire  # noqa: PLC0415  # the only command that needs the extra

    try:
        value = wire.loads(source.read())
    except InvalidDocument as why:
        if wants_json(options, out):
            raise
        for problem in why.problems:
            print(plain(str(problem)), file=err)
        return 2
    kind = next(name for name, one in wire.KINDS.items() if one is type(value))
    answer: Facts = {"supportcore": wire.VERSION, "kind": "checked", "of": kind} | _PROOFS.get(kind, _nothing)(value)
    if wants_json(options, out):
        print(document(answer), file=out)
    else:
        told = [
            f"{name} {one}" for name, one in answer.items() if name not in ("supportcore", "kind", "of", "balances")
        ]
        print("; ".join([f"a good {kind}", *told, *answer.get("balances", ())]), file=out)
    return 0


def _nothing(_: object) -> Facts:
    return {}


def _ledger(book: Ledger) -> Facts:
    balance = book.check()
    return {"entries": len(book.entries), "balances": [f"{balance.available} available after its last entry"]}


def _journal(journal: "Journal") -> Facts:
    """Replay the journal, and prove every ledger that it makes."""
    account = journal.account()
    last = max((fact.known_at for fact in journal.facts), default=journal.since)
    books = [] if last is None else [book for book in _books(account, last) if book is not None]
    for book in books:
        book.check()
    balances = [f"{book.available(last)} available at {last.isoformat()}" for book in books if last is not None]
    return {"facts": len(journal.facts), "refused": len(account.refused()), "balances": balances}


def _books(account: Account, at: dt.datetime) -> list[Ledger | None]:
    return [account.ledger(at, unit) for unit in (CREDIT, HOUR, POINT)]


_PROOFS: Mapping[str, Callable[[Any], Facts]] = MappingProxyType({"journal": _journal, "ledger": _ledger})
