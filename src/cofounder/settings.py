"""Settings: everything an operator may choose, read once in the composition root.

Each setting is an environment variable with the prefix `COFOUNDER_` (CLI-02), or a
key of `cofounder.toml` in the data folder; the environment wins. Nothing is required.
"""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)


def default_data_dir() -> Path:
    """The per-user data folder of this platform."""
    return Path(platformdirs.user_data_dir("cofounder", appauthor=False))


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Optional = Annotated[str | None, BeforeValidator(_blank_is_none)]


class Settings(BaseSettings):
    """The operator's choices, with defaults that need no configuration at all."""

    model_config = SettingsConfigDict(
        env_prefix="COFOUNDER_", extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Field(default_factory=default_data_dir)
    database_url: Optional = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765
    no_browser: bool = False
    log_level: str = "INFO"
    instance: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "main"
    allowed_hosts: Annotated[
        str, Field(description="Further main host names, comma separated.")
    ] = ""

    model: Optional = None
    model_strong: Optional = None
    model_balanced: Optional = None
    model_fast: Optional = None
    model_base_url: Optional = None
    model_api_key: SecretStr | None = None
    fake_scenario: str = "happy_path"

    inline_wait: Annotated[float, Field(ge=0, le=600, description="Seconds.")] = 100.0
    local_owner_tier: Literal["bootstrapper", "partner", "cto_scale"] = "cto_scale"
    queue_cap: Annotated[int, Field(ge=1)] = 100

    preview_domain: str = "localhost"
    preview_idle_seconds: Annotated[float, Field(gt=0)] = 900.0
    preview_awake_max: Annotated[int, Field(ge=1)] = 4

    bwrap: Optional = None
    sandbox_uids: Annotated[str, Field(pattern=r"^\d+-\d+$")] = "61000-61999"
    cell_root: Path | None = None
    cell_python: Optional = None
    wheel_store: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Call arguments win over the environment, the environment over the file."""
        return (init_settings, env_settings)

    @property
    def demo_mode(self) -> bool:
        """Whether no model is configured; a provider's own variables do not count."""
        return self.model is None

    @cached_property
    def resolved_database_url(self) -> str:
        """The SQLAlchemy URL: the configured database, else a file we keep."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.data_dir / 'cofounder.db'}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme in ("postgres", "postgresql"):
            return f"postgresql+psycopg://{rest}"
        if scheme == "sqlite":
            return f"sqlite+aiosqlite://{rest}"
        return self.database_url

    @property
    def uids(self) -> range:
        """The user ids that cells may run as."""
        first, last = self.sandbox_uids.split("-")
        return range(int(first), int(last) + 1)

    @property
    def resolved_wheel_store(self) -> Path:
        """Where fetched wheels are kept; shared by all data folders by default."""
        return self.wheel_store or default_data_dir() / "wheels"


def load_settings(**overrides: Any) -> Settings:
    """Read the environment and the data folder's `cofounder.toml`.

    `overrides` are the command line's own options and win over both.
    """
    settings = Settings(**overrides)
    file = settings.data_dir / "cofounder.toml"
    if not file.is_file():
        return settings
    from_file = tomllib.loads(file.read_text(encoding="utf-8"))
    chosen = settings.model_fields_set
    rest = {k: v for k, v in from_file.items() if k not in chosen}
    return Settings(**{**rest, **overrides})
