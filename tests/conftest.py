from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from sipipeline.checking.batch import Checked, check
from sipipeline.core.submission import Remark, Submission
from sipipeline.reading.claims import submission_of
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load

COVER = {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}


def submitted(data: Mapping[str, Any], cover: bool = True) -> Submission:
    """A submission from `fill` data; `remarks` in them stand for what only a workbook can show."""
    standard = load(str(data.get("standard", "2020")))
    stated = {name: part for name, part in data.items() if name != "remarks"}
    if cover and "cover" not in stated:
        stated["cover"] = COVER
    submission = submission_of(flatten(stated, standard), standard)
    remarks = [Remark(**{"sheet": "", "ref": "", "key": "", "raw": ""} | remark) for remark in data.get("remarks", ())]
    return replace(submission, remarks=(*submission.remarks, *remarks))


@pytest.fixture
def checked() -> Callable[[Mapping[str, Any]], Checked]:
    return lambda data: check([submitted(data)])[0]
