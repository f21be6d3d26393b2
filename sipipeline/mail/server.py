"""A mail server as the operator names it; no connection to it is used unencrypted."""

import ssl
from pathlib import Path
from typing import Literal

from sipipeline.core.values import frozen
from sipipeline.mail.passwords import PasswordSource

Tls = Literal["implicit", "starttls"]


@frozen
class Server:
    host: str
    port: int
    user: str
    password: PasswordSource
    tls: Tls = "implicit"
    """From the first byte, or after the command STARTTLS."""
    ca_file: Path | None = None
    """The certificates of who signed the server's; None: those that the system trusts."""
    timeout: float = 60.0
    """Seconds without an answer after which the server is given up."""

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def account(self) -> str:
        """What a message is known by: the user at the host."""
        return f"{self.user}@{self.host}".lower()


def context(server: Server) -> ssl.SSLContext:
    """Certificate and host name are always checked."""
    return ssl.create_default_context(cafile=server.ca_file)
