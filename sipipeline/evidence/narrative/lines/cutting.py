"""How a line is cut into segments: what a number and its bracket take with them, and which pieces
are put together again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from sipipeline.evidence.narrative.lines.segments import (
    ENDS,
    OF_CHANGE,
    SENTENCE_ENDS,
    SILENT,
    Segment,
)
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, is_payable_to_one, says
from sipipeline.language.lexicon import words

_NESTS = {"(": 1, ")": -1}
_SIGNS = ENDS | frozenset("()")
_LEADING = SILENT | {
    *("outcome", "this_year", "whole_year", "date", "own", "place", "fund", "total", "onset")
}
"""Kinds of words that may stand before people who are named behind their number."""
_NAMES = frozenset({"item", "raising"})
_RETIRED = "headcounts.retirees"
_ACCOUNTS = "accounts."
_IN_TITLES = frozenset({"item", "fund", "total", "fillers"})
"""Kinds of words in a title that names a line."""
_TELLING = ("item", "deficit", "fund", "total", "brief", "among")
"""Kinds of words that say of what, or of whom, a number is."""
_MORE_OF_WHAT = (("up", "item"), ("up", "benefit"))
"""Kinds of words that say that people get more: 增加待遇."""
_TIMES = frozenset({"date", "last_year", "this_year"})
_EXPLAINING = _TIMES | {"rest", "fillers", "up", "down", "cause", "item", ","}
"""Kinds of words of a bracket that but explains."""
_OTHER_FUNDS = frozenset({"fund", "brief", "fillers", "join"})


def segments_of(tokens: Sequence[Token], before: str = "。") -> list[Segment]:
    """The segments of a line, in order, given the sign before it; a name and its number that a
    colon or comma parts are put together."""
    joined: list[Segment] = []
    for segment in _cut(_without_plain_brackets(tokens), before):
        last = joined[-1] if joined else None
        if last is not None and _continues(last, segment):
            joined.pop()
            tokens = (*last.tokens, *segment.tokens)
            segment = replace(segment, tokens=tokens, after=last.after, depth=last.depth)
        elif last is not None and (_completes(last, segment) or _goes_on(last, segment)):
            segment = replace(segment, tokens=(*last.tokens, *segment.tokens))
        elif _is_part_of_sentence(joined, segment) or _is_titled(joined, segment):
            segment = replace(segment, after=":")
        joined.append(segment)
    return joined


def _is_part_of_sentence(before: Sequence[Segment], segment: Segment) -> bool:
    """Whether 其中 behind the end of a sentence is of what it is about: of its only figure, be it
    with by how much this changed, or of the line that it names without one."""
    begins = [token.kind for token in segment.tokens[:1]]
    if segment.after not in SENTENCE_ENDS or begins != ["among"]:
        return False
    sentence = _without_reasons(_last_sentence(before))
    stated = [one for one in sentence if one.number is not None]
    if not sentence:
        return False
    if stated:
        behind = sentence[sentence.index(stated[0]) + 1 :]
        return stated[-1] is sentence[-1] and all(map(_is_change_of_last, behind))
    named = [token for token in sentence[-1].tokens if token.kind == "item"]
    return len(named) == 1


def _without_reasons(sentence: Sequence[Segment]) -> Sequence[Segment]:
    """The segments of a sentence but for the reasons that it ends with."""
    while len(sentence) > 1 and _is_reason(sentence[-1]):
        sentence = sentence[:-1]
    return sentence


def _is_reason(segment: Segment) -> bool:
    """Whether a segment without a figure gives the reason of what is before it: 主要是…减少."""
    begins = [token.kind for token in segment.tokens[:1]]
    return segment.number is None and segment.after == "," and begins == ["cause"]


def _is_change_of_last(segment: Segment) -> bool:
    """Whether a segment says but by how much what is stated before it changed, or what it was:
    比年初增加35万元, 较上年的116.42万元减少31.18万元."""
    compares = [token.kind for token in segment.tokens[:2]] == ["than", "last_year"]
    changes = (segment.has("up", "down") or compares) and segment.number is not None
    return changes and not segment.unknown and not segment.has(*_TELLING)


def _is_titled(before: Sequence[Segment], segment: Segment) -> bool:
    """Whether the sentence before is but a title: 收入情况。全年47494万元."""
    if segment.after not in SENTENCE_ENDS:
        return False
    sentence = _last_sentence(before)
    if len(sentence) != 1 or sentence[0].number is not None:
        return False
    kinds = [token.kind for token in sentence[0].tokens]
    called = says(sentence[0].tokens[-1:], "titles") or _is_name_of_line(sentence[0])
    return kinds.count("item") == 1 and called


def _is_name_of_line(segment: Segment) -> bool:
    """Whether a segment is but the name of a line of an account: 职工医保收入, 关于其他收入."""
    kinds = {token.kind for token in segment.tokens}
    ends = segment.tokens[-1]
    of_account = ends.kind == "item" and all(name.startswith(_ACCOUNTS) for name in ends.meaning)
    return of_account and kinds <= _IN_TITLES


def _last_sentence(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The segments of the last sentence."""
    start = len(segments)
    while start and (start == len(segments) or segments[start].after not in SENTENCE_ENDS):
        start -= 1
    return segments[start:]


def _completes(last: Segment, segment: Segment) -> bool:
    """Whether a rate is that of the budget before it: 完成预算1200万元的98%."""
    budget = last.number is not None and last.has("completion", "budget")
    return budget and segment.is_rate and segment.after == "" and segment.idle


def _goes_on(last: Segment, segment: Segment) -> bool:
    """Whether what is said of a figure before 、 goes for the one behind: 政策减收…、…."""
    changed = any(token.kind in OF_CHANGE for token in last.tokens)
    return segment.joined and changed and last.unknown and segment.has("item")


def _continues(last: Segment, segment: Segment) -> bool:
    """Whether a segment is but the number of the name before it: 收入合计：5306万元."""
    if last.number is not None or segment.number is None or not last.tokens or not segment.idle:
        return False
    if segment.after == "(":
        return last.tokens[-1].kind in ("item", "up", "down") and not segment.tokens
    return last.tokens[-1].kind in ("item", "outcome") and segment.after in (",", ":")


def _cut(tokens: Sequence[Token], before: str) -> Iterator[Segment]:
    """The words up to each number, or up to the next sign, in order, given the sign before them."""
    words: list[Token] = []
    after, depth = before, 0
    named_behind = 0
    for place, token in enumerate(tokens):
        if place < named_behind:
            continue
        if token.kind == "number":
            tail = (*token.behind, *_behind(tokens, place + 1))
            named_behind = _end_of_name(words, tokens, place)
            name = tokens[place + 1 : named_behind]
            behind = tokens[place + 1 : _end_of_use(tokens, place)]
            named_behind = max(named_behind, place + 1 + len(behind))
            if apart := _end_of_every(words, token):
                yield Segment(tuple(words[:apart]), None, after, depth)
                words, after = words[apart:], ","
            yield Segment((*words, *name), token, after, depth, tail, tuple(behind))
            words, after = [], ""
        elif token.kind not in _SIGNS:
            words.append(token)
        else:
            if words:
                yield Segment(tuple(words), None, after, depth)
            words, after = [], token.kind if words else _stronger(after, token.kind)
            depth = max(0, depth + _NESTS.get(token.kind, 0))
    if words:
        yield Segment(tuple(words), None, after, depth)


def _end_of_every(tokens: Sequence[Token], number: Token) -> int:
    """Where the words end that say of how much a number is so many yuan, as if a comma stood there:
    每百元收入中 | 有72.5元来自财政补贴; 0 where none do."""
    kinds = [token.kind for token in tokens]
    if "every" not in kinds or not is_payable_to_one(number.mention):
        return 0
    behind = range(len(tokens), kinds.index("every") + 1, -1)
    return next((end for end in behind if says(tokens[end - 1 : end], "within_every")), 0)


def _end_of_name(words: Sequence[Token], tokens: Sequence[Token], place: int) -> int:
    """Where the words end that name the people counted at a place: 为4413名退休人员发放养老金; of
    those whom words before the number name, where it ends that they got more; 0 where none do."""
    mention = tokens[place].mention
    if mention is None or mention.unit.dimension != "people":
        return 0
    end = _end_of_people(tokens, place + 1, _next_sign(tokens, place + 1))
    if any(token.kind not in _LEADING for token in words):
        return _end_of_raise(words, tokens, place + 1, end)
    end = _start_of_payment(tokens, place + 1, end)
    return end if any(token.kind in _NAMES for token in tokens[place + 1 : end]) else 0


def _end_of_people(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the words end that name people, before what each of them gets more: 企业退休人员 of
    127846名企业退休人员月人均增加97.25元, 退休人员 of 4058名退休人员增加待遇."""
    behind = [token.kind for token in tokens[start:end]]
    if "average" in behind and "up" in behind[behind.index("average") :]:
        return start + behind.index("average")
    more = [place for place, pair in enumerate(pairwise(behind)) if pair in _MORE_OF_WHAT]
    return start + more[0] if more else end


def _start_of_payment(tokens: Sequence[Token], start: int, end: int) -> int:
    """The place of the word that says what is paid to people, where its amount ends the words
    behind their number: 企业离退休人员 | 发放基本养老金41.53亿元; their end elsewhere."""
    if not any(map(is_amount, tokens[end : end + 1])):
        return end
    verbs = words("narrative", "compounds", "paying")
    paid = (
        place
        for place in range(start + 1, end)
        if tokens[place].text in verbs and tokens[place + 1].kind == "item"
    )
    return next(paid, end)


def _end_of_raise(words: Sequence[Token], tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the word ends that says of retired people that they got more: 退休人员12893人 调整 了
    养老金; 0 where none does."""
    retired = any(_RETIRED in token.meaning for token in words)
    while retired and start < end and tokens[start].kind == "fillers":
        start += 1
    kinds = [token.kind for token in tokens[start:end]]
    paid = not {"benefit", "item"}.isdisjoint(kinds[1:])
    return start + 1 if retired and paid and kinds[0] == "raising" else 0


def _end_of_use(tokens: Sequence[Token], place: int) -> int:
    """Where the words end that say what the number at a place is used for; 0 where none do."""
    start = place + 1
    while start < len(tokens) and tokens[start].kind == "fillers":
        start += 1
    used = [token.kind for token in tokens[start : start + 1]] == ["used"]
    return _next_sign(tokens, start) if used else 0


def _next_sign(tokens: Sequence[Token], start: int) -> int:
    """The place of the next sign or number."""
    ends = _SIGNS | {"number"}
    places = (place for place in range(start, len(tokens)) if tokens[place].kind in ends)
    return next(places, len(tokens))


def _stronger(before: str, sign: str) -> str:
    """Of two signs without words between them the one that parts more: 。 before a bracket."""
    return before if before in SENTENCE_ENDS else sign


def _behind(tokens: Sequence[Token], start: int) -> Iterator[Token]:
    """The words right behind a number that say it is planned, or asked for: 的预算, 的要求."""
    for place in range(start, len(tokens)):
        token = tokens[place]
        if token.kind in ("budget", "aim"):
            yield token
        elif token.text in words("narrative", "signs", "demands"):
            yield replace(token, kind="aim")
        elif token.kind != "fillers":
            return


def _without_plain_brackets(tokens: Sequence[Token]) -> list[Token]:
    """The tokens; a bracket without a number loses its signs, and right behind a number it becomes
    part of that."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at)
        if end is None:
            kept.append(tokens[at])
        else:
            _add_bracket(kept, tokens[at + 1 : end])
        at = (end or at) + 1
    return kept


def _add_bracket(kept: list[Token], inner: Sequence[Token]) -> None:
    """Add to some tokens what a bracket behind them says; a cause says nothing of a figure, nor do
    other funds of one: 居民医保（不含职工）."""
    if (inner and inner[0].kind == "cause") or _explains(inner) or _leaves_out(kept, inner):
        return
    if kept and kept[-1].kind == "number":
        kept[-1] = replace(kept[-1], behind=tuple(inner))
    else:
        kept += inner


def _explains(inner: Sequence[Token]) -> bool:
    """Whether a bracket says why something is so, in words that answer no question: （人少了，
    按人头补的）."""
    kinds = {token.kind for token in inner}
    told = "," in kinds and not kinds.isdisjoint(OF_CHANGE)
    return told and kinds <= _EXPLAINING and not _ends_with_time(inner)


def _ends_with_time(inner: Sequence[Token]) -> bool:
    """Whether a clause of a bracket ends by saying when, and not what happened then."""
    last = [*(token.kind for token in inner if token.kind not in ("fillers",)), ","]
    return any(one in _TIMES and other == "," for one, other in pairwise(last))


def _leaves_out(kept: Sequence[Token], inner: Sequence[Token]) -> bool:
    """Whether a bracket right behind a fund leaves out others, which are no part of it."""
    funds = {"brief" if token.kind == "fund" else token.kind for token in inner[1:]}
    of_fund = [token.kind for token in kept[-1:]] == ["fund"]
    return of_fund and says(inner[:1], "leaving_out") and {"brief"} <= funds <= _OTHER_FUNDS


def _closing(tokens: Sequence[Token], at: int) -> int | None:
    """Where the bracket that opens at a place closes, if no number stands in it."""
    if tokens[at].kind != "(":
        return None
    for place in range(at + 1, len(tokens)):
        if tokens[place].kind == ")":
            return place
        if tokens[place].kind in ("number", "("):
            return None
    return None
