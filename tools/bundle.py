"""Builds what a server without internet needs: the program and its dependencies as wheels, for each
system, with a page that says how to install them."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
LOCK = ROOT / "requirements.lock"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The bundle is for the Python that builds it: dependencies differ from one to the next."""
ON_WINDOWS_ALONE = ("colorama", "tzdata")
"""What pip, run on Linux, does not know to be needed there."""
INSTALL = """安装 sipipeline（不用联网）
========================

需要 Python {python}，系统是 {system}。在这个文件夹里打开命令行：

{commands}

以后用 {program} 运行；升级时换一个新的文件夹，再做一遍。

Install sipipeline without internet: Python {python} and the commands above, in this folder.
"""
ON_LINUX = """    python{python} -m venv sipipeline
    sipipeline/bin/python -m pip install --no-index --find-links wheels sipipeline
    sipipeline/bin/sipipeline --version"""
ON_WINDOWS = """    py -{python} -m venv sipipeline
    sipipeline\\Scripts\\python -m pip install --no-index --find-links wheels sipipeline
    sipipeline\\Scripts\\sipipeline --version"""


@dataclass(frozen=True, slots=True)
class System:
    """A system that wheels are built for."""

    name: str
    platform: str
    commands: str
    program: str

    def tags(self) -> list[str]:
        """What pip calls it: on Linux by the version of its C library, the newest first."""
        if self.platform.startswith("win"):
            return [self.platform]
        versions = [f"manylinux_2_{version}" for version in range(28, 16, -1)]
        return [f"{version}_{self.platform}" for version in (*versions, "manylinux2014")]


LINUX = (ON_LINUX, "sipipeline/bin/sipipeline")
WINDOWS = (ON_WINDOWS, "sipipeline\\Scripts\\sipipeline")
SYSTEMS = {
    "linux-x86_64": System("Linux x86-64", "x86_64", *LINUX),
    "linux-arm64": System("Linux ARM64", "aarch64", *LINUX),
    "windows-x86_64": System("Windows x86-64", "win_amd64", *WINDOWS),
    "windows-arm64": System("Windows ARM64", "win_arm64", *WINDOWS),
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools.bundle", description=__doc__)
    parser.add_argument("systems", nargs="*", metavar="SYSTEM", help=f"of {', '.join(SYSTEMS)}")
    options = parser.parse_args(arguments)
    if unknown := set(options.systems) - SYSTEMS.keys():
        parser.error(f"no such system: {', '.join(sorted(unknown))}")
    failed = [name for name in options.systems or SYSTEMS if not bundle(name)]
    for name in failed:
        print(f"{name}: not every dependency has a wheel for it, see above", file=sys.stderr)
    return int(bool(failed))


def bundle(name: str) -> bool:
    """Make dist/sipipeline-NAME-pyVERSION.zip; False where a wheel cannot be had."""
    system = SYSTEMS[name]
    folder = DIST / f"sipipeline-{name}-py{PYTHON}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    if not _built(wheels) or not _downloaded(wheels, system):
        shutil.rmtree(folder)
        return False
    commands = system.commands.format(python=PYTHON)
    places = {"python": PYTHON, "system": system.name, "program": system.program}
    (folder / "INSTALL.txt").write_text(INSTALL.format(commands=commands, **places), "utf-8-sig")
    archive = Path(shutil.make_archive(str(folder), "zip", DIST, folder.name))
    print(f"wrote {archive.relative_to(ROOT)}, {len(list(wheels.iterdir()))} wheels")
    return True


def _downloaded(wheels: Path, system: System) -> bool:
    """Get what the program needs, Word reports and clusters too, as the lock file pins it."""
    (program,) = wheels.glob("sipipeline-*.whl")
    wanted = [f"{program}[report,cluster]"]
    if system.platform.startswith("win"):
        wanted += filter(_is_of_windows, map(_pinned, LOCK.read_text("utf-8").splitlines()))
    platforms = [part for tag in system.tags() for part in ("--platform", tag)]
    settings = ["--only-binary", ":all:", "--python-version", PYTHON, "-c", str(LOCK)]
    return _pip("download", *settings, *platforms, "-d", str(wheels), *wanted)


def _pinned(line: str) -> str:
    return line.partition(" ; ")[0]


def _is_of_windows(pinned: str) -> bool:
    return pinned.partition("==")[0] in ON_WINDOWS_ALONE


def _built(wheels: Path) -> bool:
    settings = ["--no-deps", "--no-build-isolation", "-w", str(wheels)]
    return _pip("wheel", *settings, str(ROOT))


def _pip(*arguments: str) -> bool:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
