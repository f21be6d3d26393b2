"""What a person should know of submissions: sent twice, sent back as they were, of no known
unit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sipipeline.core.findings import FileResult
from sipipeline.core.text import NOTHING, Text
from sipipeline.core.values import frozen
from sipipeline.ledger import submissions
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Record, Standing
from sipipeline.nightly.rounds import Position
from sipipeline.nightly.units import Units

if TYPE_CHECKING:
    from sipipeline.nightly.unpacking import Incoming

_KNOWN = {
    "repeated": Text(
        zh="{name} 与 {day} 收到的第 {round} 轮（{unit}）一字不差，没有重复核对。",
        en="{name} is, to the byte, round {round} of {unit}, received on {day}; it was not checked "
        "again.",
    ),
    "own_copy": Text(
        zh="{name} 就是发出的第 {round} 轮批注本（{unit}），没有改动；请改好后再报送。",
        en="{name} is the annotated copy of round {round} ({unit}), unchanged; it is to be "
        "corrected first.",
    ),
    "unchanged": Text(
        zh="{name} 填报的内容与第 {round} 轮（{unit}，{day} 收到）完全相同，不算新的一轮。",
        en="{name} states the same as round {round} ({unit}, received on {day}); it is no new "
        "round.",
    ),
}
_OLDER = Text(
    zh="这是较早的一轮，最近一轮仍是第 {last} 轮。", en=" The last round is still round {last}."
)
_NO_UNIT = Text(
    zh="{name} 封面没有填单位，不知道是哪个单位的，请人工确认。",
    en="{name} does not say on its cover which unit it is of; please find out.",
)
_NOT_ON_ROSTER = Text(
    zh="{name} 的单位“{unit}”不在应报送单位名册上，请核对单位名称或补充名册。",
    en="The unit of {name}, {unit}, is not on the roster: check its name, or add it.",
)
_TWO = Text(
    zh="{unit} 同一天报来两份：{first} 算第 {before} 轮，{name} 算第 {round} 轮，以后一份为准。",
    en="{unit} sent two on one day: {first} is round {before}, {name} round {round}, which counts.",
)


@frozen
class Telling:
    """Something that a person should know."""

    kind: str
    text: Text
    instead_of: int | None = None
    """The submission about which nothing of the kind is left to say."""


def of_known(ledger: Ledger, item: "Incoming", earlier: Record, standing: Standing) -> Telling:
    """What is said of a submission that is known already."""
    told = _KNOWN[standing].fill(
        name=item.source.path,
        round=earlier.round or 1,
        unit=earlier.unit or "—",
        day=earlier.archived_at[:10],
    )
    return Telling(standing, told + _of_later_rounds(ledger, earlier))


def of_round(
    ledger: Ledger, item: "Incoming", result: FileResult, place: Position, units: Units
) -> Iterator[Telling]:
    """What is said of a new round."""
    name = item.source.path
    if place.standing == "unknown" and result.counts:
        yield Telling("no_unit", _NO_UNIT.fill(name=name))
    if place.unit_key and not units.knows(place.unit_key):
        yield Telling("not_on_roster", _NOT_ON_ROSTER.fill(name=name, unit=result.unit))
    before = place.before
    if before is not None and before.archived_at[:10] == item.record.archived_at[:10]:
        first = submissions.name_of(ledger, before.id)
        told = _TWO.fill(
            unit=result.unit, first=first, before=before.round, name=name, round=place.round
        )
        yield Telling("two_in_one_night", told, instead_of=before.id)


def _of_later_rounds(ledger: Ledger, earlier: Record) -> Text:
    """That a later round is there, where one is."""
    if not earlier.unit_key:
        return NOTHING
    last = submissions.rounds(ledger, earlier.unit_key, earlier.year)[-1:]
    if not last or last[0].round == earlier.round:
        return NOTHING
    return _OLDER.fill(last=last[0].round)
