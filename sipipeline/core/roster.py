"""The columns of a roster, as its workbook heads them."""

from sipipeline.core.text import Text

COLUMNS = {
    "unit": Text(zh="单位", en="Unit"),
    "region_code": Text(zh="行政区划代码", en="Region code"),
    "addresses": Text(zh="邮箱", en="Addresses"),
    "deadline": Text(zh="截止日期", en="Deadline"),
    "contact": Text(zh="联系人", en="Contact"),
    "phone": Text(zh="电话", en="Phone"),
}
EXAMPLE = Text(zh="（示例，请删去）", en="(example, delete it)")
"""How the unit of an example line ends, which is read as none."""
