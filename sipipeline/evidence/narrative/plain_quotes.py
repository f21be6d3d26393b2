"""What a segment says of every number in it, before it is asked in which cell this stands."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.indicators import topics
from sipipeline.evidence.narrative.indicators.topics import name_of
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making import benefits
from sipipeline.evidence.narrative.questions import kind, what
from sipipeline.evidence.narrative.questions.accounts import Whom
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.evidence.narrative.quoting.quotes import Budget, Quote
from sipipeline.evidence.narrative.rewording.ranges import ends_range
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention

_LONGEST_SIDE = 200
"""Characters on either side of a number that a clause may have."""
_LONGEST_LEAD = 8
"""Words of what leads a sentence that are looked at for a comparison."""
_EXCEEDING = ("narrative", "workings", "exceeding")
_AROUND_CLAUSE = ",。;: "


def plain_quote(line: Paragraph, segment: Segment, setting: Setting) -> Quote:
    """What a segment says of every number in it."""
    subjects = () if benefits.speaks_of(setting.what) else setting.what.subjects
    return Quote(
        field=line.key,
        role=line.role,
        name=name_of(segment.plain),
        carried=_is_carried(setting),
        explicit=_is_said(segment, setting),
        falls=_falls(segment, setting) and not _has_own_sign(line, segment),
        changes=kind.change(segment) is not None,
        based=kind.is_based(segment),
        reaches=segment.has("level", "beyond"),
        rounded=ends_range(segment),
        of_year=_of_year(setting),
        came_about=_came_about(setting) and not what.is_of_own_budget(segment, setting.what),
        budget=_budget(segment, setting),
        fund=setting.whom.account,
        subject=subjects[0] if len(subjects) == 1 and not segment.unknown else None,
        aims=topics.is_aim(segment),
        benefit=benefits.line_of(setting.what),
    )


def quote_of(plain: Quote, line: Paragraph, mention: Mention) -> Quote:
    """The quote of one number of a segment."""
    words = line.written[mention.start : mention.end]
    return replace(plain, words=words, clause=_clause(line.written, mention), mention=mention)


def is_of_any(whose: Whom, total: str) -> bool:
    """Whether a sentence before says of which account a figure is, or it is but a guess that it is
    of the fund that was spoken of before that."""
    return whose.source == "before" or (whose.source == "far" and whose.account != total)


def _is_said(segment: Segment, setting: Setting) -> bool:
    """Whether the words beside a number name the line that it is of; not where 超 may say by how
    much this is over its budget, 住院超1234余万元, nor where they say no more than 支出, and its
    sentence began with something else: 村卫生室打包付费，支出462万元; nor behind a count of some of
    those insured."""
    if segment.joined or segment.unknown or segment.has("cause") or setting.whom.beside_some:
        return False
    if any(token.text in words(*_EXCEEDING) for token in segment.tokens[-1:]):
        return False
    return setting.what.explicit and not (_is_led(setting) and what.is_bare_spending(segment))


def _is_led(setting: Setting) -> bool:
    """Whether the sentence began with words of which it is unknown what they speak of."""
    kinds = {token.kind for token in setting.lead}
    return "rest" in kinds and kinds.isdisjoint(("fund", "total", "own", "place", "cause"))


def _budget(segment: Segment, setting: Setting) -> Budget | None:
    """The budget that a segment names, or that the words before it did."""
    at = setting.when
    if segment.has("budget", "completion") or segment.beside_budget:
        goes_on = at.revised or (at.adjusted and not segment.has("budget"))
        return Budget(segment.of_adjusted_budget or goes_on, certain=True)
    if at.stance == "budget":
        return Budget(at.adjusted, at.doubtful is None)
    return Budget(adjusted=True, certain=False) if _is_beside_adjusted(setting.lead) else None


def _is_beside_adjusted(lead: Sequence[Token]) -> bool:
    """Whether a sentence begins by comparing with a budget that was changed: 与调整预算相比，…."""
    begun = Segment(tuple(lead[:_LONGEST_LEAD]), None, "")
    return begun.beside_budget and begun.of_adjusted_budget


def _is_carried(setting: Setting) -> bool:
    at = setting.when
    unsure = at.carried or at.instead is not None or at.doubtful is not None
    return unsure or setting.whom.source != "said"


def _falls(segment: Segment, setting: Setting) -> bool:
    word = kind.change(segment)
    if word is None or what.is_overspent(segment, setting.what):
        return word is not None or setting.what.deficit
    return kind.falls(word) != (setting.what.deficit or says([word], "of_deficits"))


def _has_own_sign(line: Paragraph, segment: Segment) -> bool:
    """Whether a number says by its own sign, in a bracket behind its words, which way it went:
    不增反减(-0.30%)."""
    mention = segment.number.mention if segment.number is not None else None
    if mention is None or mention.value >= 0:
        return False
    return line.text[: mention.start].endswith("(")


def _of_year(setting: Setting) -> bool:
    return setting.when.period == "this" and not setting.whom.elsewhere


def _came_about(setting: Setting) -> bool:
    return _of_year(setting) and setting.when.stance != "plan"


def _clause(text: str, mention: Mention) -> str:
    """The words around a number, to the next sign on either side."""
    before = text[max(0, mention.start - _LONGEST_SIDE) : mention.start]
    after = text[mention.end : mention.end + _LONGEST_SIDE]
    words_before, words_after = signs.CLAUSE.split(before)[-1], signs.CLAUSE.split(after)[0]
    words = text[mention.start : mention.end]
    return f"{words_before}{words}{words_after}".strip(_AROUND_CLAUSE)
