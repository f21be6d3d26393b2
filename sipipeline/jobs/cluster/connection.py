"""The scheduler of a cluster is reached, its workers are looked at; whatever is wrong with it is
one clear line."""

import asyncio
import re
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sipipeline.core.errors import ClusterError
from sipipeline.core.text import Text

if TYPE_CHECKING:
    from distributed import Client

Answer = TypeVar("Answer")

CONNECT = 10.0
"""Seconds in which a scheduler has to answer."""
_CLOSE = 2.0
_LOGS = ("distributed", "distributed.client")

_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):(\d{1,5})/?")

_NOT_INSTALLED = Text(
    zh='用 --scheduler 要先装好：pip install "sipipeline[cluster]"，每台机器都要装（{missing}）。',
    en='--scheduler needs pip install "sipipeline[cluster]", on every machine ({missing}).',
)
_NO_ADDRESS = Text(
    zh="{address} 不是调度器的地址；应写成 主机:端口，如 10.0.0.5:8786 或 tls://10.0.0.5:8786。",
    en="{address} is no address of a scheduler: write HOST:PORT, as tls://10.0.0.5:8786.",
)
_NO_CERTIFICATES = Text(
    zh="{address} 要用 TLS，本机却没有配证书：见 docs/cluster.zh-CN.md。",
    en="{address} is TLS, but this machine has no certificates: see docs/cluster.md.",
)
_NO_ANSWER = Text(
    zh="{address} 上没有调度器应答（等了 {seconds} 秒）。看一看那台机器上的 dask scheduler "
    "是否在运行、端口是否放行；调度器用 TLS 的，地址要写 tls://。",
    en="No scheduler answered at {address} within {seconds} seconds. See whether dask scheduler "
    "runs there and the port is open; one with TLS is written tls://.",
)
_NO_SCHEDULER = Text(
    zh="{address} 有应答，但不是调度器，或 dask 的版本不同（{why}）。核对地址和端口。",
    en="What answers at {address} is no scheduler, or of another version ({why}). Check the port.",
)


LOST = Text(
    zh="与调度器 {address} 的连接断了。已核对完的都在；调度器恢复后再运行一次。",
    en="The scheduler {address} is lost. What is done is kept; run again when it is back.",
)


class ClusterLink:
    """A connection to a scheduler."""

    def __init__(self, client: "Client", address: str) -> None:
        self.client = client
        self.address = address

    def begun(self, call: "Callable[[], Coroutine[Any, Any, Answer]]") -> Future[Answer]:
        """A call on its way, in the thread of the connection."""
        loop = self.client.loop.asyncio_loop
        return asyncio.run_coroutine_threadsafe(call(), loop)

    def asked(
        self, call: "Callable[[], Coroutine[Any, Any, Answer]]", seconds: float = CONNECT
    ) -> Answer:
        """What a call gives; raises what it raises, and TimeoutError."""
        return self.begun(call).result(seconds)

    def workers(self) -> Mapping[str, Mapping[str, Any]]:
        """The workers by their addresses, as the scheduler knows them; raises ClusterError where it
        is gone."""
        try:
            identity = self.asked(lambda: self.client.scheduler.identity(n_workers=-1))
        except (OSError, TimeoutError, CancelledError) as error:
            raise ClusterError(LOST.fill(address=self.address)) from error
        workers: Mapping[str, Mapping[str, Any]] = identity["workers"]
        return workers


@contextmanager
def linked(address: str) -> Iterator[ClusterLink]:
    """A connection to the scheduler at an address. Raises ClusterError where there can be none."""
    wanted = _whole(address)
    _ensure_installed()
    from distributed import Client

    _ensure_scheduler(wanted, address)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions are compared by us
        try:
            client = Client(wanted, timeout=CONNECT, set_as_default=False, name="sipipeline")
        except (OSError, TimeoutError) as error:
            raise ClusterError(LOST.fill(address=address)) from error
    try:
        yield ClusterLink(client, address)
    finally:
        with suppress(Exception):
            client.close(timeout=_CLOSE)


# ---------------------------------------------------------------- reaching it
def _whole(address: str) -> str:
    """The address with its protocol; raises ClusterError for what is none."""
    stripped = address.strip()
    match = _ADDRESS.fullmatch(stripped)
    if match is None or not 0 < int(match[1]) < 65536:
        raise ClusterError(_NO_ADDRESS.fill(address=address))
    plain = stripped.removesuffix("/")
    return plain if "://" in plain else f"tcp://{plain}"


def _ensure_installed() -> None:
    """Raise ClusterError where dask.distributed is not installed; its log is for who runs the
    scheduler, so it stays silent here."""
    try:
        import dask.config
    except ImportError as error:
        raise ClusterError(_NOT_INSTALLED.fill(missing=error.name or error)) from error
    if "distributed" not in sys.modules:
        dask.config.update_defaults({"logging": dict.fromkeys(_LOGS, "critical")})
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise ClusterError(_NOT_INSTALLED.fill(missing=error.name or error)) from error


def _ensure_scheduler(wanted: str, address: str) -> None:
    """Raise ClusterError where no scheduler answers; in a thread, as the caller may have a loop."""
    with ThreadPoolExecutor(1) as thread:
        try:
            kind = thread.submit(asyncio.run, _kind_of(wanted)).result()
        except ClusterError:
            raise
        except (OSError, TimeoutError) as error:
            told = _NO_ANSWER.fill(address=address, seconds=int(CONNECT))
            raise ClusterError(told) from error
        except Exception as error:
            told = _NO_SCHEDULER.fill(address=address, why=type(error).__name__)
            raise ClusterError(told) from error
    if kind != "Scheduler":
        raise ClusterError(_NO_SCHEDULER.fill(address=address, why=kind))


async def _kind_of(address: str) -> str:
    """What answers at an address."""
    from distributed import rpc
    from distributed.security import Security

    settings = Security().get_connection_args("client")
    if address.startswith("tls://") and settings.get("ssl_context") is None:
        raise ClusterError(_NO_CERTIFICATES.fill(address=address))
    async with asyncio.timeout(CONNECT):
        async with rpc(address, connection_args=settings, timeout=CONNECT) as there:
            identity = await there.identity()
    return str(identity["type"])
