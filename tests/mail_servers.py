"""Real mail servers on loopback, with certificates made for them: pymap for IMAP, aiosmtpd for
SMTP, and a wire between them and the program that can be cut or tampered with."""

import asyncio
import contextlib
import imaplib
import socket
import ssl
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

from sipipeline.mail.passwords import PasswordSource
from sipipeline.mail.server import Server, Tls

HOST = "localhost"
USER = "bureau@example.gov.cn"
PASSWORD = 'Zx-9 authorisation"code'
VARIABLE = "SIPIPELINE_TEST_PASSWORD"


class Certificates:
    """A certificate for localhost, and the file of who signed it."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(HOST, "127.0.0.1").configure_cert(self.context)

    def server(self, port: int, **more: Any) -> Server:
        """The server as the operator would name it."""
        values: dict[str, Any] = {
            "host": HOST,
            "port": port,
            "user": USER,
            "password": PasswordSource("env", VARIABLE),
            "ca_file": self.ca_file,
            "timeout": 5.0,
        }
        return Server(**values | more)


# ---------------------------------------------------------------- IMAP
class ImapServer:
    """pymap with its mailboxes in memory, in a thread of its own."""

    def __init__(self, certificates: Certificates, tls: Tls = "implicit") -> None:
        self._certificates = certificates
        self._tls = tls
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    def __enter__(self) -> "ImapServer":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def server(self, **more: Any) -> Server:
        return self._certificates.server(self.port, **{"tls": self._tls} | more)

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        """A clerk's mail program."""
        tls = ssl.create_default_context(cafile=self._certificates.ca_file)
        if self._tls == "implicit":
            connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(HOST, self.port, ssl_context=tls)
        else:
            connection = imaplib.IMAP4(HOST, self.port)
            connection.starttls(tls)
        connection.login(f'"{USER}"', PASSWORD)
        try:
            yield connection
        finally:
            connection.logout()

    def put(self, message: bytes, folder: str = "INBOX") -> None:
        """A message that came in."""
        with self.client() as client:
            status, words = client.append(folder, "", "", message)
            assert status == "OK", words

    def lying_in(self, folder: str = "INBOX", what: str = "ALL") -> list[bytes]:
        """The UIDs of what lies in a folder."""
        with self.client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            found: list[bytes] = client.uid("SEARCH", what)[1][0].split()
            return found

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()

    async def _stop(self) -> None:
        """Hang up on everybody."""
        self._server.close()
        mine = asyncio.current_task()
        running = [task for task in asyncio.all_tasks() if task is not mine]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _start(self) -> None:
        args = Namespace(
            host=HOST,
            port=0,
            debug=False,
            cert=None,
            key=None,
            tls=self._tls == "starttls",
            passlib_cfg=None,
            proxy_protocol=None,
            demo_data=False,
            demo_user=USER,
            demo_password=PASSWORD,
        )
        context = self._certificates.context
        backend, config = await DictBackend.init(
            args, ssl_context=context, invalid_user_sleep=0.0, hash_context=BuiltinHash(rounds=1)
        )
        config.apply_context()
        reader = ProxyProtocolReader(config.proxy_protocol)
        callback = reader.get_callback(IMAPServer(backend.login, config))
        self._server = await asyncio.start_server(
            callback, "127.0.0.1", 0, ssl=context if self._tls == "implicit" else None
        )
        self.port = self._server.sockets[0].getsockname()[1]


# ---------------------------------------------------------------- SMTP
@dataclass
class SmtpServer:
    """aiosmtpd; what it says to recipients and messages can be set."""

    certificates: Certificates
    tls: Tls = "implicit"
    to_recipient: str = ""
    """What it says to RCPT; "" for yes."""
    to_message: str = ""
    """What it says to a message; "" for yes."""
    drops: bool = False
    """Whether it hangs up after it has taken a message, without a word."""
    largest: int | None = None
    received: list[Envelope] = field(default_factory=list)

    def __enter__(self) -> "SmtpServer":
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=_free_port(),
            ssl_context=self.certificates.context if self.tls == "implicit" else None,
            tls_context=self.certificates.context if self.tls == "starttls" else None,
            require_starttls=self.tls == "starttls",
            auth_required=True,
            auth_require_tls=self.tls == "starttls",
            authenticator=_authenticate,
            data_size_limit=self.largest or 33_554_432,
        )
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def server(self, **more: Any) -> Server:
        return self.certificates.server(self._controller.port, **{"tls": self.tls} | more)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.to_message:
            return self.to_message
        self.received.append(envelope)
        if self.drops:
            server.transport.abort()
        return "250 OK"


def _authenticate(
    server: Any, session: Any, envelope: Any, mechanism: str, login: Any
) -> AuthResult:
    is_right = isinstance(login, LoginPassword) and login.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# ---------------------------------------------------------------- the wire between
class Wire:
    """A TLS connection between the program and a server, on which each piece that the server sends
    can be changed, or the connection be cut (None)."""

    def __init__(
        self, certificates: Certificates, port: int, tamper: Callable[[bytes], bytes | None]
    ) -> None:
        self._certificates = certificates
        self._port = port
        self._tamper = tamper
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> "Wire":
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def server(self, **more: Any) -> Server:
        return self._certificates.server(self.port, **more)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client = self._certificates.context.wrap_socket(near, server_side=True)
            tls = ssl.create_default_context(cafile=self._certificates.ca_file)
            far = socket.create_connection(("127.0.0.1", self._port))
            server = tls.wrap_socket(far, server_hostname=HOST)
            back = threading.Thread(target=self._pass_back, args=(server, client), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                while sent := client.recv(65536):
                    server.sendall(sent)
            _hang_up(server)
            back.join(10)
            server.close()
            client.close()

    def _pass_back(self, server: ssl.SSLSocket, client: ssl.SSLSocket) -> None:
        with contextlib.suppress(OSError):
            while received := server.recv(65536):
                passed = self._tamper(received)
                if passed is None:
                    break
                if passed:
                    client.sendall(passed)
        _hang_up(client)


def _hang_up(connection: ssl.SSLSocket) -> None:
    """End a connection that another thread may be reading from. Only when that thread is done may
    it be closed: its number would be given to the next connection at once."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
