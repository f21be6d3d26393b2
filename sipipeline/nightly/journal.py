"""The log of the passes: a file that is exchanged for a new one when it is large, and stderr."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sipipeline.core.text import Lang, Text
from sipipeline.nightly.settings import Log

_NAME = "sipipeline.nightly"
_MEGABYTE = 1 << 20
_SHOWN_ELSEWHERE = "shown_elsewhere"
_FORM = "%(asctime)s %(levelname)s %(message)s"


class Journal:
    """Says what a pass does, in one language."""

    def __init__(self, logger: logging.Logger, lang: Lang) -> None:
        self._logger = logger
        self.lang = lang

    def say(self, text: Text) -> None:
        self._logger.info(_in_a_line(text.in_(self.lang)))

    def file(self, text: Text) -> None:
        """Say something that is shown elsewhere, too."""
        self._logger.info(_in_a_line(text.in_(self.lang)), extra={_SHOWN_ELSEWHERE: True})

    def warn(self, text: Text) -> None:
        """Say what the operator should know."""
        self._logger.warning(_in_a_line(text.in_(self.lang)))


@contextmanager
def opened(path: Path, settings: Log, lang: Lang) -> Iterator[Journal]:
    """The log in a file, and on stderr; a log that cannot be written ends no pass."""
    logging.raiseExceptions = False
    logger = logging.getLogger(_NAME)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    shown = logging.StreamHandler(sys.stderr)
    shown.addFilter(lambda record: not hasattr(record, _SHOWN_ELSEWHERE))
    handlers = [shown, *_to_file(path, settings)]
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORM))
        logger.addHandler(handler)
    try:
        yield Journal(logger, lang)
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()


def _to_file(path: Path, settings: Log) -> Iterator[logging.Handler]:
    try:
        yield RotatingFileHandler(
            path,
            maxBytes=settings.megabytes * _MEGABYTE,
            backupCount=settings.keep,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        return


def _in_a_line(text: str) -> str:
    return " ".join(text.split("\n"))
