"""HTML: one page that loads nothing, runs nothing and links nowhere but to the people on it."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from pipelines.console import plain
from pipelines.exports.action_list import Action, ActionList

_PROFILE = re.compile(r"https://www\.linkedin\.com/in/[\w%.~-]+/?")
_ADDRESS = re.compile(r"[\w.+'~-]+@[\w-]+(\.[\w-]+)+")

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-bottom: 0; } p { margin: .2rem 0; }
.role, .marks { color: #666; font-size: .9rem; }
@media (prefers-color-scheme: dark) {
  body { background: #1b1b1b; color: #ddd; } .role, .marks { color: #999; } a { color: #8bf; }
}
"""


def render(actions: ActionList) -> bytes:
    """Return a whole page, in UTF-8."""
    day = f"{actions.as_of.day} {actions.as_of:%B %Y}"
    body = "\n".join(_section(action) for action in actions.actions)
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keep warm: {day}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Keep warm: {day}</h1>
{body or "<p>Nobody to write to this week.</p>"}
</body>
</html>
"""
    return page.encode()


def _section(action: Action) -> str:
    due = f"by {action.due_on.isoformat()}" if action.due_on else ""
    marks = [_text(action.family_in_words), _channel(action.channel), due, _profile(action.profile_url)]
    return f"""<section>
<h2>{_text(action.title)}</h2>
<p class="role">{_text(", ".join(filter(None, (action.full_name, action.role))))}</p>
<p>{_text(action.reason)}</p>
<p class="marks">{" · ".join(filter(None, marks))}</p>
</section>"""


def _channel(channel: str) -> str:
    if _ADDRESS.fullmatch(channel):
        return f'<a href="mailto:{quote(channel, safe="@")}">{_text(channel)}</a>'
    return _text(channel)


def _profile(url: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer">profile</a>' if _PROFILE.fullmatch(url) else ""


def _text(text: str) -> str:
    return escape(plain(text))
