"""How an action was weighed, in lines to read."""

from __future__ import annotations

from typing import Any

from pipelines.console import plain, shown

# The parts of the expected value, in the order of the formula.
_PARTS = ("value", "p_reply", "lift", "fit", "cost")
LEGEND = (
    "value: what the tie is worth; p reply: how likely they answer; lift: what contact adds to the chance of more"
    " within 90 days; fit: how good the occasion is; cost: the effort"
)
_AFTERWARDS = {
    "suggested_on": "suggested on",
    "done_on": "done on",
    "done_by": "done by",
    "answered_on": "answered on",
}


def explained(evidence: Any) -> list[str]:
    """Return the formula with its numbers, then the facts behind it; for what is done, how and when."""
    if not isinstance(evidence, dict):
        return []
    lines = []
    if all(evidence.get(part) is not None for part in _PARTS):
        value, p_reply, lift, fit, cost = (evidence[part] for part in _PARTS)
        lines.append(
            f"expected value {evidence['expected_value']} = value {value} × p reply {p_reply} × lift {lift} × fit {fit}"
            f" − cost {cost}"
        )
    lines += _afterwards(evidence)
    if evidence.get("suggested_before"):
        rest = f", next on {evidence['rests_until']}" if evidence.get("rests_until") else ""
        lines.append(f"suggested in {evidence['suggested_before']} earlier weeks without contact since{rest}")
    if evidence.get("is_pinned"):
        lines.append("pinned by you")
    facts = evidence.get("facts") or {}
    known = [
        f"{plain(name).replace('_', ' ')}: {shown(fact)}"
        for name, fact in facts.items()
        if fact is not None and not name.endswith("_id")  # which says nothing to a reader
    ]
    occasion = plain(evidence.get("occasion"))
    lines.append(f"occasion: {occasion}" + (f" ({', '.join(known)})" if known else ""))
    return lines


def _afterwards(evidence: dict[str, Any]) -> list[str]:
    said = [f"{words} {plain(evidence[name])}" for name, words in _AFTERWARDS.items() if evidence.get(name)]
    return [", ".join(said)] if said else []
