"""What a comparison of target and actual value comes to, and the words that it is told in."""

from dataclasses import replace

from sipipeline.core import display
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES, in_english

COMPARED = Text(zh="实际“{reached}”，指标值“{wanted}”", en="“{reached}” reached, “{wanted}” wanted")
SAID = Text(zh="实际完成值是“{reached}”", en="what was reached is “{reached}”")
UNSAID = Text(
    zh="实际完成值“{reached}”看不出完成与否",
    en="“{reached}” does not say whether the target was reached",
)
UNLIKE = Text(
    zh="指标值“{wanted}”和实际完成值“{reached}”单位不同，没法比",
    en="“{wanted}” and “{reached}” are in different units and cannot be compared",
)
WITHOUT_UNIT = Text(
    zh="指标值是“{wanted}”，实际完成值“{reached}”没有写单位，看不出是什么数，没法比",
    en="“{wanted}” is wanted; what “{reached}” counts is unclear without a unit",
)
CHANGE = Text(
    zh="“{wanted}”与“{reached}”一个是增减幅度，一个不是，没法比",
    en="one of “{wanted}” and “{reached}” is a change, the other is not",
)
AT_BOUND = Text(
    zh="，刚好相等，但指标值不含这个数", en=", which is the very bound that the target excludes"
)
_ABOUT = Text(zh="{amount}左右", en="about {amount}")
_POINTS = Text(zh="{amount} 个百分点", en="{amount} percentage {amount:point|points}")


@frozen
class Attainment:
    status: str
    """`reached`, `exceeded` (more than the target asks), `unmet`, `undecided`."""
    completion: float | None
    """Degree of completion as a fraction: 9175 of 9203 is 0.99696; None where it cannot be told."""
    shortfall: float | None
    """What is missing to the target, in its unit: 28; None where nothing is or it cannot be
    told."""
    reason: Text
    """How it was decided, or why it was not."""
    target: Stated
    actual: Stated
    repeats: bool = False
    """What was reached merely repeats the target."""
    unlike: bool = False
    """Their units cannot be compared."""
    worded: bool = False
    """The target asks for a figure, and words alone answer it."""
    inexact: bool = False
    """What was reached is rounded, or a range: its exact figure would decide."""
    unclear: bool = False
    """What was reached says something, and not whether that is what the target asks."""
    unknown: bool = False
    """It is unclear only as the target is a wording, and the answer is none that we know."""
    of_target: bool = False
    """Why it is undecided lies in the target."""
    either_way: bool = False
    """The target has no sign, and whether more or less is better nothing says."""
    assumed: bool = False
    """The target has no sign, and more was taken for better as nothing says otherwise."""
    at_bound: bool = False
    """What was reached is the very bound that the target excludes: 90% for >90%."""

    @property
    def decided(self) -> bool:
        return self.status != "undecided"

    @property
    def is_met(self) -> bool:
        """Whether the target was reached, or more than it asks."""
        return self.status in ("reached", "exceeded")

    def as_comparable(self) -> "Attainment":
        """The same of a target and an answer that can be compared after all."""
        return replace(self, unlike=False, worded=False, unclear=False, unknown=False)

    def told(self, sentence: Text) -> Text:
        """A sentence about both, its places filled."""
        return sentence.fill(wanted=self.target.text, reached=self.actual.text)

    def because(self, sentence: Text) -> "Attainment":
        """Undecided, and why."""
        return replace(self, reason=self.told(sentence))

    def because_of_target(self, sentence: Text) -> "Attainment":
        """Undecided, as the target does not say what it asks."""
        return replace(self.because(sentence), of_target=True)

    def kept(self, sentence: Text, completion: float | None = 1.0) -> "Attainment":
        return replace(self, status="reached", completion=completion, reason=self.told(sentence))

    def settled(
        self, met: bool, sentence: Text, kept: float | None = 1.0, missed: float | None = None
    ) -> "Attainment":
        """Kept or missed, with the completion of each."""
        return self.kept(sentence, kept) if met else self.missed(sentence, missed)

    def missed(
        self, sentence: Text, completion: float | None = None, shortfall: float | None = None
    ) -> "Attainment":
        reason = self.told(sentence)
        return replace(
            self, status="unmet", completion=completion, shortfall=shortfall, reason=reason
        )

    def amount(self, difference: float) -> Text:
        """A difference in the unit of the target with its unit: 0.7 个百分点, 28 人; in that of
        the actual value where the same is counted in a smaller one; in round figures between days
        and months."""
        wanted, reached = self.target.unit, self.actual.unit
        alike = wanted.base == reached.base
        finer = alike and 0 < reached.factor < wanted.factor
        unit = reached if finer else wanted
        amount = difference * (wanted.factor / unit.factor)
        of_times = wanted.dimension in TIMES and reached.dimension in TIMES
        if of_times and not alike and amount != round(amount):
            return _ABOUT.fill(amount=_counted(f"{amount:.2g}", unit.symbol))
        shown = display.number(amount)
        return _POINTS.fill(amount=shown) if unit.symbol == "%" else _counted(shown, unit.symbol)


def _counted(amount: str, symbol: str) -> Text:
    """A figure with its unit; in English with the names of the units that have one."""
    unit = in_english(symbol, amount)
    chinese = f"{amount} {symbol}" if symbol else amount
    return Text(zh=chinese, en=f"{amount} {unit}" if unit else amount)
