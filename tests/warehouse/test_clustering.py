from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from warehouse.clustering import Edge, Guards, cluster


def guards(
    size: int,
    marks: dict[int, int] | None = None,
    names: dict[int, int] | None = None,
    apart: tuple[tuple[int, int], ...] = (),
    unlikely: tuple[tuple[int, int], ...] = (),
    clash: Callable[[int, int], bool] = lambda left, right: left != right,
    unrelated: Callable[[int, int], bool] = lambda left, right: False,
) -> Guards:
    """Guards over so many nodes; two different names clash."""
    return Guards(
        [(marks or {}).get(node, -1) for node in range(size)],
        [(names or {}).get(node, -1) for node in range(size)],
        clash,
        unrelated,
        apart,
        unlikely,
    )


def test_edges_join_and_a_cluster_is_named_by_its_smallest_node() -> None:
    assert cluster([Edge(2, 3, 5), Edge(1, 2, 4)], guards(5)) == [0, 1, 1, 1, 4]


def test_no_chain_joins_two_profiles() -> None:
    edges = [Edge(0, 1, 20), Edge(1, 2, 8)]
    assert cluster(edges, guards(3, marks={0: 7, 2: 8})) == [0, 0, 2]


def test_the_stronger_side_gets_what_lies_between() -> None:
    edges = [Edge(0, 1, 5), Edge(1, 2, 9)]
    assert cluster(edges, guards(3, marks={0: 7, 2: 8})) == [0, 1, 1]


def test_what_fits_two_people_equally_is_left_alone() -> None:
    edges = [Edge(0, 1, 8), Edge(1, 2, 7)]
    assert cluster(edges, guards(3, marks={0: 7, 2: 8})) == [0, 1, 2]


def test_no_chain_joins_two_clashing_names() -> None:
    edges = [Edge(0, 1, 20), Edge(1, 2, 9)]
    assert cluster(edges, guards(3, names={0: 0, 2: 1})) == [0, 0, 2]


def test_one_address_under_two_names_is_a_name_that_changed() -> None:
    edges = [Edge(0, 1, 20, is_renaming=True), Edge(1, 2, 9)]
    assert cluster(edges, guards(3, names={0: 0, 1: 1, 2: 1})) == [0, 0, 0]


def test_of_two_unrelated_names_at_an_address_only_one_attracts_namesakes() -> None:
    edges = [Edge(0, 1, 30, is_renaming=True), Edge(1, 2, 20), Edge(0, 3, 9)]
    everyone = guards(4, names={0: 0, 1: 1, 2: 1, 3: 0}, unrelated=lambda left, right: left != right)
    assert cluster(edges, everyone) == [0, 0, 0, 3]


def test_people_told_apart_stay_apart_through_third_parties() -> None:
    edges = [Edge(0, 1, 30), Edge(1, 2, 20), Edge(2, 3, 10)]
    assert cluster(edges, guards(4, apart=((0, 3),))) == [0, 0, 0, 3]


def test_the_users_word_joins_two_profiles_and_what_is_unlikely() -> None:
    edges = [Edge(0, 1, inf)]
    assert cluster(edges, guards(2, marks={0: 7, 1: 8}, names={0: 0, 1: 1}, unlikely=((0, 1),))) == [0, 0]
    assert cluster([Edge(0, 1, 30)], guards(2, unlikely=((0, 1),))) == [0, 1]


NODES = st.integers(0, 9)
PAIRS = st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1])
EDGES = st.lists(st.builds(lambda pair, weight: Edge(*pair, weight), PAIRS, st.integers(3, 20).map(float)), max_size=30)


@given(EDGES, st.dictionaries(NODES, st.integers(0, 3)), st.dictionaries(NODES, st.integers(0, 3)), st.lists(PAIRS))
def test_whatever_the_edges_the_invariant_holds(
    edges: list[Edge], marks: dict[int, int], names: dict[int, int], apart: list[tuple[int, int]]
) -> None:
    labels = cluster(edges, guards(10, marks, names, tuple(apart)))
    for left, right in combinations(range(10), 2):
        if labels[left] == labels[right]:
            assert marks.get(left, -1) == marks.get(right, -1) or -1 in (marks.get(left, -1), marks.get(right, -1))
            assert (left, right) not in apart
            assert (right, left) not in apart
    for label in set(labels):
        assert len({names[node] for node in range(10) if labels[node] == label and node in names}) <= 1
        assert label == min(node for node in range(10) if labels[node] == label)


@given(EDGES, st.dictionaries(NODES, st.integers(0, 3)), st.randoms())
def test_the_order_of_the_edges_makes_no_difference(edges: list[Edge], marks: dict[int, int], random: object) -> None:
    everyone = guards(10, marks)
    shuffled = sorted(edges, key=lambda edge: (edge.b, edge.weight, edge.a))
    assert cluster(edges, everyone) == cluster(shuffled, everyone)
