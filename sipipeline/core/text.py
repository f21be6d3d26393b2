"""Every sentence a person reads exists in Chinese and in English."""

from typing import Literal

from sipipeline.core.values import frozen

Lang = Literal["zh", "en"]


@frozen
class Text:
    """One sentence in both languages; `{name}` in it is a place that `fill` fills."""

    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def fill(self, **places: object) -> "Text":
        """The sentence with its places filled; a place given as a Text is filled in each
        language."""
        return Text(*(self.in_(lang).format(**_in_language(places, lang)) for lang in ("zh", "en")))

    def __add__(self, other: "Text") -> "Text":
        return Text(zh=self.zh + other.zh, en=self.en + other.en)


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
