from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X003",
    name="program-failed",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="程序对每个文件都能核对到底", en="The program checks every file to its end"),
    why=Text(
        zh="程序自己在一个文件上出错时，这个文件没有结论，其余文件照常核对；出错的位置写在这里。",
        en="Where the program itself fails on a file, that file has no verdict and the others "
        "are still checked; this says where it failed.",
    ),
    todo=Text(
        zh="填报单位不用修改；请审核人员把这个文件和这条提示转给系统维护人员。",
        en="Nothing for the submitter to correct; please pass the file and this line on to "
        "whoever maintains the program.",
    ),
)
