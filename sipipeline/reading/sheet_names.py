"""Sheets of accounts that are called as another fund than their hidden keys or their titles say."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.reading.frames import SheetFrame
from sipipeline.reading.labels import Labels, labels_of
from sipipeline.reading.places import Places

_NEARLY_ALL = 0.9
"""The part of a sheet's accounts that are those of one fund."""


def renamed(
    sheets: Sequence[SheetFrame], places: Sequence[Places], standard: Standard
) -> list[Places]:
    """The places of the sheets, with what each is called where that is another fund than its keys
    say. A sheet that stands for a fund which has none, a copy of another fund's or renamed in all
    that people see, is read as that fund's, by its labels."""
    labels = labels_of(standard)
    keyed = [_fund(of_sheet, standard) for of_sheet in places]
    called = [
        _as_called(labels, sheet, of_sheet, fund, keyed) if fund else of_sheet
        for sheet, of_sheet, fund in zip(sheets, places, keyed)
    ]
    for one, other in _exchanged(labels, sheets, places):
        pair = [(sheets[place], called[place]) for place in (one, other)]
        called[one], called[other] = _as_titled(labels, pair)
    return called


def _exchanged(
    labels: Labels, sheets: Sequence[SheetFrame], places: Sequence[Places]
) -> Iterator[tuple[int, int]]:
    """The places of two sheets without keys, the title of each being that of the fund that the
    other is called as."""
    said = {
        place: (labels.named(sheet.name), labels.titled(sheet.rows))
        for place, (sheet, of_sheet) in enumerate(zip(sheets, places))
        if of_sheet.cells and not of_sheet.keyed
    }
    for one, other in itertools.combinations(said, 2):
        name, title = said[one]
        if name and title and name != title and said[other] == (title, name):
            yield one, other


def _as_titled(labels: Labels, pair: Sequence[tuple[SheetFrame, Places]]) -> list[Places]:
    """Two sheets that are called as each other: by their titles where more of their labels are
    found so, else as they are called."""
    titled = [
        list(labels.account(labels.titled(sheet.rows) or "", sheet.rows)) for sheet, _ in pair
    ]
    is_better = sum(map(len, titled)) > sum(len(of_sheet.cells) for _, of_sheet in pair)
    others = pair[1][0].name, ""
    return [
        replace(
            of_sheet, cells=cells if is_better else of_sheet.cells, moved=is_better, exchanged=other
        )
        for (_, of_sheet), cells, other in zip(pair, titled, others)
    ]


def _as_called(
    labels: Labels, sheet: SheetFrame, places: Places, fund: str, keyed: Sequence[str]
) -> Places:
    """The places of a sheet with the keys of a fund, and what it is called where that is another
    one; `keyed` has the fund of each sheet."""
    name, title = labels.named(sheet.name), labels.titled(sheet.rows)
    said = next((one for one in (name, title) if one and one != fund), None)
    if said is None:
        return places
    is_copy = keyed.count(fund) > 1 and name == said
    is_renamed = name == title == said
    if said not in keyed and (is_copy or is_renamed):
        return _by_labels(labels, said, sheet, fund)
    return places if is_copy else replace(places, named=said, kept=fund)


def _fund(places: Places, standard: Standard) -> str:
    """The account whose hidden keys stand on a sheet, read or not; "" where none or several do. A
    line or two of another, which their labels name, make no second one."""
    known = {account.key for account in standard.accounts}
    stated = _accounts([*(cell.key for cell in places.cells), *places.unread])
    funds = Counter(fund for fund in stated if places.keyed and fund in known)
    fund, count = max(funds.items(), key=lambda one: one[1], default=("", 0))
    return fund if count >= _NEARLY_ALL * funds.total() else ""


def _accounts(stated: Iterable[str]) -> Iterable[str]:
    return (keys.fund(key) or "" for key in stated if keys.is_account(key))


def _by_labels(labels: Labels, fund: str, sheet: SheetFrame, kept: str) -> Places:
    return Places(list(labels.account(fund, sheet.rows)), named=fund, kept=kept, moved=True)
