"""Talking to a server as any client would, also while it is away for a moment."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx2

OVER = {"succeeded", "partial", "failed", "cancelled"}


class StageFailed(Exception):
    """A stage of the journey did not hold; the message says what was wrong."""


class Unanswered(Exception):
    """The connection broke: the request may or may not have had its effect."""


class Refused(StageFailed):
    """The server answered with a problem."""

    def __init__(self, status: int, code: str, detail: str, where: str) -> None:
        super().__init__(f"{where} answered {status} {code}: {detail}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: for a server that is away, for one run, between looks."""

    away_seconds: float = 120.0
    run_seconds: float = 1_800.0
    look_seconds: float = 0.2


class Api:
    """The public API with a bearer token; `base_url` may change between calls."""

    def __init__(
        self, base_url: str, token: str, *, patience: Patience | None = None
    ) -> None:
        self.base_url = base_url
        self.patience = patience or Patience()
        # No proxy of the environment stands between us and this machine.
        self.client = httpx2.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx2.Timeout(150.0, connect=5.0),
            trust_env=False,
        )

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()

    def get(self, path: str) -> Any:
        """What stands at `path`; asked again while the server is away."""
        return self._patient("GET", path).json()

    def find(self, path: str) -> Any | None:
        """The same, or None when there is nothing (404)."""
        try:
            return self.get(path)
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def download(self, path: str) -> httpx2.Response:
        """The whole answer of `path`, for files."""
        return self._patient("GET", path)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask for something once; an answer of 202 is followed to its result.

        Raises:
            Unanswered: the connection broke; look at the state before asking again.
            Refused: the server said no.
        """
        response = self._once("POST", path, body)
        answer = response.json()
        if response.status_code == 202:
            return self.follow(answer["run_id"], path)
        return answer

    def follow(self, run_id: str, where: str) -> Any:
        """The result of a run, once it is over.

        Raises:
            Refused: it failed.
        """
        run = self._until_over(run_id, where)
        if run["status"] in ("failed", "cancelled"):
            why = run.get("error") or f"the run was {run['status']}"
            raise Refused(500, "llm_unavailable", why, where)
        output: dict[str, Any] = run.get("output") or {}
        return output.get("result")

    def _until_over(self, run_id: str, where: str) -> dict[str, Any]:
        end = time.monotonic() + self.patience.run_seconds
        while time.monotonic() < end:
            run = self.get(f"/api/runs/{run_id}")
            if run["status"] in OVER:
                return run
            time.sleep(self.patience.look_seconds)
        raise StageFailed(f"{where}: its run did not end in time.")

    def wait_until_up(self) -> None:
        """Return when the server is ready again.

        Raises:
            StageFailed: it stays away.
        """
        self._patient("GET", "/api/ready")

    def _patient(self, method: str, path: str) -> httpx2.Response:
        end = time.monotonic() + self.patience.away_seconds
        while True:
            try:
                return self._once(method, path, None)
            except Unanswered as error:
                if time.monotonic() > end:
                    raise StageFailed(
                        f"The server does not answer: {error}."
                    ) from error
            except Refused as refused:
                # Ours, or starting up, and so on its way to be away or back.
                if refused.status != 503 or time.monotonic() > end:
                    raise
            time.sleep(self.patience.look_seconds)

    def _once(
        self, method: str, path: str, body: dict[str, Any] | None
    ) -> httpx2.Response:
        try:
            response = self.client.request(method, f"{self.base_url}{path}", json=body)
        except httpx2.TransportError as error:
            raise Unanswered(f"{method} {path}: {type(error).__name__}") from error
        if response.status_code >= 300:
            raise _refusal(response, f"{method} {path}")
        return response


def _refusal(response: httpx2.Response, where: str) -> Refused:
    try:
        problem: dict[str, Any] = response.json()
    except ValueError:
        problem = {}
    code = str(problem.get("code", ""))
    detail = str(problem.get("detail") or response.text[:300])
    return Refused(response.status_code, code, detail, where)
