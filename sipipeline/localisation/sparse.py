"""Sparse rows: of each, the columns that it has and their weights."""

import numpy as np

from sipipeline.arithmetic.figures import Floats, Numbers
from sipipeline.core.values import frozen


@frozen
class SparseRows:
    """m rows over some columns; no row is empty."""

    pointer: Numbers
    """(m + 1,): where each row begins, and the end of the last."""
    column: Numbers
    weight: Floats
    width: int
    """How many columns there are."""

    def __len__(self) -> int:
        return len(self.pointer) - 1

    def at(self, point: Floats) -> Floats:
        """(m,): the rows at a point; (m, H): at H points, the columns of `point`."""
        if not len(self):
            return np.zeros((0, *point.shape[1:]))
        weight = self.weight.reshape(-1, *[1] * (point.ndim - 1))
        return np.asarray(np.add.reduceat(weight * point[self.column], self.pointer[:-1]))

    def chosen(self, rows: Numbers) -> "SparseRows":
        """Some of the rows, in the order given."""
        entry, pointer = entries_of(self.pointer, rows)
        return SparseRows(pointer, self.column[entry], self.weight[entry], self.width)


def entries_of(pointer: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """The entries of some rows, one row after the other, and the pointer of these rows alone."""
    lengths = np.diff(pointer)[rows]
    own = np.append(0, np.cumsum(lengths))
    skipped = np.repeat(pointer[rows] - own[:-1], lengths)
    return np.arange(own[-1]) + skipped, own


def dense_rows(matrix: Floats) -> SparseRows:
    """The rows of a dense matrix, each of which has some weight."""
    row, column = np.nonzero(matrix)
    pointer = np.searchsorted(row, np.arange(len(matrix) + 1))
    return SparseRows(pointer, column, matrix[row, column], matrix.shape[1])
