"""Which telephone numbers an address book calls shared: of fax machines, pagers, assistants and switchboards.

Colleagues have them in common, so they are no evidence of who somebody is.
"""

from __future__ import annotations

import re

from connectors.tables import key

# Keys (see `key`) of labels: Work Fax, _$!<HomeFAX>!$_, Télécopie (bureau), Telefaks, Company Main.
SHARED = re.compile(r"fax|faks|telecop|pager|assist|companymain")


def is_shared(label: str) -> bool:
    """Tell whether the label of a number, or the header of its column, says that colleagues share it."""
    return SHARED.search(key(label)) is not None
