"""A run on a cluster gives what a run on this machine gives, byte for byte, whatever befalls the
workers; what is wrong with a cluster is one clear line."""

import multiprocessing
import os
import pickle
import re
import shutil
import signal
import socket
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client, LocalCluster
from support import filled

from sipipeline.cli.commands import main
from sipipeline.core.errors import ClusterError, UsageError
from sipipeline.core.limits import DEFAULT, Limits
from sipipeline.core.text import same
from sipipeline.intake.sources import Source, collect
from sipipeline.jobs import validation
from sipipeline.jobs.cluster import connection, crew, fitness
from sipipeline.jobs.cluster.crew import Patience
from sipipeline.jobs.cluster.program import LIBRARIES, program
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.json_csv import as_json, dumps

ROOT = Path(__file__).resolve().parents[2]
FILES = 14
WARM = ["distributed", "sipipeline.jobs.validation", "sipipeline.jobs.warm", "highspy"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signals")
LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="a path of one process alone is of Linux"
)
SETTINGS = {
    "distributed.worker.multiprocessing-method": "forkserver",
    "distributed.scheduler.allowed-failures": 1,
}


@dataclass(frozen=True)
class Fleet:
    """Three worker processes of a scheduler."""

    address: str
    client: Any

    def processes(self) -> list[int]:
        return [int(process) for process in self.client.run(os.getpid).values()]


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    forkserver.set_forkserver_preload(WARM)
    forkserver.ensure_running()
    with (
        dask.config.set(SETTINGS),
        LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield Fleet(cluster.scheduler_address, client)


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox: workbooks with and without faults, one twice, a file that is none."""
    share = tmp_path_factory.mktemp("share")
    folder = share / "收件"
    folder.mkdir()
    kinds = [filled(county(income)) for income in (1200, 1230, 1100)]
    for number in range(FILES - 2):
        (folder / f"{number:02}县.xlsx").write_bytes(kinds[number % len(kinds)])
    shutil.copy(ROOT / "samples" / "broken" / "I501-target-reached.xlsx", folder / "未达标.xlsx")
    (folder / "不是.xlsx").write_bytes(b"no workbook")
    return share


def county(income: float) -> dict[str, Any]:
    """A small workbook; an income below 1200 is less than its parts."""
    items = {"income": {"actual": income}, "income_subtotal": {"actual": 1200}}
    cover = {"unit": "甲县", "year": 2020, "money_unit": "万元"}
    return {"standard": "2020", "cover": cover, "accounts": {"work_injury": items}}


@dataclass(frozen=True)
class Run:
    """What a run gives: its results as JSON, and every file in the folder of its copies."""

    results: list[str]
    copies: dict[str, bytes]


def run(
    share: Path,
    files: Sequence[Source] | None = None,
    on_first: Callable[[], object] = int,
    **options: Any,
) -> Run:
    """A run over some files, by default the inbox of a share, called with relative paths; something
    may befall it when the first result is there."""
    results: list[str] = []
    with chdir(share):
        out = Path("批注本")
        sources = collect(["收件"]) if files is None else files
        for result in validate(sources, Options(out=out, **options)):
            results.append(dumps(as_json(result, "zh")))
            if len(results) == 1:
                on_first()
        copies = {path.name: path.read_bytes() for path in out.iterdir()}
        shutil.rmtree(out)
    return Run(results, copies)


@pytest.fixture(autouse=True, scope="module")
def _small_chunks() -> Iterator[None]:
    """So that a few files are many chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "FIRST", 2)
        yield


@pytest.fixture(scope="module")
def local(share: Path) -> Run:
    return run(share)


# ---------------------------------------------------------------- the same as without a cluster
def test_results_and_copies_are_those_of_this_machine(
    fleet: Fleet, share: Path, local: Run
) -> None:
    assert len(local.results) == FILES
    assert run(share, scheduler=fleet.address) == local
    tasks = fleet.client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.task_prefixes))
    assert "核对" in tasks


@POSIX
def test_a_killed_and_a_paused_worker_cost_nothing(
    fleet: Fleet, share: Path, local: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "PATIENCE", Patience(look=0.3, silent=1.5))
    killed, paused, _ = fleet.processes()

    def befall() -> None:
        os.kill(killed, signal.SIGKILL)
        os.kill(paused, signal.SIGSTOP)

    try:
        assert run(share, scheduler=fleet.address, on_first=befall) == local
    finally:
        os.kill(paused, signal.SIGCONT)
    fleet.client.wait_for_workers(3, timeout=60)
    assert not (share / "批注本").exists(), "what a worker does when it comes to itself is void"


class Deadly(Source):
    """A file whose reading ends the process, as a crash in a C library would."""

    def read(self, limits: Limits = DEFAULT) -> bytes:
        os._exit(1)


class Assassin(Source):
    """A file whose reading ends the worker itself, but for the process of the test."""

    def read(self, limits: Limits = DEFAULT) -> bytes:
        parent = multiprocessing.parent_process()
        assert parent is not None
        if parent.pid != int(self.path):
            os.kill(parent.pid or 0, signal.SIGKILL)
            time.sleep(30)
        os._exit(1)


def _give_up_at_once(dask_scheduler: Any) -> None:
    """A chunk that ends a worker is not given to another one."""
    dask_scheduler.allowed_failures = 0


@POSIX
def test_what_is_odd_is_told_as_on_this_machine(fleet: Fleet, share: Path) -> None:
    good = str(share / "收件" / "01县.xlsx")
    odd = [
        Source(good, good),
        Deadly(good, good),
        Assassin(str(os.getpid()), good),
        Source("走了.xlsx", str(share / "走了.xlsx")),
    ]
    fleet.client.run_on_scheduler(_give_up_at_once)
    here = run(share, odd, apart=True)
    assert run(share, odd, scheduler=fleet.address) == here
    assert ["X021" in line for line in here.results] == [False, True, True, False]


def test_a_standard_of_ones_own_is_found_from_anywhere(fleet: Fleet, share: Path) -> None:
    shutil.copy(ROOT / "samples" / "own-standard.toml", share / "own.toml")
    file = collect([str(share / "收件" / "01县.xlsx")])
    here = run(share, file, standard="own.toml")
    assert run(share, file, standard="own.toml", scheduler=fleet.address) == here


def test_the_command_prints_the_same(
    fleet: Fleet, share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["validate", str(share / "收件" / "0[012]县.xlsx"), "--no-annotate", "--format", "csv"]
    shown = {}
    for options in ((), ("--scheduler", fleet.address)):
        assert main([*call, *options]) == 1
        shown[options] = capsys.readouterr().out
    assert len(set(shown.values())) == 1


# ---------------------------------------------------------------- what is wrong is one clear line
def small_cluster(workers: int) -> Any:
    """A scheduler, and workers that are threads of this process."""
    settings = {"processes": False, "threads_per_worker": 1, "dashboard_address": ":0"}
    return LocalCluster(n_workers=workers, protocol="tcp://", **settings)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECT", 1.0)
    monkeypatch.setattr(fitness, "ARRIVE", 1.0)


def fault(*files: Source, **options: Any) -> str:
    """Why a run on a cluster is refused."""
    with pytest.raises(ClusterError) as told:
        list(validate(files, Options(**options)))
    return told.value.text.zh + told.value.text.en


@pytest.mark.parametrize(
    "address",
    ["", "scheduler", "10.0.0.5", "10.0.0.5:", "10.0.0.5:0", "10.0.0.5:99999", "http://a:80",
     "a b:8786", "::1:8786", "tcp://", "主机"],
)  # fmt: skip
def test_what_is_no_address_is_told_at_once(address: str) -> None:
    told = fault(scheduler=address)
    assert f"{address} 不是调度器的地址" in told
    assert "10.0.0.5:8786" in told


@contextmanager
def answering(answer: bytes | None) -> Iterator[str]:
    """The address of something that is no scheduler: it answers so, or takes calls in silence."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve() -> None:
            taken, _ = server.accept()
            with taken:
                if answer is not None:
                    taken.sendall(answer)
                taken.recv(1 << 16)
                time.sleep(2)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0" * 64, None])
def test_what_answers_and_is_no_scheduler_is_told(answer: bytes | None, impatient: None) -> None:
    with answering(answer) as address:
        told = fault(scheduler=address)
    assert address in told
    assert "调度器" in told


def test_a_dead_address_is_told(impatient: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    told = fault(scheduler=address)
    assert f"{address} 上没有调度器应答" in told
    assert "dask scheduler" in told


def test_tls_without_certificates_is_told() -> None:
    assert "证书" in fault(scheduler="tls://127.0.0.1:8786")


def test_a_worker_is_no_scheduler(fleet: Fleet) -> None:
    worker = next(iter(fleet.client.scheduler_info()["workers"]))
    assert "不是调度器" in fault(scheduler=worker)


def test_a_scheduler_without_workers_is_told(impatient: None) -> None:
    with small_cluster(workers=0) as empty:
        told = fault(scheduler=empty.scheduler_address)
    assert "没有工作进程" in told
    assert f"dask worker {empty.scheduler_address}" in told


def test_a_scheduler_that_is_lost_on_the_way_is_told(share: Path) -> None:
    files = collect([share / "收件"])
    with small_cluster(workers=1) as cluster:
        results = validate(files, Options(scheduler=cluster.scheduler_address))
        next(results)
        cluster.close()
        with pytest.raises(ClusterError, match="is lost"):
            list(results)


@pytest.mark.parametrize("part", ["sipipeline", "Python", "pandas"])
def test_another_version_is_told(fleet: Fleet, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitness, "program", lambda: program() | {part: "0.0"})
    told = fault(scheduler=fleet.address)
    assert f"{part} 是 {program()[part]}，这里是 0.0" in told
    assert "装同一个版本" in told


@contextmanager
def only_here(folder: Path) -> Iterator[Path]:
    """A path that leads to a folder in this process alone, as a share that only this machine has
    mounted."""
    handle = os.open(folder, os.O_RDONLY)
    os.dup2(handle, 900)
    try:
        yield Path("/proc/self/fd/900")
    finally:
        os.close(900)
        os.close(handle)


@LINUX
def test_a_folder_that_a_worker_does_not_see_is_told(fleet: Fleet, share: Path) -> None:
    file = str(share / "收件" / "01县.xlsx")
    shared = Source(file, file)
    with only_here(share) as unseen:
        hidden = Source("01县.xlsx", str(unseen / "收件" / "01县.xlsx"))
        shutil.copy(ROOT / "samples" / "own-standard.toml", share / "own.toml")
        told = fault(hidden, scheduler=fleet.address)
        assert f"看不到 {hidden.file}" in told
        assert "共享" in told
        told = fault(shared, scheduler=fleet.address, standard=str(unseen / "own.toml"))
        assert "own.toml 不在，或与这里的内容不同" in told
        told = fault(shared, scheduler=fleet.address, out=unseen / "批注本")
        assert "写不了文件夹" in told
    assert not list((share / "批注本").iterdir()), "the folder of a run goes with it"


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask.config", None)
    assert 'pip install "sipipeline[cluster]"' in fault(scheduler="127.0.0.1:8786")


def test_the_command_says_it_in_a_line(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["validate", str(share / "收件"), "--no-annotate", "--scheduler", "nowhere"]
    assert main([*call, "--lang", "en"]) == 2
    shown = capsys.readouterr().err
    assert "nowhere is no address of a scheduler" in shown
    assert "Traceback" not in shown


def test_what_stops_a_run_comes_whole_from_another_process() -> None:
    error = UsageError(same("why"))
    assert pickle.loads(pickle.dumps(error)).text == error.text


def test_every_library_that_makes_results_is_compared() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {re.split(r"[\[>=]", one)[0] for one in stated["project"]["dependencies"]}
    assert names - set(LIBRARIES) == {"click"}
    assert set(program()) == {"sipipeline", "Python", *LIBRARIES}
