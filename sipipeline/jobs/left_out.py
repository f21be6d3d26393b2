"""What `extract` could not take out of a workbook, in sentences."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Note, Noted, Submission
from sipipeline.core.text import Text, join, same
from sipipeline.rule import seen

_SENTENCES = {
    Noted.NO_VALUE: Text(
        zh="{sheet}：{count} 格公式没有计算结果，没有带出：{cells}。",
        en="{sheet}: {count} {count:formula|formulas} without a value {count:was|were} left "
        "out: {cells}.",
    ),
    Noted.UNREADABLE: Text(
        zh="{sheet}：{count} 格是错误值，没有带出：{cells}。",
        en="{sheet}: {count} {count:cell that holds|cells that hold} an error {count:was|were} "
        "left out: {cells}.",
    ),
    Noted.UNKNOWN_PLACE: Text(
        zh="{sheet}：{count} 个数不在表式的位置上，没有带出：{cells}。",
        en="{sheet}: {count} {count:figure|figures} in no place of the form {count:was|were} "
        "left out: {cells}.",
    ),
    Noted.UNKNOWN_PLACES: Text(
        zh="{sheet}：在表式的位置以外有 {raw} 个数，没有带出。",
        en="{sheet}: {raw} {raw:figure|figures} in no place of the form {raw:was|were} left out.",
    ),
    Noted.TWICE: Text(
        zh="{sheet}：{count} 个数在别处已经填过，又填得不同，没有带出：{cells}。",
        en="{sheet}: {count} {count:figure that is|figures that are} stated elsewhere, too, "
        "{count:was|were} left out: {cells}.",
    ),
    Noted.UNKNOWN_SHEET: Text(
        zh="工作表“{sheet}”不是表式的表，其中 {raw} 个数没有带出。",
        en="Sheet “{sheet}” is none of the form's: {raw} {raw:figure was|figures were} left out.",
    ),
    Noted.COPY: Text(
        zh="工作表“{sheet}”是“{detail}”的副本，没有带出。",
        en="Sheet “{sheet}” is a copy of “{detail}” and was left out.",
    ),
    Noted.LABELS_SHIFTED: Text(
        zh="{sheet}：{count} 处看得见的名称与表式的位置不符，分不清哪个数属于哪一项：{cells}。",
        en="{sheet}: {count} {count:label is not that|labels are not those} of the form, so "
        "figures are unclear: {cells}.",
    ),
}
"""What is said of the notes of a kind on one sheet."""
_UNREAD = Text(
    zh="{account}：{count} 个数没有带出：{names}。",
    en="{account}: {count} {count:figure was|figures were} left out: {names}.",
)
_OTHERS = Text(zh="其他", en="Others")
_MORE = Text(zh="等", en=" and more")
_MOST = 8


def left_out(submission: Submission) -> list[Text]:
    """A sentence for each kind of thing that stands on a sheet and in no claim."""
    return [*_noticed(submission), *_unread(submission)]


def _noticed(submission: Submission) -> Iterator[Text]:
    notes = sorted(filter(_is_left_out, submission.notes), key=_kind_and_sheet)
    for (what, sheet), group in groupby(notes, key=_kind_and_sheet):
        of_sheet = list(group)
        first = of_sheet[0]
        yield _SENTENCES[Noted(what)].fill(
            sheet=sheet,
            count=len(of_sheet),
            cells=_listed([same(_cell(note, submission.standard)) for note in of_sheet]),
            raw=seen(first, submission.standard),
            detail=first.detail,
        )


def _is_left_out(note: Note) -> bool:
    """Whether a note is of a figure that no claim has; a text that is no figure is taken as it
    is."""
    return note.what in _SENTENCES and (note.what is not Noted.UNREADABLE or note.detail == "error")


def _kind_and_sheet(note: Note) -> tuple[str, str]:
    return note.what.value, note.sheet


def _cell(note: Note, standard: Standard) -> str:
    return f"{note.ref} {seen(note, standard)}".strip()


def _unread(submission: Submission) -> Iterator[Text]:
    """The figures of cells that nobody can tell apart, account by account."""
    unread = sorted(submission.unread, key=_account)
    accounts = {fund.key: fund.short for fund in submission.standard.accounts}
    for fund, group in groupby(unread, key=_account):
        of_fund = sorted(group)
        names = _listed([submission.standard.label(key) for key in of_fund])
        account = accounts.get(fund, _OTHERS)
        yield _UNREAD.fill(account=account, count=len(of_fund), names=names)


def _account(key: str) -> str:
    return keys.fund(key) or ""


def _listed(texts: Iterable[Text]) -> Text:
    """The first few, and that there are more."""
    every = list(texts)
    shown = join(every[:_MOST], "、", ", ")
    return shown + _MORE if len(every) > _MOST else shown
