"""The sections of the configuration that are about mail, and the servers that they name."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from sipipeline.core.particulars import RosterLine
from sipipeline.core.settings import setting
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.mail.envelope import address_of
from sipipeline.mail.letters import Sender
from sipipeline.mail.passwords import PasswordPlace, PasswordSource
from sipipeline.mail.server import Server, Tls

_PORT = Text(zh="端口。", en="Port.")
_TLS = Text(
    zh="加密方式：implicit（一连上就加密，端口一般是 993、465）或 starttls（143、587）。\n"
    "不加密的连接一律不用。",
    en="Encryption: implicit (from the first byte, ports 993 and 465) or starttls (143, 587).\n"
    "Nothing is ever sent unencrypted.",
)
_USER = Text(zh="登录用的用户名，一般就是邮箱地址。", en="User name, usually the address.")
_ENV = Text(
    zh="密码（授权码）放在哪个环境变量里。这三项只填一项；密码本身不要写在配置里。",
    en="The environment variable that holds the password. Fill in one of these three; the\n"
    "password itself never stands in the configuration.",
)
_FILE = Text(
    zh="或者放在哪个文件里（第一行；只让运行本程序的用户能读）。",
    en="Or the file that holds it (first line; readable to this program's user only).",
)
_COMMAND = Text(zh="或者用哪个命令取得。", en="Or the command that prints it.")
_CA_FILE = Text(
    zh="自建邮件服务器的证书由谁签发（.pem 文件）；空着用系统信任的机构。",
    en="Who signed the certificate of a server of your own (.pem); blank: whom the system trusts.",
)
_TIMEOUT = Text(
    zh="多少秒没有答复就放弃，留待下次。", en="Seconds without an answer before it is given up."
)


@frozen
class MailSettings:
    """Who answers whom, and how much."""

    address: str = setting(
        "", Text(zh="收件和回复用的邮箱地址。", en="The address that receives and answers.")
    )
    name: str = setting(
        "", Text(zh="回复时显示的名称，如：某某区社保中心。", en="The name shown with it.")
    )
    contact: str = setting(
        "", Text(zh="有疑问找谁：姓名、电话，写在回复末尾。", en="Whom to ask: name and phone.")
    )
    unknown_senders: str = setting(
        "hold",
        Text(
            zh="发件人不在名册上时：hold 留在邮箱里等人处理，take 照收照答。",
            en="Mail of senders who are not on the roster: hold for a person, or take.",
        ),
        choices=("hold", "take"),
    )
    daily: int = setting(
        300, Text(zh="一天最多回复多少封。", en="Answers a day at most."), low=1, high=100_000
    )
    daily_each: int = setting(
        20,
        Text(zh="一天最多回复同一个地址多少封。", en="Answers a day to one address at most."),
        low=1,
        high=10_000,
    )
    tries: int = setting(
        8, Text(zh="发不出去时最多试几次。", en="How often an answer is tried."), low=1, high=100
    )
    message_mb: int = setting(
        50,
        Text(
            zh="超过多少兆的邮件不下载，留待人工。",
            en="Megabytes above which a message is not downloaded but held for a person.",
        ),
        low=1,
        high=100,
    )
    copy_mb: int = setting(
        15,
        Text(
            zh="超过多少兆的批注本不附在回复里。",
            en="Megabytes above which an annotated copy is not attached.",
        ),
        low=1,
        high=100,
    )


@frozen
class MailServer:
    """Where a server is, and how it is logged in to."""

    host: str
    port: int
    tls: str = setting("implicit", _TLS, choices=("implicit", "starttls"))
    user: str = setting("", _USER)
    password_env: str = setting("", _ENV)
    password_file: str = setting("", _FILE)
    password_command: str = setting("", _COMMAND)
    ca_file: str = setting("", _CA_FILE)
    timeout: int = setting(60, _TIMEOUT, low=1, high=3600)


@frozen
class Imap(MailServer):
    """Where mail is fetched."""

    host: str = setting(
        "",
        Text(
            zh="收件服务器（IMAP）的主机名；空着就不收邮件。",
            en="Host of the IMAP server; blank: no mail is fetched.",
        ),
    )
    port: int = setting(993, _PORT, low=1, high=65_535)
    folder: str = setting(
        "INBOX", Text(zh="收哪个邮件夹。", en="The folder to fetch."), may_be_blank=False
    )
    done_folder: str = setting(
        "",
        Text(
            zh="收过的邮件移到哪个邮件夹，如：已处理；空着只标为已读。",
            en="The folder to which mail is moved once taken in; blank: it is marked as read.",
        ),
    )


@frozen
class Smtp(MailServer):
    """Where answers are sent."""

    host: str = setting(
        "",
        Text(
            zh="发件服务器（SMTP）的主机名；空着就不回复。",
            en="Host of the SMTP server; blank: nothing is answered.",
        ),
    )
    port: int = setting(465, _PORT, low=1, high=65_535)


SECTIONS: Mapping[str, type] = {"mail": MailSettings, "imap": Imap, "smtp": Smtp}
HEADS = {
    "mail": Text(zh="邮件：谁回复谁、回复多少", en="Mail: who answers whom, and how much"),
    "imap": Text(zh="收邮件", en="Fetching mail"),
    "smtp": Text(zh="发回复", en="Sending answers"),
}
_KINDS: tuple[PasswordPlace, ...] = ("env", "file", "command")


# ---------------------------------------------------------------- what they name
@frozen
class Senders:
    """Whose mail is taken in without a person's word."""

    addresses: frozenset[str] = frozenset()
    """Whole ones, and domains as @jia.gov.cn."""
    everybody: bool = False

    def knows(self, address: str) -> bool:
        domain = f"@{address.rpartition('@')[2]}"
        return self.everybody or not self.addresses.isdisjoint((address, domain))


def senders_of(mail: MailSettings, roster: Mapping[str, RosterLine]) -> Senders:
    named = (address for line in roster.values() for address in line.addresses)
    listed = frozenset(address.strip().lower() for address in named)
    return Senders(listed, mail.unknown_senders == "take")


def sender_of(mail: MailSettings) -> Sender:
    return Sender(address_of(mail.address), mail.name, mail.contact)


def server_of(section: MailServer, base: Path) -> Server | None:
    """The server of a section; None where it names none."""
    if not section.host.strip():
        return None
    kind, name = next(_passwords(section))
    return Server(
        host=section.host.strip(),
        port=section.port,
        user=section.user,
        password=PasswordSource(kind, str(base / name) if kind == "file" else name),
        tls=cast(Tls, section.tls),
        ca_file=base / section.ca_file if section.ca_file else None,
        timeout=float(section.timeout),
    )


def _passwords(section: MailServer) -> Iterator[tuple[PasswordPlace, str]]:
    for kind in _KINDS:
        name: str = getattr(section, f"password_{kind}")
        if name:
            yield kind, name


# ---------------------------------------------------------------- faults
_NO_ADDRESS = Text(
    zh="[mail] address 应是一个邮箱地址，如 bureau@example.gov.cn。",
    en="[mail] address should be one address, as bureau@example.gov.cn.",
)
_NO_USER = Text(
    zh="[{section}] user 不能空着，也不能有看不见的字符。",
    en="[{section}] user may not be blank, nor have invisible characters.",
)
_ONE_PASSWORD = Text(
    zh="[{section}] 的 password_env、password_file、password_command 应填一项，填了 {count} 项。",
    en="[{section}] should have one of password_env, password_file, password_command, not {count}.",
)
_NO_CA_FILE = Text(
    zh="[{section}] ca_file：没有文件 {file}。", en="[{section}] ca_file: there is no file {file}."
)
_BAD_HOST = Text(zh="[{section}] host 不是主机名。", en="[{section}] host is no host name.")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")


def faults(mail: MailSettings, imap: Imap, smtp: Smtp, base: Path) -> Iterator[Text]:
    """What is wrong with sections that name a server."""
    used = [(name, section) for name, section in (("imap", imap), ("smtp", smtp)) if section.host]
    if used and not address_of(mail.address):
        yield _NO_ADDRESS
    for name, section in used:
        yield from _faults_of(name, section, base)


def _faults_of(name: str, section: MailServer, base: Path) -> Iterator[Text]:
    if not _HOST.fullmatch(section.host.strip()):
        yield _BAD_HOST.fill(section=name)
    if not (section.user.strip() and section.user.isprintable()):
        yield _NO_USER.fill(section=name)
    count = len(list(_passwords(section)))
    if count != 1:
        yield _ONE_PASSWORD.fill(section=name, count=count)
    if section.ca_file and not (base / section.ca_file).is_file():
        yield _NO_CA_FILE.fill(section=name, file=section.ca_file)
