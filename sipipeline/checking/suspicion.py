"""All relations of each submission of a batch together: what contradicts, which cells explain it,
what blanks hold."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

import numpy as np

from sipipeline import catalogue
from sipipeline.arithmetic.blanks import implied
from sipipeline.arithmetic.figures import Figures, Flags, Floats
from sipipeline.arithmetic.screening import Screening, screen
from sipipeline.checking.arrangement import arrangement
from sipipeline.checking.wording.shown import form_of, within
from sipipeline.core import keys
from sipipeline.core.figures import decimals, half_unit, is_whole
from sipipeline.core.findings import Implied, Interval
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Noted, Submission
from sipipeline.core.text import NOTHING
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.people_and_money import paid_to_pensioners
from sipipeline.language.numbers import read_number
from sipipeline.language.wordings import is_no_reason
from sipipeline.localisation.arrangement import CellContents
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.problem import LinearProblem, linear_problem, problem_alone
from sipipeline.localisation.suspects import Diagnosis, Group
from sipipeline.rules import h701_opening_is_last_closing, n601_text_agrees_with_tables

_QUOTING = n601_text_agrees_with_tables.RULE.code

_CONSISTENT = Diagnosis(True)


@frozen
class Joint:
    """What all relations of one submission say together."""

    submission: Submission
    """With the figures of its texts as claims, if these contradict its tables."""
    diagnosis: Diagnosis = _CONSISTENT
    implied: tuple[Implied, ...] = ()
    crash: Exception | None = None


def reconcile(
    evidence: Sequence[Evidence],
    figures: Figures,
    exists: Mapping[Relation, Flags | None],
    disputed: Sequence[bool],
) -> list[Joint]:
    """Propagation over the batch first. Linear programs decide what it leaves open, and submissions
    whose texts are `disputed` by their tables."""
    screening = screen(list(exists), figures, exists)
    weights = weights_of(evidence[0].standard, figures)
    joints: list[Joint] = []
    for row, one_evidence in enumerate(evidence):
        joint = Joint(one_evidence.submission)
        if disputed[row] or not screening.holds[row]:
            one = _Screened(one_evidence, screening, figures.of([row]), weights[row], row)
            joint = _diagnosed(one, disputed[row])
        joints.append(joint)
    return _with_certain_blanks(_with_blanks(joints, figures, screening), figures, exists)


def weights_of(standard: Standard, figures: Figures) -> Floats:
    """(n, K): what doubting each figure costs. Impossible values, as negative or fractional
    head-counts, are suspected first."""
    usual, counts = _usual_weights(standard, tuple(figures.columns))
    fractions = counts & ~is_whole(figures.value)
    negative = figures.value + figures.half_width < figures.floor
    impossible = figures.stated & (fractions | negative)
    return np.where(impossible, standard.weights["impossible"] * usual, usual)


@lru_cache(maxsize=8)
def _usual_weights(standard: Standard, figures: tuple[str, ...]) -> tuple[Floats, Flags]:
    """(K,): what doubting each possible figure costs, and whether it counts people."""
    fields = map(standard.field, figures)
    counts = [field is not None and field.whole for field in fields]
    weights = [_weight(standard, key) for key in figures]
    return np.array(weights), np.array(counts, bool)


def _weight(standard: Standard, key: str) -> float:
    field = standard.field(keys.quoted(key))
    if keys.quoted(key) != key:
        return standard.weights["narrative"]
    if field is not None and field.kind in ("rate", "months"):
        return standard.weights["derived"]
    return standard.weights["ledger"]


# ---------------------------------------------------------------- diagnosis
@frozen
class _Screened:
    """One submission of a batch."""

    evidence: Evidence
    screening: Screening
    figures: Figures
    weights: Floats
    row: int

    def problem(self) -> LinearProblem:
        screening, form = self.screening, arrangement(self.evidence.standard)
        contents = _contents(self.evidence)
        return linear_problem(
            screening.matrix,
            self.figures,
            screening.applies[self.row],
            self._weights(contents),
            form,
            screening.scope[self.row],
            contents,
        )

    def _weights(self, contents: CellContents) -> Floats:
        """(K,): what doubting each figure costs; one with a unit behind it that is not the form's
        is suspected first."""
        columns, weights = self.figures.columns, self.weights.copy()
        written = [columns[key] for key in contents.written if key in columns]
        weights[written] *= self.evidence.standard.weights["impossible"]
        return weights

    def problem_with_texts(self, quotes: Mapping[str, Claim]) -> LinearProblem:
        """The problem with figures quoted in the texts. A quote restates its cell, or where
        the form adds that up the cells of the funds; a quoted rate is held to the same amounts as
        the cell's."""
        standard, relations = self.evidence.standard, self.screening.relations(self.row)
        cell_of = {key: keys.quoted(key) for key in quotes}
        ratios = {relation.subject: relation for relation in relations if relation.is_ratio}
        rates = [
            replace(ratios[cell], subject=key) for key, cell in cell_of.items() if cell in ratios
        ]
        parts = {key: self._stated_parts(cell) for key, cell in cell_of.items()}
        restating = [_restating(key, of) for key, of in parts.items()]
        claims = self.evidence.submission.claims
        cells = {part: claims[part] for part in chain.from_iterable(parts.values())}
        known = self.figures.columns
        added = {key: claim for key, claim in {**quotes, **cells}.items() if key not in known}
        figures = _extended(self.figures, standard, added)
        form, contents = arrangement(standard), _contents(self.evidence)
        weights = np.append(self._weights(contents), [self._weight(key) for key in added])
        every = [*relations, *self._over_years(), *restating, *rates]
        return problem_alone(every, figures, weights, form, contents)

    def _over_years(self) -> Iterator[Relation]:
        """The relations to an earlier year: they break nothing, but tell what was carried over."""
        known = self.figures.columns.keys()
        for relation in catalogue.relations(self.evidence.standard):
            if relation.to_explain and known >= {*relation.keys}:
                yield relation

    def _stated_parts(self, cell: str) -> Sequence[str]:
        """A cell that is stated; else those of the funds by which the form adds it up."""
        submission = self.evidence.submission
        return [cell] if cell in submission.claims else submission.parts(cell)

    def _weight(self, key: str) -> float:
        """What doubting a figure that a text quotes costs: as much as a cell where it is of a total
        that the form adds up, so that what nothing else holds is not trusted more than the
        text."""
        standard, cell = self.evidence.standard, keys.quoted(key)
        is_computed = cell != key and cell in self.evidence.submission.computed
        return standard.weights["ledger"] if is_computed else _weight(standard, key)


def _restating(quote: str, cells: Sequence[str]) -> Relation:
    """That a quote says what a cell says, or several together."""
    return Relation(_QUOTING, quote, tuple(Term(1, cell) for cell in cells))


def _contents(evidence: Evidence) -> CellContents:
    """What the cells of a submission hold beside its figures."""
    submission = evidence.submission
    strays = [note for note in submission.notes if note.what is Noted.UNKNOWN_PLACE]
    amounts = {note.key: _amount(note.raw) for note in strays if keys.is_account(note.key)}
    claims = submission.claims.values()
    written = {claim.key: _without_unit(claim, submission) for claim in claims}
    known = {key: amount for key, amount in amounts.items() if amount is not None}
    return CellContents(
        known,
        _some(written),
        dict(_in_percent(submission)),
        dict(_carried_over(evidence)),
        dict(_paid(evidence)),
        _sheets(evidence.completeness.people),
        _sheets(evidence.completeness.not_run),
        dict(_copies(submission)),
        _said(evidence),
    )


def _copies(submission: Submission) -> Iterator[tuple[str, str]]:
    """The sheets that are copies of others by their hidden keys, each with that other."""
    for note in submission.notes:
        if note.what is Noted.COPY_OF_ANOTHER:
            yield f"{keys.ACCOUNTS}.{note.raw}", f"{keys.ACCOUNTS}.{note.detail}"


def _said(evidence: Evidence) -> Sequence[tuple[str, tuple[float, float]]]:
    """What the texts say of single cells in so many words, each cell once."""
    beside = evidence.beside_cells.items()
    plain = {one.told.key: one for quote, one in beside if one and quote.exact and not quote.falls}
    claims = evidence.submission.claims
    return [(key, (one.low, one.high)) for key, one in plain.items() if key in claims]


def _in_percent(submission: Submission) -> Iterator[tuple[str, tuple[float, float]]]:
    """The cells that ask for an amount, and in which a percentage stands that is none."""
    for note in submission.notes:
        read = read_number(note.raw) if isinstance(note.raw, str) else None
        if note.what is Noted.UNREADABLE and read is not None and read.unit == "%":
            room = half_unit(read.decimals)
            yield note.key, ((read.value - room) / 100, (read.value + room) / 100)


def _sheets(funds: Collection[str]) -> list[str]:
    """The sheets of some funds."""
    return [f"{keys.ACCOUNTS}.{fund}" for fund in sorted(funds)]


def _paid(evidence: Evidence) -> Iterator[tuple[str, tuple[float, float]]]:
    """The benefits of each fund whose people and what each of them gets are stated, with what these
    leave of them."""
    standard, limits = evidence.standard, evidence.standard.limits
    yuan = standard.yuan(evidence.money_unit)
    for fund in standard.funds:
        paid = paid_to_pensioners(evidence.submission, fund)
        if paid is not None:
            amount = paid.yuan / yuan
            yield paid.keys[0], (amount * limits["benefit_low"], amount * limits["benefit_high"])


def _carried_over(evidence: Evidence) -> Iterator[tuple[str, float]]:
    """The balances that the year did not begin with as last year ended, with those of last year;
    none that has a reason, or of which last year's own workbook has another."""
    submission, last_year = evidence.submission, evidence.last_year
    for relation in h701_opening_is_last_closing.relations(submission.standard):
        opening, last = map(submission.number, relation.keys[:2])
        if relation.form or opening is None or last is None or opening == last:
            continue
        if relation.keys[1] in last_year.of_balances(keys.table(relation.subject)).keys:
            continue
        if is_no_reason(submission.text(keys.note(relation.subject))):
            yield relation.subject, last


def _some(amounts: Mapping[str, float | None]) -> Mapping[str, float]:
    """The amounts that are known and not 0."""
    return {key: amount for key, amount in amounts.items() if amount}


def _without_unit(claim: Claim, submission: Submission) -> float | None:
    """The number of a cell whose unit of money is not the form's; none for any other cell."""
    if not isinstance(claim.raw, str) or not isinstance(claim.value, float):
        return None
    read = read_number(claim.raw)
    foreign = submission.standard.money_units.keys() - {submission.money_unit}
    return read.value if read is not None and read.unit in foreign else None


def _amount(raw: object) -> float | None:
    """The number that a cell states; none where that is not clear."""
    if isinstance(raw, (int, float)):
        return float(raw)
    read = read_number(str(raw))
    return None if read is None else read.value


def _diagnosed(one: _Screened, disputed: bool) -> Joint:
    """The diagnosis of one submission; a crash of the solver does not stop the batch.

    Only quotes that contradict their cells take part: any other was copied from the cell and is
    corrected along with it, so it is no witness."""
    submission = one.evidence.submission
    try:
        if not disputed:
            return Joint(submission, diagnose(one.problem()))
        if one.evidence.unit_of_tables is not None:
            return _in_one_unit(one)
        return _beside_texts(one, one.evidence.disputed_quotes)
    except Exception as error:
        return Joint(submission, crash=error)


def _beside_texts(one: _Screened, quotes: Mapping[str, Claim]) -> Joint:
    """The diagnosis of a submission with figures that its texts quote."""
    submission = one.evidence.submission
    submission = replace(submission, claims={**submission.claims, **quotes})
    return Joint(submission, diagnose(one.problem_with_texts(quotes)))


def _in_one_unit(one: _Screened) -> Joint:
    """The diagnosis of a submission whose texts are all in one unit and its accounts in another:
    without the texts where the tables agree, for then the cover is wrong; where they do not, with
    the texts, if these show which sheets are in that unit."""
    if one.screening.contradicts[one.row]:
        joint = _beside_texts(one, one.evidence.disputed_quotes)
        suspects = (suspect for group in joint.diagnosis.groups for suspect in group.suspects)
        if any(one.slip.code == "scaled" and keys.is_account(one.key) for one in suspects):
            return joint
    return _beside_texts(one, {})


def _extended(figures: Figures, standard: Standard, claims: Mapping[str, Claim]) -> Figures:
    """The figures of one submission with further claims."""
    value = np.array([[claim.value for claim in claims.values()]], float)
    half_width = np.array([[claim.half_width for claim in claims.values()]], float)
    yes, no = np.ones(value.shape, bool), np.zeros(value.shape, bool)
    fields = [standard.field(keys.quoted(key)) for key in claims]
    floor = [-np.inf if field is not None and field.signed else 0.0 for field in fields]
    columns = {key: len(figures.columns) + place for place, key in enumerate(claims)}
    return Figures(
        {**figures.columns, **columns},
        np.hstack([figures.value, value]),
        np.hstack([figures.half_width, half_width]),
        np.hstack([figures.printed_half_width, half_width]),
        np.hstack([figures.stated, yes]),
        np.hstack([figures.not_run, no]),
        np.hstack([figures.formula, no]),
        np.append(figures.floor, floor),
    )


# ---------------------------------------------------------------- blanks
def _with_blanks(joints: Sequence[Joint], figures: Figures, screening: Screening) -> list[Joint]:
    """The joints with the values of their blanks; none where the figures contradict."""
    return [
        replace(joint, implied=tuple(_blanks(joint.submission, figures, screening, row)))
        for row, joint in enumerate(joints)
    ]


def _with_certain_blanks(
    joints: Sequence[Joint], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> list[Joint]:
    """The joints; of those with an error the blanks anew, the figures that may hold the error being
    taken as blank too."""
    results = list(joints)
    faulty = [row for row, joint in enumerate(joints) if not joint.diagnosis.consistent]
    if not faulty:
        return results
    among = {relation: _rows_of(flags, faulty) for relation, flags in exists.items()}
    with_errors = [joints[row] for row in faulty]
    cleared = figures.of(faulty).without(_doubted(with_errors, figures.columns))
    screening = screen(list(exists), cleared, among)
    for row, joint in zip(faulty, _with_blanks(with_errors, cleared, screening)):
        results[row] = joint
    return results


def _doubted(joints: Sequence[Joint], columns: Mapping[str, int]) -> Flags:
    """(n, K): the figures that may hold the error of each submission."""
    doubted = np.zeros((len(joints), len(columns)), bool)
    for row, joint in enumerate(joints):
        suspected = chain.from_iterable(map(_suspected, joint.diagnosis.groups))
        doubted[row, [columns[key] for key in suspected if key in columns]] = True
    return doubted


def _suspected(group: Group) -> set[str]:
    """The suspects, and all figures of a contradiction without a single explanation."""
    suspects = {suspect.key for suspect in group.suspects}
    return suspects if group.unique and suspects else suspects.union(group.contradiction.figures)


def _blanks(
    submission: Submission, figures: Figures, screening: Screening, row: int
) -> Iterator[Implied]:
    """The blank cells of the form that the others leave one value for; none that stands in a
    relation with a doubted figure."""
    if screening.contradicts[row]:
        return
    beside = _beside_doubted(submission, figures, screening, row)
    for key, (low, high), half_width in implied(screening, figures, row, submission.unreadable):
        is_blank = key in submission.places and key not in submission.computed
        if is_blank and key not in beside:
            yield _blank(key, (low, high), rounded((low + high) / 2, half_width), submission)


def _blank(key: str, expected: Interval, value: float, submission: Submission) -> Implied:
    form = form_of(key, submission)
    form = replace(form, digits=decimals(value * form.per_one))
    room = within(expected, form)
    return Implied(
        submission.cell(key),
        submission.standard.label(key),
        value,
        expected,
        within((value, value), form),
        NOTHING if room.zh.isascii() else room,
    )


def _beside_doubted(
    submission: Submission, figures: Figures, screening: Screening, row: int
) -> set[str]:
    """The keys of the relations with a doubted figure: claimed, but taken as blank."""
    claimed = figures.columns.keys() & submission.claims.keys()
    doubted = {key for key in claimed if not figures.stated[row, figures.columns[key]]}
    relations = screening.relations(row) if doubted else []
    touched = [relation.keys for relation in relations if not doubted.isdisjoint(relation.keys)]
    return set(chain.from_iterable(touched))


def _rows_of(flags: Flags | None, rows: Sequence[int]) -> Flags | None:
    return None if flags is None else flags[rows]
