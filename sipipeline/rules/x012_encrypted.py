from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X012",
    name="encrypted",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="设了打开密码", en="Protected by a password"),
    why=Text(
        zh="没有密码读不出里面的数据；知道密码的，可以用 --password 或 --password-file 告诉程序。",
        en="Without the password nothing in it can be read; who knows it can pass it on with "
        "--password or --password-file.",
    ),
    todo=Text(
        zh="请在 Excel 或 WPS 中打开，取消密码后另存为 .xlsx，再重新报送；"
        "审核人员知道密码的，可加 --password 再核对一次。",
        en="Open it in Excel or WPS, remove the password, save it as .xlsx and send it again; "
        "a reviewer who knows the password can check it with --password.",
    ),
)
