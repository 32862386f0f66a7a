"""Put what ``keepwarm demo`` prints into README.md.

python -m tests.readme
"""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

from pipelines.cli import main as keepwarm

README = Path(__file__).parents[1] / "README.md"
COLUMNS = "96"


def demo_block(printed: str) -> str:
    """Return what README.md should show of a demo: all but where its folder is, as an indented block."""
    shown = printed.partition("\nThese people are invented")[0]
    lines = [line.rstrip() for line in shown.splitlines() if line.strip() and "keepwarm-demo-" not in line]
    return "\n".join(f"    {line}" for line in lines)


def marked(name: str) -> str:
    """Return what stands in README.md between the two comments of that name."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", README.read_text(), re.DOTALL)
    if not found:
        raise LookupError(name)
    return found[1]


def main() -> None:
    """Run the demo and write its output."""
    printed = io.StringIO()
    with redirect_stdout(printed), patch.dict(os.environ, {"COLUMNS": COLUMNS}):
        keepwarm(["demo"])
    text = README.read_text()
    block = f"<!-- demo -->\n{demo_block(printed.getvalue())}\n<!-- /demo -->"
    README.write_text(re.sub(r"<!-- demo -->.*?<!-- /demo -->", lambda _: block, text, flags=re.DOTALL))


if __name__ == "__main__":
    main()
