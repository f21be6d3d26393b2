"""Public names come first, save where a module needs a private one while it is imported."""

from pathlib import Path

import pytest

import sipipeline
from tools.measures import main
from tools.order import below_private, misplaced

HELPER = "def _helper(): return 1\n"
FUND = "def fund(): return _helper()\n"


def names(source: str) -> list[str]:
    return [node.name for node in misplaced(source)]


@pytest.mark.parametrize(
    "below",
    [
        FUND,
        "class fund: pass\n",
        "async def fund(): pass\n",
        "def other(): pass\n" + FUND,
        "RATE = 1\n" + FUND,
        "def fund(rate: '_helper'): pass\n",
    ],
)
def test_a_public_name_below_a_private_one_is_listed(below: str) -> None:
    assert names(HELPER + below)[-1] == "fund"
    assert names(below + HELPER) == []


@pytest.mark.parametrize(
    "user",
    [
        "RATE = _helper()\n",
        "RATES = {1: _helper}\n",
        "RATE: int = _helper()\n",
        "def fund(rate=_helper): pass\n",
        "def fund(*, rate=_helper): pass\n",
        "def fund(rate: _helper): pass\n",
        "def fund() -> _helper: pass\n",
        "@_helper\ndef fund(): pass\n",
        "class Fund(_helper): pass\n",
        "class Fund(metaclass=_helper): pass\n",
        "class Fund:\n    rate: _helper\n",
        "class Fund:\n    rate = _helper()\n",
        "class Fund:\n    def rate(self) -> _helper: pass\n",
    ],
)
def test_what_the_import_needs_may_stand_above(user: str) -> None:
    assert names(HELPER + user + "def other(): pass\n") == []


def test_what_a_called_function_calls_is_needed_too() -> None:
    chain = "def _last(): pass\ndef _first(): _last()\n"
    assert names(chain + "RATE = _first()\ndef fund(): pass\n") == []
    assert names(chain + "RATES = {1: _first}\ndef fund(): pass\n") == ["fund"]


def test_a_private_name_that_only_private_ones_need_does_not_count() -> None:
    rates = "class _Rates: pass\ndef _rates() -> _Rates: pass\n"
    assert names(rates + "def fund(): pass\n") == ["fund"]
    assert names(rates + "def fund(rates: _Rates): pass\n") == ["fund"]
    assert names("class _Rates: pass\ndef fund(rates: _Rates): pass\n") == []


def test_the_start_of_a_program_needs_nothing_earlier() -> None:
    start = 'if __name__ == "__main__":\n    fund()\n'
    assert names(HELPER + FUND + start) == ["fund"]


def test_each_part_has_an_order_of_its_own() -> None:
    heading = "# ---------------------------------------------------------------- pairs\n"
    assert names(HELPER + heading + FUND) == []
    assert names(HELPER + "# pairs\n" + FUND) == ["fund"]
    assert names(HELPER + f'HEAD = """\n{heading}"""\n' + FUND) == ["fund"]
    assert names(heading + HELPER + FUND) == ["fund"]


def test_the_package_keeps_the_order() -> None:
    assert [*below_private(Path(sipipeline.__file__).parent)] == []


def test_the_limit_lists_what_is_below(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "fund.py"
    path.write_text(HELPER + FUND)
    with pytest.raises(SystemExit) as end:
        main(["--root", str(tmp_path), "--limit", "12"])
    assert end.value.code == 1
    assert capsys.readouterr().out == f"{path}:2 fund: below a private name\n"
