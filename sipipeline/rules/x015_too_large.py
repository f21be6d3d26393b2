from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X015",
    name="too-large",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="文件过大", en="Too large"),
    why=Text(
        zh="一张报表用不了这么多内容，读它会拖住其他文件。",
        en="A form needs far less, and reading it would hold up all other files.",
    ),
    todo=Text(
        zh="请下载空白的标准模板，把数据填进去（粘贴时只粘贴数值），再重新报送。",
        en=(
            "Copy the figures (as values) into a fresh copy of the standard template and send that."
        ),
    ),
)
