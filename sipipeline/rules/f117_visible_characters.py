import unicodedata
from collections.abc import Iterator, Mapping

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="{label}里有看不见的字符：{characters}；已按“{raw}”核对。",
    en="{label} has characters that nobody sees: {characters}; “{raw}” was checked.",
)
CHARACTER = Text(zh="{name} U+{code}", en="{name} U+{code}")
NAMES: Mapping[str, Text] = {
    "\u200b": Text(zh="零宽空格", en="zero width space"),
    "\u200c": Text(zh="零宽不连字", en="zero width non-joiner"),
    "\u200d": Text(zh="零宽连字", en="zero width joiner"),
    "\u2060": Text(zh="零宽连接符", en="word joiner"),
    "\ufeff": Text(zh="字节顺序标记", en="zero width no-break space"),
    "\u00ad": Text(zh="软连字符", en="soft hyphen"),
}
OF_DIRECTION = Text(zh="文字方向控制符", en="{name}")
UNNAMED = Text(zh="不显示的字符", en="{name}")
DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def judge(evidence: Evidence) -> Iterator[Problem]:
    submission = evidence.submission
    for note in submission.notes:
        if note.what == Noted.INVISIBLE:
            yield Problem(
                (note.key,),
                MESSAGE.fill(
                    label=submission.standard.label(note.key),
                    raw=note.raw,
                    characters=join([_named(c) for c in note.detail], "、", ", "),
                ),
                stated=note.raw,
            )


def _named(character: str) -> Text:
    other = OF_DIRECTION if character in DIRECTION else UNNAMED
    english = unicodedata.name(character, "unnamed").lower()
    name = NAMES.get(character) or other.fill(name=english)
    return CHARACTER.fill(name=name, code=f"{ord(character):04X}")


RULE = JudgingRule(
    code="F117",
    name="visible-characters",
    kind=Kind.FORMAT,
    severity=Severity.INFO,
    title=Text(zh="数里没有看不见的字符", en="A figure has no characters that nobody sees"),
    why=Text(
        zh="从 Windows 计算器、网页或聊天软件粘贴的数常带看不见的字符，"
        "Excel 把它当文字，求和时会漏掉。",
        en="Figures pasted from the Windows calculator or a web page often carry them; Excel "
        "takes such a figure for a text and leaves it out of sums.",
    ),
    todo=Text(
        zh="清空这一格，用键盘重新键入这个数，不要粘贴。",
        en="Clear the cell and type the figure anew instead of pasting it.",
    ),
    passing=account("work_injury", income={"actual": "１００"}),
    failing=account("work_injury", interest={"actual": "\u202d110\u202c"}),
    judge=judge,
)
