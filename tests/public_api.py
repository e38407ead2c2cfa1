"""The public face as text: every name that a caller may write, with its signature, read from the source by griffe.

    python tests/public_api.py > tests/public_api.txt

A change of that file is a change that callers see, and belongs in the changelog.
"""

from collections.abc import Iterator
from pathlib import Path

import griffe

SOURCE = Path(__file__).parents[1] / "src"
GROUND_FLOOR = ("errors", "instants", "periods", "reasons", "tables", "units", "wording")
NOT_FOR_CALLERS = ("command", "__main__")
ROOMS = {"hosts": ("bitrix24", "django_helpdesk", "frappe", "odoo", "onebox", "zammad")}
"""Rooms that are addresses of their own: a caller imports the system it talks to."""


def face() -> Iterator[str]:
    """Yield the lines of the file: address by address, name by name."""
    package = griffe.load("supportcore", search_paths=[SOURCE])
    for name, module in sorted(package.modules.items()):
        if name not in NOT_FOR_CALLERS and not name.startswith("_"):
            yield f"# supportcore.{name}"
            for member in sorted(public(module), key=lambda one: one.name):
                yield from lines(member, f"supportcore.{name}.{member.name}")
            for room in ROOMS.get(name, ()):
                for member in sorted(public(module.modules[room]), key=lambda one: one.name):
                    yield from lines(member, f"supportcore.{name}.{room}.{member.name}")
            yield ""


def public(module: griffe.Module) -> Iterator[griffe.Object | griffe.Alias]:
    """Yield what an address offers: what it defines, and what it hands on under its own name (``X as X``)."""
    for member in module.members.values():
        if (
            not member.is_alias
            and member.is_module
            and module.imports.get(member.name) == f"{member.path}.{member.name}"
        ):
            yield member[member.name]  # a function in a room of its own name: the import hides the room
            continue
        handed_on = member.is_alias and module.imports.get(member.name, "").startswith("supportcore.")
        wanted = module.is_init_module if handed_on else not member.is_alias
        if wanted and not member.is_module and not member.name.startswith("_"):
            yield member.final_target if member.is_alias else member


def lines(member: griffe.Object, address: str) -> Iterator[str]:
    """Yield a name, and its own public names below it."""
    if member.is_class:
        bases = ", ".join(str(base) for base in member.bases)
        yield f"class {address}({bases})" if bases else f"class {address}"
        for name, inner in {**hidden(member), **member.members}.items():
            if not inner.is_alias and (not name.startswith("_") or name == "__init__"):
                yield from lines(inner, f"    {name}")
    elif member.is_function:
        yield f"{address}{signature(member)}"
    else:
        yield f"{address}: {member.annotation}" if member.annotation else address


def hidden(member: griffe.Class) -> dict[str, griffe.Object]:
    """Return what a class takes from bases that have no public address."""
    private = [base for base in reversed(member.mro()) if "._" in base.path]
    return {name: inner for base in private for name, inner in base.members.items()}


def signature(function: griffe.Function) -> str:
    """Write parameters with their kinds, annotations and defaults."""
    told = str(function.signature(return_type=True))
    return told.removeprefix(function.name)


if __name__ == "__main__":
    print("\n".join(face()))  # noqa: T201
