from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X018",
    name="password-zip",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="压缩包设了密码", en="Zip with a password"),
    why=Text(zh="没有密码解不开压缩包。", en="Without the password it cannot be unpacked."),
    todo=Text(
        zh="请不设密码重新压缩，或者直接报送 .xlsx。",
        en="Pack it again without a password, or send the .xlsx itself.",
    ),
)
