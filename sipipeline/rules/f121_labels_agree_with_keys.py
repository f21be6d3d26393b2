import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sipipeline.core import keys
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Note, Noted
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="工作表“{sheet}”中看得见的名称与模板的位置不符：{places}。{outcome}",
    en="On sheet “{sheet}”, visible labels are not those of the template: {places}. {outcome}",
)
PLACE = Text(
    zh="{ref} 应是“{name}”，写的是“{label}”", en="{ref} should be “{name}”, says “{label}”"
)
OF_YEAR = Text(
    zh="{place}（封面的填报年度是{year}）", en="{place} (the year on the cover is {year})"
)
MOVE = Text(zh="{start} 的数应填在 {end}", en="the figures of {start} belong in {end}")
MOVES = Text(zh="：", en=": ")
MORE = Text(zh="等 {count} 处", en="{count} in all")
MOST = 4
_YEAR = re.compile(r"20[0-9]{2}")

OUTCOMES: Mapping[Noted, tuple[Severity, Text]] = {
    Noted.LABELS_SHIFTED: (
        Severity.ERROR,
        Text(
            zh="看不出这些数是按名称填的还是按原来的位置填的，没有参加核对；请确认。",
            en="Nobody can say whether these figures are those of the labels or of the places, "
            "so they were not checked; please tell.",
        ),
    ),
    Noted.FIGURES_MOVED: (
        Severity.WARNING,
        Text(
            zh="数与看得见的名称相符，是单元格被移动了，已按名称核对{moves}。",
            en="The figures fit the labels, so cells were moved; they were taken as labelled"
            "{moves}.",
        ),
    ),
    Noted.LABEL_WRONG: (
        Severity.WARNING,
        Text(
            zh="数与模板的位置相符，写错的是名称，已按模板的位置核对。",
            en="The figures fit their places, so the labels are wrong; the figures were taken for "
            "what the template asks there.",
        ),
    ),
    Noted.LABEL_OF_ANOTHER: (
        Severity.WARNING,
        Text(
            zh="这些数已按看得见的名称核对，请确认是按名称填的，不是按原来的位置填的。",
            en="These figures were taken as labelled; please make sure that they are.",
        ),
    ),
    Noted.LABEL_UNKNOWN: (
        Severity.WARNING,
        Text(
            zh="这些数仍按模板的位置核对，请确认。",
            en="These figures were still taken for what the template asks there; please make sure.",
        ),
    ),
}
"""How bad the kinds of notes are, the worst first, and what became of the figures."""

_TODO: Mapping[Noted, Text] = {
    Noted.LABEL_WRONG: Text(
        zh="数不用改，把名称改回模板上的名称。",
        en="Leave the figures; give the labels their names on the template again.",
    ),
    Noted.LABELS_SHIFTED: Text(
        zh="数是按名称填的，把数移到模板中名称相同的那一行、那一栏；是按原来的位置填的，把名称改回。",
        en="If the figures are those of the labels, move them to where the template has these "
        "labels; if not, give the labels their names on the template again.",
    ),
}
"""What to do, where it is not the usual."""


NAMES: Mapping[Noted, Text] = {
    Noted.COPY_OF_ANOTHER: Text(
        zh="工作表“{sheet}”的隐藏定位是{kept}的，名称写的是{named}，像是从{kept}表复制来的；"
        "已按看得见的名称当作{named}的表核对。",
        en="Sheet “{sheet}” has the hidden keys of {kept} and is called {named}, as if it had been "
        "copied; it was taken for the sheet of {named}, by its labels.",
    ),
    Noted.NAME_OF_ANOTHER: Text(
        zh="工作表“{sheet}”的名称或表头写的是{named}，表内的定位却是{kept}的；已当作{kept}的表核对，请确认。",
        en="Sheet “{sheet}” is called {named}, but is that of {kept} by its keys; it was taken for "
        "the sheet of {kept}; please make sure that it is.",
    ),
}
"""Of sheets that are called as another fund than their keys say."""
_TODO_NAME = Text(
    zh="把表名和表头改成模板上的名称；要补一张表的，从空白模板复制那个险种自己的表。",
    en="Give sheet and title their names on the template; if a sheet is missing, take that fund's "
    "own from a blank template.",
)


EXCHANGED: Mapping[str, Text] = {
    "titles": Text(
        zh="工作表“{one}”和“{other}”的表名像是互换了：每张表的表头写的都是另一张的险种，表内科目也与表头"
        "相符；已按表头核对。",
        en="The names of the sheets “{one}” and “{other}” seem to be exchanged: the title of each "
        "is that of the other's fund, and so are its items; they were taken as their titles say.",
    ),
    "names": Text(
        zh="工作表“{one}”和“{other}”的表名和表头对不上：每张表的表头写的都是另一张的险种；已按表名核对，"
        "请确认。",
        en="The names and titles of the sheets “{one}” and “{other}” do not agree: the title of "
        "each is that of the other's fund; they were taken as they are called; please make sure.",
    ),
}
"""Of two sheets without keys that are called as each other, by what they were read."""
NAMES_EXCHANGED = Text(
    zh="工作表“{one}”和“{other}”的名称像是互换了：名称或表头写的都是另一张的险种，表内的隐藏定位分别是"
    "{kept}、{named}的；已按定位核对，请确认。",
    en="The names of the sheets “{one}” and “{other}” seem to be exchanged: each is called as the "
    "other's fund, and by their hidden keys they are those of {kept} and {named}; they were taken "
    "by their keys; please make sure.",
)
"""Of two sheets with keys that are called as each other."""
_TODO_NAMES = Text(
    zh="打开这两张表看一看：“{one}”里填的是{kept}的数，就把两张表的名称（和表头）互换回来；填的是{named}的数，"
    "就把两张表的数互换。",
    en="Look at both sheets: if “{one}” holds the figures of {kept}, give the sheets each other's "
    "name and title; if it holds those of {named}, exchange their figures.",
)
_TODO_EXCHANGED = Text(
    zh="打开这两张表看一看：数是表头那个险种的，把两张表的表名互换回来；数是表名那个险种的，改正两张表的表头。",
    en="Look at both sheets: if the figures are those of the titles, give the sheets each other's "
    "name; if they are those of the names, correct both titles.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each sheet, with all of its labels; one for each that is called as another
    fund, and for two that are called as each other."""
    yield from _names(evidence)
    for note in evidence.submission.notes:
        if note.what is Noted.NAMES_EXCHANGED:
            message = EXCHANGED[note.detail].fill(one=note.sheet, other=note.raw)
            place = (note.sheet, "", None)
            severity, todo = Severity.WARNING, _TODO_EXCHANGED
            yield Problem(("",), message, severity=severity, todo=todo, place=place)
    by_sheet: dict[str, list[Note]] = defaultdict(list)
    for note in evidence.submission.notes:
        if note.what in OUTCOMES:
            by_sheet[note.sheet].append(note)
    for sheet, notes in by_sheet.items():
        kinds = {note.what for note in notes}
        worst = next(kind for kind in OUTCOMES if kind in kinds)
        severity, outcome = OUTCOMES[worst]
        places = _places(notes, evidence)
        outcome = outcome.fill(moves=_moves(notes))
        message = MESSAGE.fill(sheet=sheet, places=places, outcome=outcome)
        first = notes[0]
        yield Problem(
            ("",),
            message,
            severity=severity,
            todo=_TODO.get(worst),
            stated=first.raw,
            place=(sheet, first.ref, first.raw),
        )


def _names(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each sheet that is called as another fund, and one for two that are called
    as each other."""
    notes = [note for note in evidence.submission.notes if note.what in NAMES]
    for number, note in enumerate(notes):
        if any(_mirrors(note, before) for before in notes[:number]):
            continue
        other = next((after for after in notes[number:] if _mirrors(note, after)), None)
        named, kept = (evidence.standard.fund(str(key)).short for key in (note.raw, note.detail))
        if other is None:
            message, todo = (
                NAMES[note.what].fill(sheet=note.sheet, named=named, kept=kept),
                _TODO_NAME,
            )
        else:
            sheets = {"one": note.sheet, "other": other.sheet}
            message = NAMES_EXCHANGED.fill(**sheets, named=named, kept=kept)
            todo = _TODO_NAMES.fill(one=note.sheet, named=named, kept=kept)
        place, severity = (note.sheet, "", None), Severity.WARNING
        yield Problem(("",), message, severity=severity, todo=todo, place=place)


def _mirrors(note: Note, other: Note) -> bool:
    """Whether two sheets read by their keys are each called as the other's fund."""
    is_exchanged = (note.raw, note.detail) == (other.detail, other.raw)
    return is_exchanged and note.what is other.what is Noted.NAME_OF_ANOTHER


def _moves(notes: Sequence[Note]) -> Text:
    """Where the figures that were moved belong; nothing where the notes do not tell."""
    moves = [note.detail.split()[1:] for note in notes]
    whole = [move for move in moves if len(move) == 2]
    texts = [MOVE.fill(start=start, end=end) for start, end in whole[:MOST]]
    if whole[MOST:]:
        texts.append(MORE.fill(count=len(whole)))
    return MOVES + join(texts, "；", "; ") if texts else NOTHING


def _places(notes: Sequence[Note], evidence: Evidence) -> Text:
    texts = [_place(note, evidence) for note in notes[:MOST]]
    if len(notes) > MOST:
        texts.append(MORE.fill(count=len(notes)))
    return join(texts, "；", "; ")


def _place(note: Note, evidence: Evidence) -> Text:
    """What should stand in a place and what does; with the year on the cover, where a year does."""
    label, year = _label(note), evidence.submission.number("cover.year")
    place = PLACE.fill(ref=note.ref, name=_name(note, evidence.standard), label=label)
    if year is None or not _YEAR.search(label):
        return place
    return OF_YEAR.fill(place=place, year=int(year))


def _label(note: Note) -> str:
    """What is written, without the hints below it."""
    return str(note.raw).strip().partition("\n")[0].rstrip("* ")


def _name(note: Note, standard: Standard) -> Text:
    """What the row or column of a note is called on the form."""
    field = standard.field(note.key)
    if field is None:
        return standard.label(note.key)
    if note.detail.startswith("column"):
        return field.column.name
    if field.fund and keys.family(note.key) == "benefit_levels":
        return standard.fund(field.fund).name
    if field.fund and field.row and keys.family(note.key) == "headcounts" and " " in _label(note):
        return standard.fund(field.fund).short + same(" ") + field.row
    return field.row or field.column.name


RULE = JudgingRule(
    code="F121",
    name="labels-agree-with-keys",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(
        zh="每行、每栏的名称都是模板的名称", en="Rows and columns are called as on the template"
    ),
    why=Text(
        zh="移动了单元格或改了名称，名称和模板的位置就对不上，数会被当成别的科目。",
        en="Where cells were moved or labels changed, a figure may be taken for another item.",
    ),
    todo=Text(
        zh="把数填回下发的模板中名称相同的那一行、那一栏，不要移动单元格，也不要改名称。",
        en="Copy the figures into a fresh template, each beside its own label; move no cells.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={
        "notes": [
            {
                "what": "labels_shifted",
                "sheet": "工伤",
                "ref": "B9",
                "key": "accounts.work_injury.contributions.actual",
                "raw": "收入小计",
                "detail": "row",
            }
        ]
    },
    judge=judge,
)
