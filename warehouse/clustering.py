"""Guarded clustering: strongest edge first, and no chain of edges joins what must stay apart.

The invariant: a cluster has one mark (LinkedIn profile) at most, holds no pair that was told apart, and joins two
clashing names only where an edge said by itself that the name changed. Certain edges (the user's word, the owner's own
addresses) come first; only they may join two marks, or a pair that is unlikely to be one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

# A rival within so many bits makes an edge ambiguous; more than that, and it is no rival.
RIVAL_MARGIN = 3.0
# Compared with each other where two clusters meet; a person under more names than this has compatible ones among them.
MOST_NAMES = 12

Pair = tuple[int, int]


class Edge(NamedTuple):
    """A match of two nodes; its weight in bits is infinite where it is certain.

    ``is_renaming`` is true where it speaks for one person whatever the names are (one address under two names).
    """

    a: int
    b: int
    weight: float
    is_renaming: bool = False

    @property
    def is_certain(self) -> bool:
        """Tell whether nothing but a pair told apart may stand against it."""
        return self.weight == float("inf")


@dataclass(frozen=True, slots=True)
class Guards:
    """What must stay apart; marks and names are numbers, one per node, and -1 for none.

    Names ``clash`` that are hardly one person's, and are ``unrelated`` where they do not even share a word.
    ``apart`` are pairs that nothing joins, ``unlikely`` pairs that only certain edges join.
    """

    marks: Sequence[int]
    names: Sequence[int]
    clash: Callable[[int, int], bool]
    unrelated: Callable[[int, int], bool]
    apart: Sequence[Pair] = ()
    unlikely: Sequence[Pair] = ()


def cluster(edges: Iterable[tuple[int, int, float, bool]], guards: Guards) -> list[int]:
    """Return for each node the smallest node of its cluster; the order of the edges makes no difference.

    The edges are rows of the fields of `Edge`, of which only those that a guard may refuse are made: one in a thousand.
    """
    everywhere = list(edges)
    roots = _components(len(guards.marks), everywhere)
    contested = _contested(roots, guards)
    clusters = _Clusters(guards, [node for node, root in enumerate(roots) if root in contested])
    there = [Edge(*edge) for edge in everywhere if roots[edge[0]] in contested]
    clusters.join_all(sorted(there, key=lambda edge: (-edge.weight, edge.a, edge.b)))
    return [clusters.root(node) if root in contested else root for node, root in enumerate(roots)]


def _components(size: int, edges: Iterable[tuple[int, int, float, bool]]) -> list[int]:
    """Return for each node the smallest node that a chain of edges joins it to."""
    parents = list(range(size))
    for a, b, _, _ in edges:
        while parents[a] != a:
            parents[a] = a = parents[parents[a]]
        while parents[b] != b:
            parents[b] = b = parents[parents[b]]
        if a < b:
            parents[b] = a
        else:
            parents[a] = b
    # No parent is greater than its node: one pass in ascending order leads every node to its root.
    for node, parent in enumerate(parents):
        parents[node] = parents[parent]
    return parents


def _contested(roots: Sequence[int], guards: Guards) -> set[int]:
    """Return the components in which a guard may have something to say; any other one is a cluster as it is."""
    contested = {roots[node] for pair in (*guards.apart, *guards.unlikely) for node in pair}
    marks: dict[int, int] = {}
    first_names: dict[int, int] = {}
    names: dict[int, set[int]] = {}
    for root, mark, name in zip(roots, guards.marks, guards.names, strict=True):
        if mark >= 0 and marks.setdefault(root, mark) != mark:
            contested.add(root)
        if name >= 0:
            first = first_names.setdefault(root, name)
            if first != name:
                names.setdefault(root, {first}).add(name)
    for root, found in names.items():
        if len(found) > MOST_NAMES or any(guards.clash(left, right) for left, right in combinations(found, 2)):
            contested.add(root)
    return contested


class _Clusters:
    def __init__(self, guards: Guards, nodes: Sequence[int]) -> None:
        self.parents = list(range(len(guards.marks)))
        self.guards = guards
        self.disputed: set[int] = set()
        self.marks, self.names = (
            {node: {values[node]} for node in nodes if values[node] >= 0} for values in (guards.marks, guards.names)
        )
        self.enemies: dict[int, set[int]] = defaultdict(set)
        self.edges_of: dict[int, list[Edge]] = defaultdict(list)
        self.keep_apart(guards.apart)

    def root(self, node: int) -> int:
        """Return the smallest node of the cluster."""
        parents = self.parents
        while parents[node] != node:
            parents[node] = node = parents[parents[node]]
        return node

    def join_all(self, edges: Sequence[Edge]) -> None:
        certain = [edge for edge in edges if edge.is_certain]
        others = edges[len(certain) :]
        for edge in certain:
            self.join_where_allowed(edge)
        self.keep_apart(self.guards.unlikely)
        for edge in others:
            self.edges_of[edge.a].append(edge)
            self.edges_of[edge.b].append(edge)
        for edge in others:
            self.join_where_allowed(edge)

    def keep_apart(self, pairs: Iterable[Pair]) -> None:
        for a, b in pairs:
            left, right = self.root(a), self.root(b)
            if left != right:
                self.enemies[left].add(b)
                self.enemies[right].add(a)

    def join_where_allowed(self, edge: Edge) -> None:
        left, right = self.root(edge.a), self.root(edge.b)
        if left != right and self.may_join(left, right, edge) and not self.is_ambiguous(left, right, edge):
            self.join(left, right)

    def may_join(self, left: int, right: int, edge: Edge) -> bool:
        if any(self.root(enemy) == right for enemy in self.enemies.get(left, ())):
            return False
        if edge.is_certain:
            return True
        mine, theirs = self.marks.get(left, _NONE), self.marks.get(right, _NONE)
        # Two marks that the user joined do not keep others away.
        if len(mine | theirs) > max(1, len(mine), len(theirs)):
            return False
        return edge.is_renaming or not self.names_clash(left, right)

    def names_clash(self, left: int, right: int) -> bool:
        left_names, right_names = self.names.get(left), self.names.get(right)
        if not left_names or not right_names or not left_names.isdisjoint(right_names):
            return False
        return all(
            self.guards.clash(a, b) for a in sorted(left_names)[:MOST_NAMES] for b in sorted(right_names)[:MOST_NAMES]
        )

    def is_ambiguous(self, left: int, right: int, edge: Edge) -> bool:
        """Tell whether one end could as well go to a cluster that can never be one with the other end's."""
        if edge.is_certain or edge.is_renaming:
            return False
        return self.has_rival(edge.a, left, right, edge) or self.has_rival(edge.b, right, left, edge)

    def has_rival(self, node: int, here: int, there: int, edge: Edge) -> bool:
        for other in self.edges_of[node]:
            if other.weight < edge.weight - RIVAL_MARGIN:
                return False
            rival = self.root(other.b if other.a == node else other.a)
            if (
                rival not in (here, there)
                and self.may_join(here, rival, other)
                and not self.may_join(there, rival, _PLAIN)
            ):
                return True
        return False

    def join(self, left: int, right: int) -> None:
        kept, gone = min(left, right), max(left, right)
        names = self.names_of_both(left, right)
        self.parents[gone] = kept
        for table in (self.marks, self.enemies):
            if gone in table:
                table.setdefault(kept, set()).update(table.pop(gone))
        self.names.pop(gone, None)
        if names:
            self.names[kept] = names

    def names_of_both(self, left: int, right: int) -> set[int]:
        """Return the names under which the joined cluster may attract namesakes.

        One of two unrelated names at an address is a pen name, a slip, or somebody else's: whichever finds a namesake
        first is the person's, and the other one attracts nobody.
        """
        mine, theirs = self.names.get(left, _NONE), self.names.get(right, _NONE)
        both = {*mine, *theirs}
        if not mine or not theirs or (not mine.isdisjoint(theirs) and not self.disputed):
            return both
        if not self.disputed.isdisjoint((left, right)) and not self.names_clash(left, right):
            both = {name for name in both if self.fits(name, mine) and self.fits(name, theirs)}
            self.disputed -= {left, right}
        elif all(self.guards.unrelated(a, b) for a in mine for b in theirs):
            self.disputed.add(min(left, right))
        return both

    def fits(self, name: int, others: Collection[int]) -> bool:
        return name in others or any(not self.guards.clash(name, other) for other in others)


_NONE: frozenset[int] = frozenset()
_PLAIN = Edge(-1, -1, 0.0)
