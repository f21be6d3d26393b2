"""A word for a rise or a fall, of which the vocabulary has one list each, is known wherever a text
speaks of one."""

import pytest
from support import Row, account, agrees, finds

from sipipeline.language.lexicon import words

FALLEN: dict[str, Row] = {"income": {"actual": 1000, "prior": 1200}}
RISEN: dict[str, Row] = {"income": {"actual": 1200, "prior": 1000}}
WORDS = [
    *((word, RISEN, FALLEN, (20, 30)) for word in words("changes", "rises")),
    *((word, FALLEN, RISEN, (30, 20)) for word in words("changes", "falls")),
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("word", "right", "wrong", "way"), WORDS)
def test_it_is_known_without_a_figure_with_one_and_between_two(
    word: str, right: dict[str, Row], wrong: dict[str, Row], way: tuple[int, int]
) -> None:
    one, other = way
    for rule, text in [
        ("N606", f"工伤保险基金收入稳步{word}。"),
        ("N601", f"工伤保险基金收入比上年{word}200万元。"),
    ]:
        said = {"narrative": {"operation": text}}
        agrees(account(**right) | said, rule)
        finds(rule, account(**wrong) | said, at="narrative.operation")
    for text, holds in [
        (f"办件量由{one}件{word}至{other}件。", True),
        (f"办件量由{other}件{word}至{one}件。", False),
        (f"办件量由{one}件{word}至{other}件，{word}10件。", True),
        (f"办件量由{one}件{word}至{other}件，{word}12件。", False),
    ]:
        said = {"narrative": {"operation": text}}
        if holds:
            agrees(said, "N606")
        else:
            finds("N606", said, at="narrative.operation")


def test_in_a_unit_with_one_fund_the_fund_need_not_be_named() -> None:
    for text in ["基金收入较上年有所下降。", "全年基金支出平稳，收入略有下降。"]:
        said = {"narrative": {"operation": text}}
        agrees(account(**FALLEN) | said, "N606", looked=1)
        finds("N606", account(**RISEN) | said, at="narrative.operation")
    for text in ["收入较上年有所下降。", "工作经费收入较上年有所下降。"]:
        agrees(account(**RISEN) | {"narrative": {"operation": text}}, "N606", looked=0)


def test_of_several_funds_one_must_be_named() -> None:
    one, other = account(**RISEN), account("unemployment", **RISEN)
    funds = {"accounts": one["accounts"] | other["accounts"]}
    said = {"narrative": {"operation": "基金收入较上年有所下降。"}}
    agrees(funds | said, "N606", looked=0)
