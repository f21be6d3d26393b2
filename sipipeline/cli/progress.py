"""How far a run has come, on stderr: a bar where a terminal is there, else a line every ten
seconds."""

import sys
import threading
import time

from sipipeline.core.display import columns
from sipipeline.core.text import Lang, Text

_SOME = Text(zh="正在核对 {done}/{total}", en="Checking {done}/{total}")
_LEFT = Text(zh="，还需约 {time}", en=", about {time} left")
_HOURS = Text(zh="{hours} 小时 {minutes} 分", en="{hours} h {minutes} min")
_MINUTES = Text(zh="{minutes} 分 {seconds} 秒", en="{minutes} min {seconds} s")
_SECONDS = Text(zh="{seconds} 秒", en="{seconds} s")
_BAR, _WIDTH = 24, 78
_SECONDS_A_BAR, _SECONDS_A_LINE = 0.5, 10.0
_ENOUGH = 32
"""Files after which the time that a file takes is known: the first come in one go."""


class Progress:
    """Tells how far a run has come until it ends; silent where results are printed on the same
    terminal meanwhile."""

    def __init__(self, total: int, lang: Lang, beside_results: bool) -> None:
        self._total = total
        self._lang: Lang = lang
        self._is_bar = sys.stderr.isatty()
        mixed = self._is_bar and sys.stdout.isatty() and beside_results
        self._is_silent = total <= 1 or mixed
        self._done = 0
        self._start = self._last = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def step(self) -> None:
        """One file more is done."""
        self._done += 1
        self._last = time.monotonic()

    def __enter__(self) -> "Progress":
        if not self._is_silent:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Say no more, and take the bar away."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _tell(self) -> None:
        pause = _SECONDS_A_BAR if self._is_bar else _SECONDS_A_LINE
        while not self._ended.wait(pause):
            self._write(f"\r{self._bar()}" if self._is_bar else f"{self._line()}\n")
        if self._is_bar:
            self._write("\r" + " " * _WIDTH + "\r")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            self._ended.set()

    def _bar(self) -> str:
        full = _BAR * self._done // self._total
        line = f"[{'#' * full}{'.' * (_BAR - full)}] {self._line()}"
        return line + " " * max(0, _WIDTH - columns(line))

    def _line(self) -> str:
        line = _SOME.fill(done=self._done, total=self._total)
        left = seconds_left(self._done, self._total, self._last - self._start)
        if left is not None:
            waited = time.monotonic() - self._last
            line += _LEFT.fill(time=span(max(1.0, left - waited)))
        return line.in_(self._lang)


def seconds_left(done: int, total: int, seconds: float) -> float | None:
    """How long the rest takes if it takes as long as what is done; None where that is too little
    to tell."""
    if done < min(_ENOUGH, total // 2) or not done:
        return None
    return seconds / done * (total - done)


def span(seconds: float) -> Text:
    """A time as it is spoken of: 35 秒, 3 分 20 秒, 1 小时 5 分."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if minutes >= 60:
        return _HOURS.fill(hours=minutes // 60, minutes=minutes % 60)
    return _MINUTES.fill(minutes=minutes, seconds=rest) if minutes else _SECONDS.fill(seconds=rest)
