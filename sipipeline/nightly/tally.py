"""What a pass has done so far, and the line that it ends with."""

import time
from collections import Counter
from dataclasses import dataclass, field

from sipipeline.core.findings import Verdict
from sipipeline.core.text import NOTHING, Text, join

_LINE = Text(
    zh="夜间核对完成：{parts}；用时 {seconds} 秒。", en="Nightly pass done: {parts}; {seconds} s."
)
_STOPPED = Text(
    zh="夜间核对没有做完：{why}已做的都保留，下一次接着做。（{parts}；用时 {seconds} 秒）",
    en="The nightly pass did not end: {why} What was done is kept; the next one carries on. "
    "({parts}; {seconds} s)",
)
_COUNTS = {
    "taken": Text(zh="收件 {count}", en="{count} taken in"),
    "checked": Text(zh="核对 {count}", en="{count} checked"),
    "pass": Text(zh="通过 {count}", en="{count} pass"),
    "explain": Text(zh="需说明 {count}", en="{count} to explain"),
    "fix": Text(zh="需修改 {count}", en="{count} to fix"),
    "unreadable": Text(zh="无法读取 {count}", en="{count} unreadable"),
    "known": Text(zh="重复 {count}", en="{count} known already"),
    "answered": Text(zh="已答复 {count}", en="{count} answered"),
    "waiting": Text(zh="留待下次 {count}", en="{count} waiting"),
    "failed": Text(zh="没有做成 {count}", en="{count} failed"),
    "to_do": Text(zh="需人工处理 {count}", en="{count} for a person"),
}
_ALWAYS = ("taken", "checked")
_DONE = ("taken", "checked", "known", "answered")


@dataclass(slots=True)
class Tally:
    """Counts of a pass."""

    counts: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)
    stopped: Text = NOTHING
    """Why the pass did not end, a sentence; "" where it did."""

    def add(self, name: str, count: int = 1) -> None:
        self.counts[name] += count

    def judged(self, verdict: Verdict) -> None:
        self.add("checked")
        self.add(verdict.value)

    @property
    def has_done_something(self) -> bool:
        return any(self.counts[name] for name in _DONE)

    @property
    def status(self) -> int:
        """0 where the pass is done, 1 where something needs the operator."""
        return 1 if self.counts["failed"] or self.stopped.zh else 0

    def line(self) -> Text:
        """How the pass ended, in a line."""
        told = [
            text.fill(count=self.counts[name])
            for name, text in _COUNTS.items()
            if self.counts[name] or name in _ALWAYS
        ]
        seconds = f"{time.monotonic() - self.began:.1f}"
        parts = join(told, "，", ", ")
        if self.stopped.zh:
            return _STOPPED.fill(why=self.stopped, parts=parts, seconds=seconds)
        return _LINE.fill(parts=parts, seconds=seconds)
