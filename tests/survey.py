"""Every public class of every wing, found by looking: what the tables of the tests are held against."""

import enum
import importlib
import inspect
import pkgutil

import attrs

import supportcore

DOORS = {"command", "__main__", "errors", "strategies"}
"""Rooms that have no values for a host: input and output, what is raised, and what tests draw."""


def wings():
    names = [room.name for room in pkgutil.iter_modules(supportcore.__path__)]
    return [importlib.import_module(f"supportcore.{name}") for name in names if name not in DOORS]


def public_classes():
    """The classes that belong to a wing and stand in its face, by wing and name."""
    return {
        f"{wing.__name__.removeprefix('supportcore.')}.{name}": one
        for wing in wings()
        for name, one in vars(wing).items()
        if inspect.isclass(one) and not name.startswith("_") and one.__module__.startswith(wing.__name__)
    }


def values():
    """The attrs classes, and those that keep a state, by wing and name."""
    return {name: one for name, one in public_classes().items() if _is_value(one)}


def _is_value(one):
    if issubclass(one, (enum.Enum, BaseException, tuple)) or getattr(one, "_is_protocol", False):
        return False
    return attrs.has(one) or not inspect.isabstract(one)


def enums():
    return {name: one for name, one in public_classes().items() if issubclass(one, enum.Enum)}
