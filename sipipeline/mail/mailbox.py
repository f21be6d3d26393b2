"""A folder of an IMAP account: which messages are in it, one message as it was sent, and how it is
put away.

Servers differ. 163 and 126 let nobody in who has not said who they are (ID); QQ does not search;
some give no UIDVALIDITY, some no MOVE; many mix what was not asked for into an answer."""

import imaplib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sipipeline.core.values import frozen
from sipipeline.core.version import __version__
from sipipeline.mail.faults import NotDone, failed, refused, said, wrong_login
from sipipeline.mail.folder_names import on_the_wire, quoted
from sipipeline.mail.passwords import Secret
from sipipeline.mail.server import Server, context

_OK = "OK"
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)")
_DELETED = b"\\Deleted"
_IDENTITY = f'("name" "sipipeline" "version" "{__version__}")'

Answer = list[Any]
"""What imaplib makes of an answer: lines, and pairs of a line and the literal that it announced."""


@frozen
class Listed:
    """A message that lies in a folder; its size is what the server says."""

    uid: int
    size: int


class Folder:
    """An open folder. Every call raises MailError where the server cannot or will not do it."""

    def __init__(self, connection: imaplib.IMAP4, server: Server, secret: Secret) -> None:
        self._connection = connection
        self._server = server
        self._secret = secret
        self._abilities: list[bytes] = []
        self._count = 0
        self._made: set[str] = set()
        self.validity: int | None = None
        """UIDVALIDITY; None where a UID may mean another message next time."""

    # ---------------------------------------------------------------- what is there
    def listed(self) -> list[Listed]:
        """The messages that nobody has deleted, in the order in which they came in."""
        if self._count == 0:
            return []
        lines = self._uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE)")
        found = {message.uid: message for message in map(_listed, lines) if message is not None}
        return [found[uid] for uid in sorted(found)]

    def message(self, uid: int) -> bytes | None:
        """The message as it was sent, without marking it as read; None where it is gone."""
        return self._literal(uid, "BODY.PEEK[]", b"BODY[]")

    def header(self, uid: int) -> bytes | None:
        """Its header alone."""
        return self._literal(uid, "BODY.PEEK[HEADER]", b"BODY[HEADER]")

    def _literal(self, uid: int, wanted: str, called: bytes) -> bytes | None:
        for part in self._uid("FETCH", str(uid), f"(UID {wanted})"):
            if isinstance(part, tuple) and called in part[0].upper():
                return bytes(part[1])
        return None

    # ---------------------------------------------------------------- putting away
    def mark_read(self, uid: int) -> None:
        self._uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)")

    def move(self, uid: int, folder: str) -> None:
        """The message lies in another folder, which is made where it is missing.

        Where the server has no MOVE the message is copied and marked as deleted; only it alone is
        ever expunged.
        """
        target = on_the_wire(folder)
        self._make(target)
        if self._can(b"MOVE"):
            self._uid("MOVE", str(uid), target)
            return
        self._uid("COPY", str(uid), target)
        self._uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Deleted)")
        if self._can(b"UIDPLUS"):
            self._uid("EXPUNGE", str(uid))

    def _make(self, target: str) -> None:
        """Make a folder, once; most often it is there."""
        if target not in self._made:
            self._made.add(target)
            with suppress(NotDone):
                self._call(lambda: self._connection.create(target))

    # ---------------------------------------------------------------- opening
    def open(self, folder: str) -> None:
        """Log in, say who asks, and select the folder."""
        self._log_in()
        with suppress(NotDone):  # what a server can do may change with the login
            self._abilities = self._call(self._connection.capability)[0].upper().split()
        self._introduce()
        answer = self._call(lambda: self._connection.select(on_the_wire(folder)))
        self._count = int(answer[0] or 0)
        self.validity = self._validity()

    def _log_in(self) -> None:
        try:
            self._connection.login(quoted(self._server.user), self._secret.value)
        except imaplib.IMAP4.abort as error:
            raise failed(self._server.name, error) from None
        except imaplib.IMAP4.error as error:
            raise wrong_login(self._server.name, self._said(error.args)) from None
        except (OSError, UnicodeError) as error:
            raise failed(self._server.name, error) from None

    def _introduce(self) -> None:
        """Name the program, where the server knows the command."""
        if self._can(b"ID"):
            with suppress(NotDone):
                self._call(lambda: self._connection.xatom("ID", _IDENTITY))

    def _validity(self) -> int | None:
        if self._connection.response("UIDNOTSTICKY")[1] != [None]:
            return None
        stated = self._connection.response("UIDVALIDITY")[1][-1]
        return int(stated) if stated and stated.isdigit() and int(stated) > 0 else None

    # ---------------------------------------------------------------- asking
    def _can(self, ability: bytes) -> bool:
        return ability in self._abilities

    def _uid(self, *words: str) -> Answer:
        return self._call(lambda: self._connection.uid(*words))

    def _call(self, command: Callable[[], tuple[str, Answer]]) -> Answer:
        """The answer to a command that was carried out."""
        try:
            status, answer = command()
        except (imaplib.IMAP4.abort, OSError, ValueError) as error:
            raise failed(self._server.name, error) from None
        except imaplib.IMAP4.error as error:
            raise refused(self._server.name, self._said(error.args)) from None
        if status != _OK:
            raise refused(self._server.name, self._said(answer))
        return answer

    def _said(self, answer: Any) -> str:
        words = next((word for word in answer if isinstance(word, bytes | str)), b"")
        return self._secret.hidden(said(words))


@contextmanager
def open_folder(server: Server, name: str) -> Iterator[Folder]:
    """The folder, open until the block ends."""
    secret = server.password.read()
    connection = _connected(server)
    try:
        folder = Folder(connection, server, secret)
        folder.open(name)
        yield folder
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            connection.logout()
        with suppress(OSError):
            connection.shutdown()


def _connected(server: Server) -> imaplib.IMAP4:
    """An encrypted connection to which nothing was said yet."""
    try:
        tls = context(server)
        if server.tls == "implicit":
            return imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=tls, timeout=server.timeout
            )
        connection = imaplib.IMAP4(server.host, server.port, timeout=server.timeout)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise failed(server.name, error) from None
    try:
        connection.starttls(tls)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        connection.shutdown()
        raise failed(server.name, error) from None
    return connection


def _listed(line: Any) -> Listed | None:
    """The message of a line of an answer; None where it is deleted, or the line says no size."""
    text = line[0] if isinstance(line, tuple) else line
    if not isinstance(text, bytes):
        return None
    uid, size, flags = (pattern.search(text) for pattern in (_UID, _SIZE, _FLAGS))
    if uid is None or size is None or (flags and _DELETED in flags[1]):
        return None
    return Listed(int(uid[1]), int(size[1]))
