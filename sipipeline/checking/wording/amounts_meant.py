"""An amount that is wrong, told with what it should be."""

from dataclasses import replace

from sipipeline.checking.wording import shown
from sipipeline.core.figures import as_cell_holds, decimals, significant
from sipipeline.core.findings import Culprit, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same


def amount_meant(
    key: str, meant: float, why: Text, confidence: str, submission: Submission
) -> Culprit:
    """A stated amount as a culprit, with what it should be, give or take its own half-width."""
    half_width, form = submission.claims[key].half_width, shown.form_of(key, submission)
    form = replace(form, digits=max(form.digits, decimals(significant(meant))))
    return Culprit(
        submission.cell(key),
        as_cell_holds(meant),
        why,
        confidence,
        (meant - half_width, meant + half_width),
        submission.standard.label(key),
        Shown(shown.stated(key, submission), same(shown.figure(meant, form))),
    )
