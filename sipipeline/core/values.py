"""What values are kept in."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """A dataclass with slots whose fields nobody assigns to, which the type checker proves; it is
    compared and hashed by its fields.

    `dataclass(frozen=True, slots=True)` would compile six methods for each class anew, which was
    an eighth of a process that checks one file; here all but `__init__` are written once."""
    made = dataclass(slots=True, eq=False, repr=False)(kind)
    for name, method in _methods(made).items():
        if name not in vars(kind):
            setattr(made, name, method)
    return made


def _methods(kind: Any) -> dict[str, Callable[..., Any]]:
    """Comparing, hashing and printing by the fields that are for it."""
    values = _values([one.name for one in fields(kind) if one.compare])
    shown = [one.name for one in fields(kind) if one.repr]

    def equals(self: Any, other: Any) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def printed(self: Any) -> str:
        pairs = [f"{name}={getattr(self, name)!r}" for name in shown]
        return f"{type(self).__qualname__}({', '.join(pairs)})"

    return {"__eq__": equals, "__hash__": hashed, "__repr__": printed}


def _values(names: list[str]) -> Callable[[Any], Any]:
    """What gives the values of some fields."""
    return attrgetter(*names) if names else lambda _: ()
