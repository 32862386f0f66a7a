"""Guarded clustering: strongest edge first, and no chain of edges joins what must stay apart.

The invariant: within a cluster there is at most one exclusive mark (a LinkedIn profile), no pair told apart, and no two
names that clash unless an edge between them said so itself. Only certain edges (the user's word) may break the first and the last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

# An edge is ambiguous where another one is within so many bits and leads to a rival cluster.
RIVAL_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A match between two nodes: its weight in bits, whether it is certain, and whether it speaks for both names."""

    a: int
    b: int
    weight: float
    is_certain: bool = False
    joins_names: bool = False


@dataclass(slots=True)
class Guards:
    """What must stay apart: a mark (or -1) and a name (or -1) for each node, pairs told apart, and which names clash."""

    marks: Sequence[int]
    names: Sequence[int]
    apart: Sequence[tuple[int, int]] = ()
    clash: Callable[[int, int], bool] = field(default=lambda left, right: False)


def cluster(edges: Sequence[Edge], guards: Guards) -> list[int]:
    """Return for each node the smallest node of its cluster.

    The result depends on the set of edges alone, not on their order.
    """
    return _Clusters(guards).joined(sorted(edges, key=lambda edge: (not edge.is_certain, -edge.weight, edge.a, edge.b)))


class _Clusters:
    def __init__(self, guards: Guards) -> None:
        self.guards = guards
        self.parents = list(range(len(guards.marks)))
        self.members: dict[int, list[int]] = {}
        self.marks = {node: {mark} for node, mark in enumerate(guards.marks) if mark >= 0}
        self.names = {node: {name} for node, name in enumerate(guards.names) if name >= 0}
        self.enemies: dict[int, set[int]] = defaultdict(set)
        self.rivals: dict[int, list[Edge]] = defaultdict(list)
        for left, right in guards.apart:
            self.enemies[left].add(right)
            self.enemies[right].add(left)

    def joined(self, edges: Sequence[Edge]) -> list[int]:
        for edge in edges:
            self.rivals[edge.a].append(edge)
            self.rivals[edge.b].append(edge)
        for edge in edges:
            left, right = self.root(edge.a), self.root(edge.b)
            if left != right and self.may_join(left, right, edge) and not self.is_ambiguous(left, right, edge):
                self.join(left, right)
        return [self.root(node) for node in range(len(self.parents))]

    def root(self, node: int) -> int:
        parents = self.parents
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    def may_join(self, left: int, right: int, edge: Edge) -> bool:
        if self.are_enemies(left, right):
            return False
        if edge.is_certain:
            return True
        marks = self.marks.get(left, _NOTHING) | self.marks.get(right, _NOTHING)
        return len(marks) < 2 and (edge.joins_names or not self.names_clash(left, right))

    def are_enemies(self, left: int, right: int) -> bool:
        enemies = self.enemies.get(left)
        return bool(enemies) and any(self.root(enemy) == right for enemy in enemies)

    def names_clash(self, left: int, right: int) -> bool:
        left_names, right_names = self.names.get(left), self.names.get(right)
        if not left_names or not right_names or not left_names.isdisjoint(right_names):
            return False
        return all(self.guards.clash(a, b) for a in left_names for b in right_names)

    def is_ambiguous(self, left: int, right: int, edge: Edge) -> bool:
        """Tell whether one end could as well go to a cluster that can never be one with the other end's."""
        if edge.is_certain or edge.joins_names:
            return False
        return any(
            self.has_rival(node, here, there, edge) for node, here, there in ((edge.a, left, right), (edge.b, right, left))
        )

    def has_rival(self, node: int, here: int, there: int, edge: Edge) -> bool:
        for other in self.rivals[node]:
            if other.weight < edge.weight - RIVAL_MARGIN or other.is_certain:
                continue
            rival = self.root(other.b if other.a == node else other.a)
            if rival not in (here, there) and self.may_join(here, rival, other) and not self.may_join(there, rival, _PLAIN):
                return True
        return False

    def join(self, left: int, right: int) -> None:
        kept, gone = min(left, right), max(left, right)
        self.parents[gone] = kept
        for table in (self.marks, self.names, self.enemies):
            if gone in table:
                table.setdefault(kept, set()).update(table.pop(gone))


_NOTHING: frozenset[int] = frozenset()
_PLAIN = Edge(-1, -1, 0.0)
