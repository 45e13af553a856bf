# SPDX-License-Identifier: Apache-2.0
"""@each: one claim for every combination of some values."""
import itertools


class Row(tuple):
    """A value with a name of its own: (name, ...)."""

    def __str__(self):
        return str(self[0])


class Words(list):
    """Words of a command line; named by themselves, or `plain`."""

    def __str__(self):
        return "_".join(self) or "plain"


def _named(value):
    if isinstance(value, tuple):
        return Row(value)
    return Words(value) if isinstance(value, list) else value


def each(*axes):
    """Makes a claim of every combination of one value from each list.

    A tuple is named by its first item.
    """
    def mark(function):
        function.rows = list(itertools.product(
            *([_named(value) for value in axis] for axis in axes)))
        return function
    return mark
