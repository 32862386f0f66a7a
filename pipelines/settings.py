"""The settings: ``settings.toml`` of the home, over which the environment wins (``KEEPWARM_TIME_ZONE`` and so on).

Importing this takes 0.3 s (pydantic-settings): import it where a run starts, not where the command line does.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from connectors.errors import KeepwarmError
from pipelines.home import Home
from warehouse.files import write_privately

_ENVIRONMENT_PREFIX = "KEEPWARM_"
# Addresses hold no bracket, so the first one closes the list, also where it was written over several lines.
_ME_LINE = re.compile(r"^me\s*=\s*\[[^\]]*\][^\n]*$", re.MULTILINE)

TEMPLATE = """\
# What keepwarm should know about you. Lines that begin with "#" are the defaults.

# Your own addresses, where keepwarm does not find them by itself:
# me = ["you@example.com", "you@old-employer.example"]

# Your time zone, where the calendars do not tell it:
# time_zone = "Europe/Lisbon"

# How many people to put on the list of a week:
# weekly_budget = 5

# The folder to read instead of the inbox in this home:
# inbox = "~/Downloads/exports"
"""


class Settings(BaseSettings):
    """What the user may set; every setting has a default."""

    model_config = SettingsConfigDict(env_prefix=_ENVIRONMENT_PREFIX, extra="forbid", frozen=True)

    me: Annotated[tuple[str, ...], NoDecode] = Field(default=(), description="addresses of the owner")
    time_zone: str | None = Field(default=None, description="IANA name, where the calendars do not tell it")
    weekly_budget: int = Field(default=5, ge=1, le=100, description="people on the list of a week")
    inbox: Path | None = Field(default=None, description="folder to read instead of the inbox of the home")

    @field_validator("me", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, re.split(r"[,\s]+", value))) if isinstance(value, str) else value

    @field_validator("me")
    @classmethod
    def _hold_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[^@\s\[\]]+@[^@\s\[\]]+", address) for address in value):
            raise ValueError("each must be an e-mail address")
        return tuple(dict.fromkeys(address.lower() for address in value))

    @field_validator("time_zone")
    @classmethod
    def _be_known(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError('must be the name of a time zone, like "Europe/Lisbon"')
        return value

    @field_validator("inbox")
    @classmethod
    def _expand(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else None


class SettingsInvalid(KeepwarmError):
    """A setting is unknown or has an impossible value."""

    def __init__(self, origin: str, problems: list[str]) -> None:
        """Remember where the setting comes from and what is wrong with it."""
        super().__init__(origin, problems)
        self.origin = origin
        self.problems = problems

    def __str__(self) -> str:
        """Say which setting is wrong, and why."""
        return f"{self.origin}: {'; '.join(self.problems)}. Correct it, and run again."


def load_settings(path: Path) -> Settings:
    """Read the settings of one home; defaults where there is no file; raise `SettingsInvalid`."""

    class FileSettings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, path)

    try:
        return Settings.model_construct(**dict(FileSettings()))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(path.name, [str(error)]) from None
    except ValidationError as error:
        raise _explained(path, error) from None


def remember_me(home: Home, addresses: tuple[str, ...]) -> Settings:
    """Add addresses of the owner's to ``settings.toml``, whose other lines stay as they are; return all settings."""
    load_settings(home.settings)
    text = home.settings.read_text(encoding="utf-8") if home.settings.exists() else TEMPLATE
    known = tuple(tomllib.loads(text).get("me", ()))
    wanted = tuple(dict.fromkeys((*known, *(address.lower() for address in addresses))))
    try:
        Settings(me=wanted)
    except ValidationError:
        raise SettingsInvalid("--me", ["each must be an e-mail address"]) from None
    line = f"me = {json.dumps(wanted, ensure_ascii=False)}"
    if wanted != known:
        text = _ME_LINE.sub(lambda _: line, text, count=1) if _ME_LINE.search(text) else f"{line}\n\n{text}"
        home.create()
        write_privately(home.settings, text.encode())
    settings = load_settings(home.settings)
    # Where the environment names addresses too, it hides those of the file; the ones just given count all the same.
    return settings.model_copy(update={"me": tuple(dict.fromkeys((*settings.me, *wanted)))})


def _explained(path: Path, error: ValidationError) -> SettingsInvalid:
    # The values themselves stay out of the message: they may be personal.
    origin, problems = path.name, []
    for problem in error.errors(include_input=False, include_url=False):
        name = str(problem["loc"][0])
        if f"{_ENVIRONMENT_PREFIX}{name.upper()}" in os.environ:
            origin = f"{_ENVIRONMENT_PREFIX}{name.upper()}"
        if problem["type"] == "extra_forbidden":
            close = difflib.get_close_matches(name, Settings.model_fields, n=1)
            known = f"did you mean {close[0]}?" if close else f"there are {', '.join(Settings.model_fields)}"
            problems.append(f'unknown setting "{name}" ({known})')
        else:
            problems.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
    return SettingsInvalid(origin, problems)
