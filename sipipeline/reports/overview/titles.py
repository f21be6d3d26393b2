"""What the parts of an overview are called, in the workbook and on the page."""

from sipipeline.core.text import Text

OVERVIEW = Text(zh="总览", en="Overview")
CHARTS = Text(zh="图表", en="Charts")
UNITS = Text(zh="单位一览", en="Units")
ISSUES = Text(zh="问题清单", en="Issues")
INDICATORS = Text(zh="指标完成情况", en="Indicators")
FUNDS = Text(zh="基金汇总", en="Funds")
MISSING = Text(zh="未报名单", en="Missing")
HELD = Text(zh="需人工处理", en="For a person")
CALLS = Text(zh="先联系这些单位", en="Call these units first")
NOBODY = Text(zh="没有需要联系的单位。", en="There is nobody to call.")
CHANGES = Text(zh="与昨日相比", en="Since yesterday")
RULES = Text(zh="问题最多的规则", en="Rules that found most")
