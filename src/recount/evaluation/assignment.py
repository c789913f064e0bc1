"""The best one-to-one pairing of two short lists."""

from collections.abc import Sequence

__all__ = ["assign"]


def assign(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """Give each row the column that makes the sum of scores greatest; None where only scores ≤ 0 are left.

    Each column is given once. Exact (the Hungarian method), rows and columns of any number; the same scores
    always give the same answer. Source: Kuhn 1955, in the O(n³) form with potentials.
    """
    n_rows, n_columns = len(scores), max((len(row) for row in scores), default=0)
    size = max(n_rows, n_columns)
    cost = [[0.0] * (size + 1) for _ in range(size + 1)]
    for i, row in enumerate(scores):
        for j, score in enumerate(row):
            cost[i + 1][j + 1] = -max(score, 0.0)
    row_of = _solve(cost, size)
    given: list[int | None] = [None] * n_rows
    for j in range(1, n_columns + 1):
        i = row_of[j]
        if i <= n_rows and cost[i][j] < 0:
            given[i - 1] = j - 1
    return given


def _solve(cost: list[list[float]], size: int) -> list[int]:
    """Return the row of each column (both from 1) at least cost."""
    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        came_from = [0] * (size + 1)
        least = [float("inf")] * (size + 1)
        used = [False] * (size + 1)
        column = 0
        while row_of[column]:
            used[column] = True
            here, step, following = row_of[column], float("inf"), 0
            for j in range(1, size + 1):
                if used[j]:
                    continue
                reduced = cost[here][j] - of_row[here] - of_column[j]
                if reduced < least[j]:
                    least[j], came_from[j] = reduced, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(size + 1):
                if used[j]:
                    of_row[row_of[j]] += step
                    of_column[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return row_of
