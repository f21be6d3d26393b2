"""Every sentence a person reads exists in Chinese and in English."""

from string import Formatter
from typing import Any, Literal

from sipipeline.core.values import frozen

Lang = Literal["zh", "en"]
_LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@frozen
class Text:
    """One sentence in both languages; `{name}` in it is a place that `fill` fills, and
    `{name:cell|cells}` the word that goes with the number in that place, for one and for more."""

    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def fill(self, **places: object) -> "Text":
        """The sentence with its places filled; a place given as a Text is filled in each
        language."""
        zh, en = (_in_language(places, lang) for lang in _LANGUAGES)
        return Text(self.zh.format(**zh), _format(self.en, en))

    def __add__(self, other: "Text") -> "Text":
        return Text(zh=self.zh + other.zh, en=self.en + other.en)


class _OneOrMore(Formatter):
    """Fills places as `str.format` does, and `{name:cell|cells}` by the number in the place."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, bar, more = format_spec.partition("|")
        if not bar:
            return super().format_field(value, format_spec)
        return one if str(value) == "1" else more


_COUNTING = _OneOrMore()


def _format(sentence: str, places: dict[str, object]) -> str:
    return _COUNTING.vformat(sentence, (), places) if "|" in sentence else sentence.format(**places)


NOTHING = Text(zh="", en="")


def same(text: object) -> Text:
    """A name, a number, a reference: the same in both languages."""
    return Text(zh=str(text), en=str(text))


def join(texts: list[Text] | tuple[Text, ...], zh: str, en: str) -> Text:
    return Text(zh=zh.join(t.zh for t in texts), en=en.join(t.en for t in texts))


def _in_language(places: dict[str, object], lang: Lang) -> dict[str, object]:
    return {
        name: value.in_(lang) if isinstance(value, Text) else value
        for name, value in places.items()
    }
