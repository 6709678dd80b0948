"""`scripts/system-packages` and `scripts/bootstrap` on machines that lack things.

The machine is a folder of programs: nothing of the real one is on the path.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
SNAP_STUB = "#!/bin/sh\necho 'install it with: snap install chromium'\nexit 1\n"
# Puts the packages it is asked for into the folder, and is as noisy as apt is.
APT = """#!/bin/sh
echo "Reading package lists..."
echo "W: noise" >&2
echo "$@" >>"{folder}/apt.log"
case "$*" in
  *bubblewrap*) cp "{folder}/sh" "{folder}/bwrap" ;;
  *chromium*) cp "{folder}/sh" "{folder}/chromium" ;;
esac
"""
BROKEN_APT = '#!/bin/sh\necho "$@" >>"{folder}/apt.log"\nexit 100\n'


class Machine:
    """A path with just enough programs for a script to run."""

    def __init__(self, folder: Path, *, root: bool) -> None:
        self.folder = folder
        for name in ("sh", "wc", "grep", "env", "timeout", "cp", "ls", "rm"):
            (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
        self.install("id", f"#!/bin/sh\necho {0 if root else 1000}\n")

    def install(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text.replace("{folder}", str(self.folder)), encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: str, *arguments: str, **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            [str(self.folder / "sh"), str(SCRIPTS / script), *arguments],
            cwd=self.folder,
            env={"PATH": str(self.folder), "HOME": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    @property
    def apt_calls(self) -> str:
        log = self.folder / "apt.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""


@pytest.fixture
def rooted(tmp_path: Path) -> Machine:
    return Machine(tmp_path, root=True)


def test_without_apt_it_says_in_one_line_each_what_is_lost(rooted: Machine) -> None:
    code, said = rooted.run("system-packages")
    assert code == 0
    bubblewrap, chromium = said.splitlines()
    assert bubblewrap.startswith("bubblewrap is missing: builds and previews are off")
    assert chromium.startswith("chromium is missing: no screenshots")


def test_root_gets_both_packages_without_the_noise(rooted: Machine) -> None:
    rooted.install("apt-get", APT)
    code, said = rooted.run("system-packages")
    assert code == 0
    assert said == "Installing bubblewrap ...\nInstalling chromium ...\n"
    # The second time there is nothing to do and nothing to say.
    before = rooted.apt_calls
    assert rooted.run("system-packages") == (0, "")
    assert rooted.apt_calls == before


def test_an_apt_that_fails_never_stops_the_command(rooted: Machine) -> None:
    rooted.install("apt-get", BROKEN_APT)
    code, said = rooted.run("system-packages")
    assert code == 0
    assert "bubblewrap is missing" in said
    assert "update" in rooted.apt_calls


def test_apt_is_left_alone_when_told_so(rooted: Machine) -> None:
    rooted.install("apt-get", APT)
    _, said = rooted.run("system-packages", COFOUNDER_NO_APT="1")
    assert "bubblewrap is missing" in said
    assert not rooted.apt_calls


def test_an_ordinary_user_without_sudo_asks_apt_for_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, root=False)
    machine.install("apt-get", APT)
    machine.install("sudo", "#!/bin/sh\nexit 1\n")
    code, said = machine.run("system-packages")
    assert code == 0
    assert "chromium is missing" in said
    assert not machine.apt_calls


def test_a_sudo_that_asks_nothing_is_used(tmp_path: Path) -> None:
    machine = Machine(tmp_path, root=False)
    machine.install("apt-get", APT)
    machine.install("sudo", '#!/bin/sh\nshift\nexec "$@"\n')
    machine.install("true", "#!/bin/sh\n")
    _, said = machine.run("system-packages")
    assert "missing" not in said
    assert "bubblewrap" in machine.apt_calls


def test_the_snap_stub_of_ubuntu_is_no_browser(rooted: Machine) -> None:
    rooted.install("bwrap", "#!/bin/sh\n")
    rooted.install("chromium-browser", SNAP_STUB)
    _, said = rooted.run("system-packages")
    assert said.startswith("chromium is missing")


def test_an_old_python_is_refused_in_one_line(rooted: Machine) -> None:
    rooted.install("python3", "#!/bin/sh\nexit 1\n")
    code, said = rooted.run("bootstrap", "python3")
    assert code == 1
    assert said.startswith("Python 3.11 or newer is needed")
    assert len(said.splitlines()) == 1


def test_a_missing_python_is_named(rooted: Machine) -> None:
    code, said = rooted.run("bootstrap", "python3.14")
    assert code == 1
    assert "`python3.14` was not found" in said


def a_python_without_venv(machine: Machine) -> None:
    machine.install(
        "python3",
        """#!/bin/sh
case "$*" in
  "-m venv"*) echo "ensurepip is not available" >&2; exit 1 ;;
  *sys.version_info\\[:2\\]*) echo python3.11 ;;
esac
""",
    )


def test_a_python_without_venv_takes_it_from_apt(rooted: Machine) -> None:
    a_python_without_venv(rooted)
    rooted.install("apt-get", APT)
    rooted.run("bootstrap", "python3")
    assert " python3-venv\n" in rooted.apt_calls
    assert " python3.11-venv\n" in rooted.apt_calls


def test_a_python_without_venv_and_without_apt_says_so(rooted: Machine) -> None:
    a_python_without_venv(rooted)
    code, said = rooted.run("bootstrap", "python3")
    assert code == 1
    assert said.splitlines()[-1].endswith("install python3-venv.")
    assert not (rooted.folder / ".venv").exists()
