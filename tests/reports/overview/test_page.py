"""The overview as a page: what is on it, and what a submitter cannot put on it."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mornings import MISSED, TODAY, UNREADABLE, WAN, issue, overview, unit

from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.particulars import AccountLine, RosterLine
from sipipeline.core.text import Lang, Text, same
from sipipeline.reports.overview import page
from sipipeline.reports.overview.entries import Entry
from sipipeline.reports.overview.overview import Before, DayTotals, Held, Overview
from sipipeline.reports.overview.page import write_page

ACCOUNTS = (
    AccountLine("work_injury", "income", 100 * WAN, 114 * WAN, 80 * WAN),
    AccountLine("unemployment", "expenditure", 50 * WAN, 40 * WAN, None),
)
FIXED = unit("乙县", 2, phone="0996-2012345", indicators=(MISSED,), copy="reports/out/乙县.xlsx")
ALONE = {"meta", "input", "rect", "line"}
"""Elements that nothing closes, or that close themselves."""


class Elements(HTMLParser):
    """The elements of a page; fails where one is not closed."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(content)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str]:
        return [value for _, given in self.found if (value := given.get(attribute)) is not None]


def written(made: Overview, lang: Lang = "zh") -> str:
    content = io.StringIO()
    with made:
        write_page(content, made, lang, Path("reports"))
    return content.getvalue()


def of_ledger() -> Overview:
    return overview(
        replace(FIXED, received="2021-03-09T20:10"),
        unit("甲县", accounts=ACCOUNTS),
        UNREADABLE,
        roster=[RosterLine("丙县", "652803", deadline=date(2021, 3, 1))],
        before=[Before("乙县", "652801", 2020, 1, Verdict.PASS, 0)],
        held=[Held(Text(zh="发件人不在名册", en="Unknown sender"), "x@example.cn")],
        days=[DayTotals(date(2021, 3, 9), {Verdict.FIX: 1}), DayTotals(TODAY, {Verdict.FIX: 2})],
    )


def sections(content: str) -> list[str]:
    return re.findall('<section id="([a-z]+)">', content)


def test_a_folder_has_no_section_for_what_only_a_ledger_knows() -> None:
    content = written(overview(FIXED, unit("甲县", accounts=ACCOUNTS)))
    assert sections(content) == ["top", "charts", "units", "issues", "indicators", "funds"]
    assert "昨日" not in content
    assert "应报" not in content


def test_a_ledger_has_all_of_them() -> None:
    content = written(of_ledger())
    assert sections(content)[-2:] == ["missing", "held"]
    for told in ("应报 1 家", "与昨日相比", "逐日进度", "丙县", "x@example.cn", "需修改", "114%"):
        assert told in content


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_leads_somewhere_and_nothing_is_loaded(lang: Lang) -> None:
    elements = Elements(written(of_ledger(), lang))
    places = set(elements.values("id"))
    ways = elements.values("href")
    assert {way[1:] for way in ways if way.startswith("#")} <= places
    assert {way for way in ways if not way.startswith("#")} == {"out/%E4%B9%99%E5%8E%BF.xlsx"}
    assert elements.values("src") == elements.values("style") == []
    assert not {"link", "img", "iframe", "form", "object", "base"} & {
        tag for tag, _ in elements.found
    }


def test_the_policy_lets_only_our_own_style_and_script_run() -> None:
    content = written(of_ledger())
    policy = re.search('Content-Security-Policy" content="([^"]*)"', content)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", content, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"


ODD = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "a\u202egnp.exe",
    "a\x00\x1b[31m\ud800b",
]


@pytest.mark.parametrize("typed", ODD)
def test_a_text_of_a_submitter_is_shown_and_does_nothing(typed: str) -> None:
    plain = Elements(written(of_ledger_with("甲")))
    odd = Elements(content := written(of_ledger_with(typed)))
    assert [tag for tag, _ in odd.found] == [tag for tag, _ in plain.found]
    assert [sorted(given) for _, given in odd.found] == [sorted(given) for _, given in plain.found]
    assert "\u202e" not in content
    assert all(way.startswith("#") for way in odd.values("href"))
    content.encode()


def of_ledger_with(typed: str) -> Overview:
    """An overview in which everything that a submitter writes is one text."""
    found = issue(typed, message=same(typed), todo=same(typed), cell=typed)
    missed = MISSED._replace(name=typed, target=typed, actual=typed, explanation=typed)
    entry = Entry(
        typed,
        Verdict.FIX,
        unit=typed,
        region_code=typed,
        year=2020,
        contact=typed,
        phone=typed,
        received=typed,
        issues=(found,),
        indicators=(missed,),
    )
    unknown = replace(UNREADABLE, path=typed, unreadable=same(typed))
    held = [Held(same(typed), typed, typed, typed, same(typed), same(typed))]
    return overview(entry, unknown, roster=[RosterLine(typed + "x", typed)], held=held)


def test_what_a_telephone_could_not_open_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_UNITS", 3)
    monkeypatch.setattr(page, "MOST_TOLD", 2)
    monkeypatch.setattr(page, "MOST_ISSUES", 1)
    content = written(overview(*(unit(f"{n}县", n) for n in range(1, 6))))
    assert content.count("<details") == 2
    assert "另有 4 处，见批注本。" in content
    assert content.count("另有 3 家没有列在这里") == 1
    assert content.count("另有 2 家没有列在这里") == 1


def test_what_is_explained_is_told_as_explained() -> None:
    answered = issue("H701", Severity.INFO, explained=True)
    content = written(overview(replace(FIXED, issues=(*FIXED.issues, answered))))
    assert '<span class="severity info">已说明</span>' in content


def test_nothing_at_all_is_a_page_too() -> None:
    assert sections(written(overview())) == ["top"]
