"""Which cell is wrong, in words: the diagnosis of a submission as culprits, each with what should
stand there, and as findings."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.groups import joined
from sipipeline.checking.wording import shown
from sipipeline.checking.wording.cause_rows import with_rows
from sipipeline.checking.wording.explained_findings import explained_by
from sipipeline.checking.wording.joint_contradictions import joint_finding
from sipipeline.checking.wording.slips_in_words import why
from sipipeline.core import keys
from sipipeline.core.display import MINUS, number, percent
from sipipeline.core.figures import as_cell_holds, decimals, is_whole, significant
from sipipeline.core.findings import Cell, Culprit, Finding, Interval, Shown, closed_end
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, same
from sipipeline.evidence.narrative.quoting.wording import turned
from sipipeline.language.numbers import normalise, read_number
from sipipeline.localisation.suspects import Group, Suspect


def explained(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission
) -> list[Finding]:
    """The findings with their culprits; all findings that one group explains get its number. A
    contradiction that no single relation shows becomes a finding of its own."""
    results = list(findings)
    for number_, group in enumerate(groups, 1):
        culprits = _culprits(group, submission)
        places = explained_by(group, results, culprits, submission)
        for place in places:
            results[place] = joined(results[place], number_, culprits)
        if not places and len(group.contradiction.figures) > 1:
            joint = joint_finding(group.contradiction, submission)
            results.append(joined(joint, number_, culprits))
    return results


def retyped(value: float, stated: float, typed: str, *, is_text: bool = False) -> str:
    """The text with its numeral exchanged, in the unit that it is written in; the bare figure where
    that is not clear. Running text keeps the decimals that it writes."""
    numerals = shown.NUMERAL.findall(typed)
    numeral = float(numerals[0].replace(",", "")) if len(numerals) == 1 else 0.0
    begins = typed[:1].isdigit() or (value < 0) == (stated < 0)
    signs_agree = (stated < 0) == typed.startswith("-") and begins
    if not (stated and numeral and signs_agree):
        read = read_number(typed)
        in_percent = read is not None and read.unit == "%"
        return _plain(percent(value) if in_percent else number(value))
    better = _numeral(abs(value / stated) * numeral, numerals[0], is_text=is_text)
    if "," not in numerals[0]:
        better = better.replace(",", "")
    sign = "-" if value < 0 else ""
    return sign + typed.removeprefix("-").replace(numerals[0], better)


def typed(value: float | None, claim: Claim, *, is_text: bool = False) -> object:
    """A suggestion in the type and form of the cell's own value: 1.14 for 1.14, 98 for 98,
    38429万元 for 38249万元."""
    if value is None:
        return None
    assert isinstance(claim.value, float)
    if isinstance(claim.raw, str):
        return retyped(value, claim.value, normalise(claim.raw), is_text=is_text)
    if isinstance(claim.raw, (int, float)) and claim.value:
        value = significant(value * (claim.raw / claim.value))
    return as_cell_holds(value)


def _numeral(value: float, typed: str, *, is_text: bool) -> str:
    """A value in place of a numeral; in running text with no more decimals than that, unless
    nothing but these would tell them apart."""
    places = len(typed.partition(".")[2])
    is_told_apart = round(value, places) != float(typed.replace(",", ""))
    return number(value, places) if is_text and is_told_apart else number(significant(value))


def _culprits(group: Group, submission: Submission) -> tuple[Culprit, ...]:
    """The suspects of a group in words. If no relation is violated by itself every figure of the
    chain is a candidate, so only suspects that are singled out are named."""
    singled_out = [one for one in group.suspects if one.confidence != "possible"]
    suspects = group.suspects if group.violated else singled_out
    culprits = [_culprit(suspect, submission) for suspect in suspects]
    return with_rows(culprits, submission)


def _culprit(told: Suspect, submission: Submission) -> Culprit:
    suspect = _whole_people(told, submission)
    claim = submission.claims.get(suspect.key, _blank(suspect.key))
    suggest = typed(suspect.suggest, claim, is_text=keys.is_quote(suspect.key))
    if suspect.slip.code == "unit word" and suspect.suggest is not None:
        suggest = f"{_plain(number(suspect.suggest))}{submission.money_unit}"
    elif suspect.slip.code == "unit" and keys.is_quote(suspect.key):
        suggest = _in_unit_of_form(claim, suspect, submission) or suggest
    other_way = _turned(claim, suspect)
    if other_way is not None:
        suggest = other_way.zh
    return Culprit(
        _cell(suspect, submission),
        suggest,
        why(suspect, submission),
        suspect.confidence,
        _ends(suspect.implied),
        submission.standard.label(claim.key),
        Shown(
            shown.stated(suspect.key, submission),
            other_way or _better(suspect, suggest, submission),
            _off(suspect, submission),
        ),
        bool(suspect.slip.code),
        suspect.together,
        follows=_follows(suspect, claim),
    )


def _whole_people(suspect: Suspect, submission: Submission) -> Suspect:
    """A suspect; one that counts people with the only whole number that the rest leaves of it, and
    with none where it leaves several and no slip leads to one of them."""
    low, high = suspect.implied
    is_count = submission.standard.counts_people(suspect.key) and not keys.is_quote(suspect.key)
    is_known = suspect.suggest is not None and is_whole(suspect.suggest)
    if not is_count or is_known or not (math.isfinite(low) and math.isfinite(high)):
        return suspect
    least, most = math.ceil(significant(low)), math.floor(significant(high))
    if least > most:
        return suspect
    return replace(suspect, suggest=float(least) if least == most else None)


def _turned(claim: Claim, suspect: Suspect) -> Text | None:
    """What a text should say that goes the other way than the tables: 下降1.8% for 1.8%; None
    elsewhere."""
    better = suspect.suggest
    if not keys.is_quote(suspect.key) or better is None or not isinstance(claim.value, float):
        return None
    if better * claim.value >= 0:
        return None
    unsigned = normalise(str(claim.raw)).removeprefix("-")
    by = retyped(abs(better), abs(claim.value), unsigned, is_text=True)
    return turned(keys.quoted(suspect.key), better, same(by))


def _follows(suspect: Suspect, claim: Claim) -> bool:
    """Whether a suspect is a formula into which an amount was carried from another cell."""
    is_carried = suspect.slip.figures.get("leaf", suspect.key) != suspect.key
    return claim.formula and (suspect.follows or is_carried)


def _cell(suspect: Suspect, submission: Submission) -> Cell:
    """The cell of a suspect; of one whose sheet is gone the name that the sheet should have."""
    cell = submission.cell(suspect.key)
    fund = keys.fund(suspect.key) if keys.is_account(suspect.key) else None
    if cell.sheet or not fund or submission.has_sheet(fund):
        return cell
    return replace(cell, sheet=submission.standard.fund(fund).short.zh)


def _in_unit_of_form(claim: Claim, suspect: Suspect, submission: Submission) -> str:
    """The words of a text with the form's unit of money behind their number, where the number is
    right in that unit; "" where it is not."""
    typed = normalise(str(claim.raw))
    read = read_number(typed)
    if read is None or suspect.suggest is None or not read.unit:
        return ""
    is_right = math.isclose(read.value, suspect.suggest, rel_tol=1e-9)
    is_money = read.unit in submission.standard.money_units and typed.endswith(read.unit)
    return typed.removesuffix(read.unit) + submission.money_unit if is_right and is_money else ""


def _off(suspect: Suspect, submission: Submission) -> Text:
    """By how much a culprit's cell misses what should stand there; nothing of a blank."""
    claim, better = submission.claims.get(suspect.key), suspect.suggest
    if claim is None or better is None or not isinstance(claim.value, float):
        return NOTHING
    form = shown.form_of(suspect.key, submission)
    return shown.compared(claim.value, (better, better), form).off


def _better(suspect: Suspect, suggest: object, submission: Submission) -> Text:
    """What should stand in a culprit's cell, in the form of the cell."""
    if isinstance(suggest, str):
        return same(suggest)
    form, (low, high) = shown.form_of(suspect.key, submission), suspect.implied
    if suspect.suggest is not None:
        form = replace(form, digits=decimals(significant(suspect.suggest * form.per_one)))
        return same(shown.figure(suspect.suggest, form))
    return shown.within((closed_end(low) or None, closed_end(high)), form)


def _blank(key: str) -> Claim:
    """A cell in which nothing is stated."""
    return Claim(key, 0.0, 0.0, "", "", None)


def _ends(implied: tuple[float, float]) -> Interval | None:
    low, high = (closed_end(significant(end)) for end in implied)
    return None if high is None and not low else (low, high)


def _plain(figure: str) -> str:
    """A figure as it is typed: without commas, with a hyphen for a minus."""
    return figure.replace(",", "").replace(MINUS, "-")
