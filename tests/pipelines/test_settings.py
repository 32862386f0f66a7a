from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.home import Home, default_home
from pipelines.settings import TEMPLATE, SettingsInvalid, load_settings, remember_me


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "ME", "TIME_ZONE", "WEEKLY_BUDGET", "INBOX"):
        monkeypatch.delenv(f"KEEPWARM_{name}", raising=False)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "settings.toml")
    assert (settings.me, settings.time_zone, settings.weekly_budget, settings.inbox) == ((), None, 5, None)


def test_the_template_says_the_defaults_and_its_examples_are_valid(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, TEMPLATE)) == load_settings(tmp_path / "none.toml")
    examples = TEMPLATE.replace("\n# me =", "\nme =").replace("\n# time_zone", "\ntime_zone")
    settings = load_settings(write(tmp_path, examples.replace("\n# inbox", "\ninbox")))
    assert len(settings.me) == 2
    assert settings.time_zone == "Europe/Lisbon"
    assert settings.inbox == Path.home() / "Downloads/exports"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, 'weekly_budget = 3\ntime_zone = "Europe/Rome"\n')
    monkeypatch.setenv("KEEPWARM_WEEKLY_BUDGET", "7")
    monkeypatch.setenv("KEEPWARM_ME", "ana@acme.example, Ana@Home.example")
    settings = load_settings(path)
    assert (settings.weekly_budget, settings.time_zone) == (7, "Europe/Rome")
    assert settings.me == ("ana@acme.example", "ana@home.example")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("weekly_bugdet = 3", "weekly_bugdet.*did you mean weekly_budget"),
        ('colour = "red"', "colour.*there are me, time_zone, weekly_budget, inbox"),
        ('time_zone = "Mars/Olympus"', "time_zone: must be the name of a time zone"),
        ("weekly_budget = 0", "weekly_budget"),
        ('me = ["ana"]', "me: each must be an e-mail address"),
        ("weekly_budget = ", "Invalid value"),
    ],
)
def test_a_wrong_setting_is_named_but_not_quoted(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsInvalid, match=rf"settings\.toml: .*{message}") as caught:
        load_settings(write(tmp_path, text))
    assert "Olympus" not in str(caught.value)


def test_a_wrong_variable_of_the_environment_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEPWARM_WEEKLY_BUDGET", "many")
    with pytest.raises(SettingsInvalid, match=r"^KEEPWARM_WEEKLY_BUDGET"):
        load_settings(tmp_path / "settings.toml")


def test_my_addresses_are_remembered_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert remember_me(home, ("Ana@Acme.example",)).me == ("ana@acme.example",)
    home.settings.write_text('# mine\nme = [\n  "ana@acme.example",\n]\nweekly_budget = 3 # few\n')
    assert remember_me(home, ("ana@home.example",)).me == ("ana@acme.example", "ana@home.example")
    assert home.settings.read_text() == (
        '# mine\nme = ["ana@acme.example", "ana@home.example"]\nweekly_budget = 3 # few\n'
    )
    assert home.settings.stat().st_mode & 0o777 == 0o600


def test_an_address_of_mine_that_is_none_is_refused_and_not_kept(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(SettingsInvalid, match=r"^--me"):
        remember_me(home, ("ana",))
    assert not home.settings.exists()


def test_the_home_is_the_named_one_else_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEEPWARM_HOME", str(tmp_path / "mine"))
    assert default_home() == Home(tmp_path / "mine")
    monkeypatch.delenv("KEEPWARM_HOME")
    assert default_home().root.name == "keepwarm"


def test_the_folders_of_a_home_are_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.root.mkdir(mode=0o755)
    home.create()
    assert {path.stat().st_mode & 0o777 for path in (home.root, home.inbox, home.landing, home.exports)} == {0o700}
