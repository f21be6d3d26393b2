"""Whether the workers of a cluster can do their part: the same program, the same files, the same
folder for the copies."""

import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from functools import partial

from sipipeline.core.errors import ClusterError
from sipipeline.core.text import Text
from sipipeline.jobs.cluster import worker
from sipipeline.jobs.cluster.connection import ClusterLink
from sipipeline.jobs.cluster.program import first_difference, program
from sipipeline.jobs.cluster.worker import Fitness, Needs

ARRIVE = 30.0
"""Seconds in which the first worker has to be there: it may just be starting."""
_SOON, _LATER = 15.0, 45.0
"""Seconds in which all workers should say what they have, and in which one has to."""

_NO_WORKERS = Text(
    zh="调度器 {address} 下没有工作进程（等了 {seconds} 秒）。"
    "在各台工作机上启动：dask worker {address}。",
    en="The scheduler {address} has no workers (waited {seconds} seconds). Start them on the "
    "machines: dask worker {address}.",
)
_SILENT = Text(
    zh="调度器 {address} 下的 {count} 个工作进程，{seconds} 秒内都没有回答。"
    "重启各工作机上的 dask worker。",
    en="None of the {count} workers of {address} answered in {seconds} seconds. Restart them.",
)
_NOT_OURS = Text(
    zh="调度器 {address} 或它的工作进程上没有装 sipipeline，或版本不同（{why}）。"
    "所有机器要装同一个版本，装好后重启 dask scheduler 和 dask worker。",
    en="The scheduler {address} or a worker has no sipipeline, or another version ({why}). "
    "Install the same on all machines, then restart dask scheduler and dask worker.",
)
_OTHER_VERSION = Text(
    zh="工作机 {host}（{worker}）上的 {part} 是 {there}，这里是 {here}。"
    "所有机器要装同一个版本，装好后重启 dask worker。",
    en="On {host} ({worker}) {part} is {there}, here it is {here}. Install the same version on "
    "all machines, then restart dask worker.",
)
_UNSEEN = Text(
    zh="工作机 {host}（{worker}）看不到 {path}。要核对的文件要放在共享文件夹里，"
    "每台机器都以同一个路径挂载它。",
    en="{host} ({worker}) does not see {path}. What is checked has to lie in a shared folder that "
    "every machine mounts under the same path.",
)
_OTHER_SETTING = Text(
    zh="工作机 {host}（{worker}）上的 {path} 不在，或与这里的内容不同。请放在共享文件夹里。",
    en="{path} is not on {host} ({worker}), or differs from here. Put it into the shared folder.",
)
_NOT_WRITABLE = Text(
    zh="工作机 {host}（{worker}）写不了文件夹 {path}。批注本的文件夹要在共享里，"
    "运行 dask worker 的用户要有写的权限。",
    en="{host} ({worker}) cannot write to {path}. The folder of the copies has to be shared, and "
    "the user of dask worker has to be allowed to write there.",
)


def ensure_fit(link: ClusterLink, needs: Needs, run: str) -> None:
    """Raise ClusterError where there is no worker, or one that cannot do its part."""
    addresses = _addresses(link)
    asked = [link.begun(partial(_examined, link, one, needs, run)) for one in addresses]
    answered, silent = wait(asked, _SOON)
    if not answered:
        answered, silent = wait(silent, _LATER, FIRST_COMPLETED)
    for one in silent:
        one.cancel()
    reports = [report for one in answered if (report := _report(link, one)) is not None]
    if not reports:
        told = _SILENT.fill(address=link.address, count=len(asked), seconds=int(_SOON + _LATER))
        raise ClusterError(told)
    for report in reports:
        if fault := unfit(report):
            raise ClusterError(fault)


def unfit(report: Fitness) -> Text | None:
    """Why a worker cannot do its part, the weightiest reason first; None where it can."""
    places = {"host": report.host, "worker": report.worker}
    difference = first_difference(program(), report.program)
    if difference is not None:
        part, here, there = difference
        return _OTHER_VERSION.fill(part=part, here=here, there=there, **places)
    if report.unseen:
        return _UNSEEN.fill(path=report.unseen[0], **places)
    if report.differing:
        return _OTHER_SETTING.fill(path=report.differing[0], **places)
    if report.unwritable is not None:
        return _NOT_WRITABLE.fill(path=report.unwritable, **places)
    return None


def not_ours(address: str, error: BaseException) -> Text:
    """What an error says that a worker or the scheduler had with a chunk."""
    cause = error.__cause__ or error
    why = f"{type(cause).__name__}: {cause}".splitlines()[0][:200]
    return _NOT_OURS.fill(address=address, why=why)


def _addresses(link: ClusterLink) -> Sequence[str]:
    """The addresses of the workers, as soon as there are some."""
    until = time.monotonic() + ARRIVE
    while not (workers := link.workers()):
        if time.monotonic() > until:
            raise ClusterError(_NO_WORKERS.fill(address=link.address, seconds=int(ARRIVE)))
        time.sleep(0.2)
    return list(workers)


async def _examined(link: ClusterLink, address: str, needs: Needs, run: str) -> Fitness:
    """What one worker says of itself."""
    key = f"检查工作机-{run} {address}"
    report: Fitness = await link.client.submit(
        worker.examine, needs, key=key, workers=[address], pure=False, retries=1
    )
    return report


def _report(link: ClusterLink, answer: Future[Fitness]) -> Fitness | None:
    """What a worker said; None where it was gone before. Raises ClusterError where it did not
    understand the question."""
    from distributed import KilledWorker

    try:
        return answer.result()
    except (CancelledError, KilledWorker):
        return None
    except Exception as error:
        raise ClusterError(not_ours(link.address, error)) from error
