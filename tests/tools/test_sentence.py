"""How a sentence is read is shown with the cells that its numbers mean."""

from support import account, submitted

from tools.sentence import saying, told


def test_each_number_is_shown_with_what_it_means_and_whether_the_cell_agrees() -> None:
    income = {"actual": 5306, "prior": 5000, "growth_rate": "6.1%"}
    silent = submitted(account(income=income))
    text = "工伤保险基金收入5360万元，比上年增长6.1%。"
    lines = [*told(saying(silent, text))]
    assert lines[0] == "。 工伤保险基金[fund] 收入[item]"
    assert lines[1].strip() == "whom work_injury (said)"
    found = [line.strip() for line in lines]
    assert found.index("5360万元: contradicted") + 1 == found.index(
        "accounts.work_injury.income.actual"
    )
    assert "6.1%: agrees" in found
