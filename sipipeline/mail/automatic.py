"""Which messages no answer may be sent to, so that two programs never write to each other.

That a sender asks for no automatic answer (X-Auto-Response-Suppress) does not say that a program
sent it: Exchange writes this header into what people write."""

import re
from email.message import Message

from sipipeline.intake.message import decoded
from sipipeline.language.lexicon import fold, words
from sipipeline.mail.reasons import HoldReason, Ignored

OWN_HEADER = "X-Sipipeline-Answer"
"""Stands in every answer of ours, with its Message-ID, which servers may write anew."""
ID_OF_OURS = re.compile(r"<sipipeline\.[^<>\s@]{1,100}@[^<>\s]{1,200}>")

_LIST_HEADERS = ("List-Id", "List-Post", "List-Unsubscribe", "List-Help", "Mailing-List")
_AUTOMATIC_HEADERS = (
    "X-Autoreply",
    "X-Auto-Reply",
    "X-Autorespond",
    "X-Autoresponse",
    "X-Autoreply-From",
    "X-Mail-Autoreply",
    "X-AutoReply-From",
)
_PRECEDENCES = {"list": Ignored.LIST, "bulk": Ignored.AUTOMATIC, "junk": Ignored.AUTOMATIC}
_PRECEDENCES |= {"auto_reply": Ignored.AUTOMATIC}
_SYSTEMS = ("mailer-daemon", "postmaster", "mail-daemon")
"""Who sends bounces."""
_REPORTS = ("multipart/report", "message/delivery-status", "message/disposition-notification")
_SILENCE = {"all", "autoreply"}


def why_ignored(message: Message, sender: str) -> Ignored | None:
    """What kind of automatic mail a message is; None for what a person wrote."""
    if _says(message, OWN_HEADER):
        return Ignored.OURS
    if _is_bounce(message, sender):
        return Ignored.BOUNCE
    return _automatic(message)


def why_held(
    ignored: Ignored | None, sender: str, own_address: str, has_workbooks: bool
) -> HoldReason | None:
    """Why a person has to look at a message before it is taken in."""
    if ignored is not None:
        return HoldReason.AUTOMATIC if has_workbooks else None
    if not sender:
        return HoldReason.NO_SENDER
    if sender == own_address:
        return HoldReason.OWN_ADDRESS
    return None if has_workbooks else HoldReason.NO_WORKBOOK


def asks_for_silence(message: Message) -> bool:
    """Whether the sender asks for no automatic answer at all."""
    asked = _says(message, "X-Auto-Response-Suppress").split(",")
    return not _SILENCE.isdisjoint(word.strip() for word in asked)


def ours_in(content: bytes) -> tuple[str, ...]:
    """The Message-IDs of answers of ours that a message has in it, as a bounce has."""
    named = ID_OF_OURS.findall(content.decode("latin-1"))
    return tuple(dict.fromkeys(named))


def _is_bounce(message: Message, sender: str) -> bool:
    is_nobody = _says(message, "Return-Path").replace(" ", "") == "<>"
    is_system = sender.partition("@")[0] in _SYSTEMS
    return is_nobody or is_system or message.get_content_type() in _REPORTS


def _automatic(message: Message) -> Ignored | None:
    """Automatic mail and mail of lists, by what programs write into headers and subjects."""
    submitted = _says(message, "Auto-Submitted").partition(";")[0].strip()
    if submitted not in ("", "no"):
        return Ignored.AUTOMATIC
    if any(_says(message, name) for name in _LIST_HEADERS):
        return Ignored.LIST
    if any(_says(message, name) not in ("", "no") for name in _AUTOMATIC_HEADERS):
        return Ignored.AUTOMATIC
    if _subject(message).startswith(words("mail", "automatic")):
        return Ignored.AUTOMATIC
    return _PRECEDENCES.get(_says(message, "Precedence"))


def _subject(message: Message) -> str:
    """The subject in plain characters, without the bracket that it may begin with."""
    return fold(decoded(str(message.get("Subject", "")))).strip(" ([").lower()


def _says(message: Message, name: str) -> str:
    """A header in lower case."""
    return str(message.get(name, "")).strip().lower()
