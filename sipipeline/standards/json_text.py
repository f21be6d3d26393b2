"""JSON as people write it by hand: what is wrong with it is told with its line and column."""

import json
from collections import Counter
from typing import Any

from sipipeline.core.errors import DataError
from sipipeline.core.text import Text

_FAULTS = {
    "Expecting property name": Text(
        zh="这里应是用英文双引号括起来的名称", en="a name in double quotes should stand here"
    ),
    "Expecting value": Text(zh="这里缺一个值", en="a value is missing here"),
    "Expecting ',' delimiter": Text(zh="这里应有英文逗号", en="a comma is missing here"),
    "Expecting ':' delimiter": Text(zh="这里应有英文冒号", en="a colon is missing here"),
    "Extra data": Text(zh="从这里起是多余的内容", en="there is more than one value"),
    "Unterminated string": Text(
        zh="从这里开始的文字没有用双引号结束", en="the text that begins here has no end"
    ),
    "Invalid control character": Text(
        zh="文字里有换行等控制字符", en="a line break or other control character in a text"
    ),
    "Invalid \\": Text(
        zh="反斜杠后面的字符不对，反斜杠本身要写成 \\\\",
        en="the backslash is followed by a wrong character; write \\\\ for a backslash",
    ),
}
"""What the parser says, by how it begins."""
_TRAILING_COMMA = Text(zh="最后一项后面多了一个逗号", en="a comma too many behind the last entry")
_CUT_SHORT = Text(
    zh="内容到这里就断了，没有写完（少了右括号）", en="it ends here, with a bracket still open"
)
_FULL_WIDTH = "，：；“”‘’｛｝［］【】（）"
_PLACE = Text(
    zh="{name} 第 {line} 行第 {column} 列：{fault}。",
    en="{name}, line {line}, column {column}: {fault}.",
)
_FULL_WIDTH_SIGN = Text(
    zh="这里是中文标点 {sign} ，请改成英文标点", en="“{sign}” is a Chinese sign; use the ASCII one"
)
_NOT_JSON = Text(zh="写法不对", en="not JSON")
_NOT_TEXT = Text(
    zh="{name} 不是 JSON：不是 UTF-8 编码的文字。", en="{name} is not JSON: it is no UTF-8 text."
)
_TOO_DEEP = Text(zh="{name} 不是 JSON：括号套得太深。", en="{name} is not JSON: nested too deep.")
_TOO_LONG = Text(
    zh="{name} 不是 JSON：有一个数长得离谱。", en="{name} is not JSON: a number is far too long."
)
_NO_OBJECT = Text(zh="{name} 应是一个 JSON 对象 {{…}}。", en="{name} should hold one JSON object.")


class Twice:
    """The value of a name that stands twice in one object."""


TWICE = Twice()


def parse(content: bytes, name: Text) -> dict[str, Any]:
    """The object that a file holds, TWICE in place of a value whose name stands twice; raises
    DataError for what is no JSON object."""
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise DataError(_NOT_TEXT.fill(name=name)) from error
    except json.JSONDecodeError as error:
        raise DataError(_fault(error, name)) from error
    except RecursionError as error:
        raise DataError(_TOO_DEEP.fill(name=name)) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise DataError(_TOO_LONG.fill(name=name)) from error
    if not isinstance(data, dict):
        raise DataError(_NO_OBJECT.fill(name=name))
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    count = Counter(name for name, _ in pairs)
    return {name: value if count[name] == 1 else TWICE for name, value in pairs}


def _fault(error: json.JSONDecodeError, name: Text) -> Text:
    """What is wrong, and where."""
    sign = error.doc[error.pos : error.pos + 1]
    fault = next((told for begin, told in _FAULTS.items() if error.msg.startswith(begin)), None)
    if sign and sign in _FULL_WIDTH:
        fault = _FULL_WIDTH_SIGN.fill(sign=sign)
    elif _is_behind_comma(error):
        fault = _TRAILING_COMMA
    elif error.doc.strip() and not error.doc[error.pos :].strip():
        fault = _CUT_SHORT
    place = {"line": error.lineno, "column": error.colno}
    return _PLACE.fill(name=name, fault=fault or _NOT_JSON, **place)


def _is_behind_comma(error: json.JSONDecodeError) -> bool:
    """Whether a comma stands before the end of an object or list, where the parser asks for one
    more entry, or, from Python 3.13 on, stops at the comma."""
    before, behind = error.doc[: error.pos].rstrip()[-1:], error.doc[error.pos :]
    at_comma = behind.startswith(",") and behind[1:].lstrip()[:1] in ("}", "]")
    return at_comma or (before == "," and behind[:1] in ("}", "]"))
