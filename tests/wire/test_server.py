"""The model server itself: alone in a process, steered from outside, and honest code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.wire import code, faults

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.wire.server", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.kill()
    process.wait()
    process.stdout.close()


def body(**more: Any) -> dict[str, Any]:
    prompt = f"<<<{'0' * 16} S1\nA choir\nS1 {'0' * 16}>>>\n\n# Task: thesis\n"
    asked = {
        "model": "m",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": prompt}],
    }
    return {**asked, **more}


def test_it_is_steered_and_read_from_outside(url: str) -> None:
    with httpx2.Client(base_url=url) as client:
        client.delete("/__log")
        client.post("/__faults", json=[{"kind": "overloaded", "purpose": "thesis"}])
        assert client.post("/v1/messages", json=body()).status_code == 529
        assert client.get("/__faults").json() == []
        answer = client.post("/v1/messages", json=body()).json()
        assert "A choir" in answer["content"][0]["text"]
        log = client.get("/__log").json()
        assert log["by_purpose"] == {"thesis": 2}
        assert [entry["status"] for entry in log["requests"]] == [529, 200]
        assert "prompt" not in log["requests"][0]
        full = client.get("/__log?full=1").json()
        assert "A choir" in full["requests"][0]["prompt"]
        latency = client.post("/__settings", json={"latency": 0}).json()
        assert latency == {"latency": 0.0, "pause": 0.0}


def test_it_answers_chat_completions_whole_and_streamed(url: str) -> None:
    with httpx2.Client(base_url=url) as client:
        path = "/v1/chat/completions"
        whole = client.post(path, json=body()).json()
        assert "A choir" in whole["choices"][0]["message"]["content"]
        streamed = client.post(path, json=body(stream=True)).text
        assert streamed.endswith("data: [DONE]\n\n")


@pytest.mark.parametrize("kind", ["rate_limited", "key_rejected", "too_long"])
def test_a_fault_has_the_status_of_the_real_one(url: str, kind: str) -> None:
    with httpx2.Client(base_url=url) as client:
        client.post("/__faults", json={"kind": kind, "retry_after": "3"})
        answer = client.post("/v1/messages", json=body())
        assert answer.status_code == faults.STATUSES[kind][0]
        assert answer.headers["retry-after"] == "3"
        assert answer.json()["type"] == "error"


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault"):
        faults.Fault.of({"kind": "earthquake"})


def test_the_app_it_writes_passes_its_own_tests(tmp_path: Path) -> None:
    about = """Bread "fresh" & <b>warm</b> {{ 7 * 7 }}"""
    for path, content in code.files(about, []).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "2 passed" in ran.stdout
