"""How far the words of a text may be from a figure: 约, 持平, 翻番. A number itself may be off by
half a unit of its last digit, here as in a cell."""

from sipipeline.evidence.narrative.lines.relations import Bounds

ABOUT = Bounds(0.95, 1.05)
"""Of 约 beside figures of the same sentence."""
AVERAGE_OF_PEOPLE = Bounds(0.9, 1.1)
"""Of an amount a head: the people may be those of the whole year, where their number is that of its
end."""
AVERAGE_OVER_YEAR = Bounds(0.97, 1.03)
"""Of an amount a head and month, by the people of the year on average."""
SAME = 0.01
"""Share of last year's figure by which what is said to be the same may differ: 持平."""
ABOUT_SAME = 0.06
"""Share of last year's figure up to which one may call it 基本持平."""
SLIGHT = 0.2
"""Share of last year's figure up to which a whole side of a fund may change slightly, 略有增长, and
up to which one may call a small line 基本持平."""
SHARP = 0.02
"""Share of last year's figure up to which nothing changed by much: 大幅增长."""
FINE = 0.002
"""Share of a figure that its last digit may be for two to be known as the same."""
DOUBLED = 0.95
"""Share of twice as much that is called 翻番."""
JUST_PASSED = 0.1
"""Share of a figure by which it may pass the round bound that is said of it: 超过2.5亿元."""
POINTS = 0.05
"""Points that a rate is mostly rounded by: the difference of two may be off by twice that."""
ABOUT_SAME_POINTS = 0.01
"""Part of the whole up to which a share may change that is said to be much as it was."""
FAR_BELOW = 0.5
"""Share of a figure below which 不足 does not bound it."""
MORE_THAN_WHOLE = 1.05
"""By how much parts that are counted one by one may come to more than their whole, for a slip."""
