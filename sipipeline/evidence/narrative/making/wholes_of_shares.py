"""What a share is one of: what its words name, or what its sentence has stated before it."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import sharing
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.questions import kind, what, whom
from sipipeline.evidence.narrative.questions.names_of_accounts import of_lead
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.quoting.links import Base
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import has

_NEAR = 2
"""Figures before a share of which one may be the last share of the same whole."""
FARTHEST = 32
"""Figures before a share, and words of what leads its sentence, that are looked at."""


def base_of(query: Query) -> Base:
    """What a share is one of: what the sentence began with, what is said, or what the share before
    was one of; unclear where a fund would be a share of itself: 占全县养老保险基金收入的100%."""
    segment, setting = query.segment, query.setting
    if kind.topic(segment, setting.lead) is not None and not segment.has("share"):
        return Base(setting.whom.account, what.named(setting.lead))
    account = whom.of_base(segment, setting.whom, query.own)
    said = named_wholes(query)
    named = any(token.kind in ("fund", "brief") for token in segment.base)
    if named and account == query.account and said == setting.what.subjects:
        return Base(None, said)
    if segment.base:
        return Base(account, said)
    if said:
        account = _account_of_lead(query, account)
        nearer = what.with_part(
            what.whole_of(query.last, account), setting.what, query.own.standard
        )
        return Base(account, (*nearer, *said))
    if not (setting.what.explicit or _is_of_amount_before(query)):
        return Base(account, said)
    return Base(account, _whole_before(query, account))


def headed(query: Query) -> tuple[What, Base] | None:
    """The item and what it is a share of, where the words before a list say both:
    缴费人员占参保比例：机关养老66.0%、…"""
    lead = query.setting.lead
    if kind.topic(query.segment, lead) is None or query.segment.has("share"):
        return None
    places = [place for place, token in enumerate(lead) if token.text in sharing()]
    parts = what.named(lead[: places[0]]) if places else ()
    behind = lead[places[0] + 1 :] if places else ()
    wholes = what.named(behind)
    of_others = any(token.kind in ("fund", "brief", "total", "own", "place") for token in behind)
    if not parts or not wholes or parts == wholes or of_others:
        return None
    return What(parts, explicit=True), Base(query.account, wholes)


def named_wholes(query: Query) -> tuple[Subject, ...]:
    """What words say that a share is one of."""
    of = query.setting.what
    whole = what.base_of(query.segment, of)
    if query.segment.base:
        return whole
    return what.with_part(whole, of, query.own.standard)


def last_share(query: Query) -> str:
    """The share before it, the amount of its own part between them or not, and by how much either
    changed: 住院…，占待遇支出的50.8%，较预算超883万元；门诊7354.18万元，占11.5%."""
    levels = [quote.key or "" for quote in query.preceding[-FARTHEST:] if not quote.changes]
    return next((key for key in reversed(levels[-_NEAR:]) if keys.is_share(key)), "")


def with_between(begun: Sequence[Subject], item: str, query: Query) -> Sequence[Subject]:
    """Those of some lines of which an item is a part, then what lies between."""
    parts_of = [*query.own.standard.wholes_of(item)]
    named = [one for one in begun if one.item in parts_of]
    between = [Subject(keys.ACCOUNTS, one) for one in parts_of if named and one != named[0].item]
    return [*named, *between]


def lines_parted(query: Query) -> Sequence[Subject]:
    """The lines that the sentence begins with, to say what they are made up of: 从待遇支出构成看，
    住院占…; none of other sentences."""
    lead = query.setting.lead[-FARTHEST:]
    made_up = any(has(token.text, "narrative", "signs", "made_up_of") for token in lead)
    return what.named(lead) if made_up else ()


def stated_wholes(parts: Sequence[str], query: Query) -> tuple[Subject, ...]:
    """The lines of the account that the sentence has stated of the year, and of which some items
    are parts: 待遇支出9468.85万元，医疗待遇占36.7%."""
    known = query.own.standard
    wholes = {whole for part in parts for whole in known.wholes_of(part)}
    near = [key for quote in query.preceding[-FARTHEST:] for key in _meant(quote)]
    of_account = [key for key in near if keys.is_account(key) and not keys.is_made(key)]
    lines = [
        Subject(keys.ACCOUNTS, keys.item(key))
        for key in of_account
        if keys.fund(key) == query.account and keys.measure(key) == query.measure
        if keys.item(key) in wholes
    ]
    return tuple(dict.fromkeys(lines))


def _account_of_lead(query: Query, account: str | None) -> str | None:
    """The account of the line that the words before a share of a fund name; that of the fund where
    they name it, or all."""
    if query.setting.whom.source != "said":
        return account
    led = of_lead(query.setting.lead, query.own)
    return account if led in (query.account, query.own.total) else led


def _whole_before(query: Query, account: str | None) -> tuple[Subject, ...]:
    """What the share before was one of, or else the wholes that the sentence has stated."""
    of = query.setting.what
    parts = [one.item for one in of.subjects]
    made_up = with_between(lines_parted(query), parts[0], query) if len(parts) == 1 else ()
    last = what.whole_of(last_share(query), account)
    before = last or tuple(made_up) or stated_wholes(parts, query)
    return what.with_part(before, of, query.own.standard)


def _meant(quote: Quote) -> Sequence[str]:
    return (*quote.link.required, *quote.link.further)


def _is_of_amount_before(query: Query) -> bool:
    """Whether a share is that of the amount right before it: 门诊支出7354.18万元，占11.5%."""
    kinds = query.kinds
    meant = [one.item for one in query.setting.what.subjects]
    return kinds <= {"share", "level"} and meant == [keys.item(query.last)]
