"""The head-counts of all funds, which stand on one sheet below each other."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from sipipeline.core import keys

_Name = TypeVar("_Name", bound=Hashable)
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

_Columns = Mapping[_Name, Mapping[_Key, _Value]]
"""What stands in each column, line by line."""


def of_all_people(
    sheets: Mapping[str, _Columns[_Name, _Key, _Value]], touched: Collection[str]
) -> Mapping[str, _Columns[_Name, _Key, _Value]]:
    """The columns of the head-counts of all funds together, by the names of their sheets, where
    these are several and some of them are touched."""
    of_people = [sheet for sheet in sheets if not keys.is_account_sheet(sheet)]
    if len(of_people) < 2 or set(touched).isdisjoint(of_people):
        return {}
    together: dict[_Name, dict[_Key, _Value]] = {}
    for sheet in of_people:
        for name, lines in sheets[sheet].items():
            together.setdefault(name, {}).update(lines)
    return {" ".join(of_people): together}
