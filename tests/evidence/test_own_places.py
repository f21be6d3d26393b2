"""The place of a unit by its own name, which may be cut short; another place is not compared."""

import tomllib

import pytest

from benchmarks.judgement import FOLDER, saying, submission
from sipipeline.checking.batch import check

UNITS = tomllib.loads((FOLDER / "units.toml").read_text(encoding="utf-8"))
WRONG = "工伤保险基金支出2655.16万元。"
ZONE = "澄水高新区社会保险服务中心"
WITHIN = "云河市湖东经济技术开发区社会保险事业管理局"
BANNER = "云河鄂温克族自治旗社会保险中心"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("unit", "place", "own"),
    [
        (ZONE, "澄水高新区", True),
        (ZONE, "高新区", True),
        (ZONE, "开发区", True),
        (ZONE, "澄水高新技术产业开发区管委会", True),
        (ZONE, "东岭高新区", False),
        (ZONE, "邻近的开发区", False),
        (ZONE, "澄水市", False),
        (WITHIN, "湖东经开区", True),
        (WITHIN, "云河市", False),
        (WITHIN, "湖西经济技术开发区", False),
        (BANNER, "云河鄂温克族自治旗", True),
        (BANNER, "云河县", False),
        ("云河县社会保险中心", "高新区", False),
    ],
)
def test_a_wrong_figure_of_the_own_place_alone_is_found(unit: str, place: str, own: bool) -> None:
    data = UNITS["qingshi"]
    named = submission({**data, "cover": {**data["cover"], "unit": unit}})
    (result,) = check([saying(named, "operation", f"{place}{WRONG}")])
    assert any(one.rule == "N601" for one in result.findings) == own
