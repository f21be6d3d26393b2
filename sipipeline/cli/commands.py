"""The command line: parses, calls one job, prints. Heavy imports stay inside the commands."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sipipeline import __version__
from sipipeline.core.errors import SipipelineError
from sipipeline.core.text import Lang, Text

if TYPE_CHECKING:
    pass

OK, WITH_ERRORS, FAILED = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run one call; the exit status of interface.md. Whatever goes wrong is one clear line on
    stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    lang = language(arguments)
    try:
        return int(
            commands(lang).main(list(arguments), prog_name="sipipeline", standalone_mode=False)
            or OK
        )
    except click.ClickException as error:
        click.echo(f"{_ERROR.in_(lang)}{_in_words(error, lang)}", err=True)
    except SipipelineError as error:
        click.echo(f"{_ERROR.in_(lang)}{error.text.in_(lang)}", err=True)
    except (click.Abort, KeyboardInterrupt):
        click.echo(_STOPPED.in_(lang), err=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def language(arguments: Sequence[str]) -> Lang:
    """`--lang en` on the call, or SIPIPELINE_LANG; Chinese otherwise."""
    wanted = os.environ.get("SIPIPELINE_LANG", "zh")
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            wanted = arguments[index + 1]
        elif argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
    return "en" if wanted.lower().startswith("en") else "zh"


def commands(lang: Lang) -> click.Group:
    """The commands, their help in one language."""

    def say(zh: str, en: str) -> str:
        return Text(zh=zh, en=en).in_(lang)

    group = _Group(
        "sipipeline",
        lang=lang,
        help=say(
            "核对社会保险基金绩效自评工作簿，指出哪一格可能填错。",
            "Checks social insurance workbooks and says which cell is probably wrong.",
        ),
        epilog=say("例：sipipeline validate 甲县.xlsx", "Example: sipipeline validate county.xlsx"),
    )
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help=say("显示版本。", "Show the version."),
        )
    )
    group.params.append(
        click.Option(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
            expose_value=False,
            help=say("显示语言。", "Language of what is shown."),
        )
    )
    choose_lang = click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        default=lang,
        help=say("显示语言。", "Language of what is shown."),
    )

    def command(
        name: str,
        run: Callable[..., int | None],
        help_: str,
        example: str,
        *params: click.Parameter,
    ) -> None:
        epilog = f"{say('例：', 'Example: ')}{example}"
        group.add_command(
            _Command(
                name,
                lang=lang,
                callback=run,
                params=[*params, choose_lang],
                help=help_,
                epilog=epilog,
            )
        )

    standard = click.Option(
        ["--standard"],
        metavar="ID",
        help=say(
            "按哪个标准，如 2020；默认由工作簿或年度决定。",
            "Which standard, as 2020; by default the workbook or the year decides.",
        ),
    )
    command(
        "validate",
        _validate,
        say(
            "核对工作簿，写出批注本，列出发现的问题。可给文件、文件夹、通配符、.eml 和 .zip。",
            (
                "Check workbooks, write an annotated copy of each and list the findings. "
                "Takes files, folders, globs, .eml and .zip."
            ),
        ),
        "sipipeline validate 2020/ -o annotated --summary summary.xlsx",
        click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…"),
        click.Option(
            ["-o", "--out"],
            type=click.Path(path_type=Path),
            default=Path("annotated"),
            show_default=True,
            metavar="DIR",
            help=say("批注本放在哪个文件夹。", "Where the annotated copies go."),
        ),
        click.Option(
            ["--format", "form"],
            type=click.Choice(["text", "json", "jsonl", "csv"]),
            default="text",
            show_default=True,
            help=say("结果的格式。", "Form of the results."),
        ),
        click.Option(
            ["--no-annotate"], is_flag=True, help=say("不写批注本。", "Write no annotated copies.")
        ),
        click.Option(
            ["--summary"],
            type=click.Path(path_type=Path),
            metavar="FILE.xlsx",
            help=say("另写一个汇总工作簿。", "Also write a summary workbook."),
        ),
        click.Option(
            ["--jobs"],
            type=click.IntRange(1),
            default=os.cpu_count() or 1,
            metavar="N",
            help=say(
                "同时用几个进程，默认每个处理器一个。",
                "Worker processes; by default one a processor.",
            ),
        ),
        click.Option(
            ["--report"],
            type=click.Path(path_type=Path),
            metavar="REPORT.docx",
            help=say(
                "连同工作簿一起核对的文字报告（.docx 或 .txt）。",
                "A report (.docx or .txt) to check with the one workbook.",
            ),
        ),
        click.Option(
            ["--rubric"],
            default="ministry",
            show_default=True,
            metavar="NAME|FILE",
            help=say(
                "评分标准：ministry、hubei、sichuan，或自己的 .toml 文件。",
                "Rubric: ministry, hubei, sichuan, or a .toml file of your own.",
            ),
        ),
        standard,
    )
    command(
        "template",
        _template,
        say("写出空白的标准工作簿。", "Write the blank standard workbook."),
        "sipipeline template -o 2023.xlsx --year 2023 --funds resident_pension,work_injury",
        click.Option(
            ["-o", "--out"],
            type=click.Path(path_type=Path),
            default=Path("input_template.xlsx"),
            show_default=True,
            metavar="FILE.xlsx",
            help=say("写到哪个文件。", "File to write."),
        ),
        standard,
        click.Option(
            ["--year"],
            type=click.IntRange(2000, 2100),
            metavar="YYYY",
            help=say("填报年度，预先填在封面。", "Year, filled in on the cover."),
        ),
        click.Option(
            ["--funds"],
            metavar="a,b",
            help=say(
                "只要这些险种的表，用逗号分开。",
                "Only the sheets of these funds, separated by commas.",
            ),
        ),
        click.Option(
            ["--prior"],
            type=click.Path(path_type=Path),
            metavar="LAST.xlsx",
            help=say(
                "把上年已通过的工作簿的数带进上年数和期初数。",
                (
                    "Carry the figures of last year's accepted workbook into the prior and "
                    "opening columns."
                ),
            ),
        ),
    )
    command(
        "fill",
        _fill,
        say("用 JSON 数据写出填好的工作簿。", "Write a filled workbook from JSON data."),
        "sipipeline fill data.json -o filled.xlsx",
        click.Argument(["data"], type=click.Path(path_type=Path), metavar="DATA.json"),
        click.Option(
            ["-o", "--out"],
            type=click.Path(path_type=Path),
            required=True,
            metavar="FILE.xlsx",
            help=say("写到哪个文件。", "File to write."),
        ),
    )
    command(
        "extract",
        _extract,
        say(
            "把填好的工作簿变成 JSON，是 fill 的逆操作。",
            "Turn a filled workbook into JSON: the inverse of fill.",
        ),
        "sipipeline extract filled.xlsx > data.json",
        click.Argument(["workbook"], type=click.Path(path_type=Path), metavar="FILE.xlsx"),
        click.Option(
            ["-o", "--out"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=say(
                "写到这个文件；不写就输出到屏幕。", "Write to this file; else to standard output."
            ),
        ),
        standard,
    )
    command(
        "rules",
        _rules,
        say("列出全部规则，或讲解其中一条。", "List the rules, or explain one."),
        "sipipeline rules B201",
        click.Argument(["code"], required=False, metavar="CODE"),
        click.Option(
            ["--markdown"],
            is_flag=True,
            help=say("输出规则手册（docs/rules.md）。", "Print the rule book (docs/rules.md)."),
        ),
    )
    return group


# ---------------------------------------------------------------- commands
def _validate(
    paths: tuple[str, ...],
    out: Path,
    form: str,
    no_annotate: bool,
    summary: Path | None,
    jobs: int,
    report: Path | None,
    rubric: str,
    standard: str | None,
    lang: Lang,
) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sipipeline.intake.sources import collect
    from sipipeline.jobs.outputs import ensure_parent
    from sipipeline.jobs.validation import Options, validate

    if summary is not None:
        ensure_parent(summary)
    sources = collect(paths, exclude=[out])
    options = Options(lang, standard, rubric, report, None if no_annotate else out, jobs)
    progress = _Progress(len(sources), lang)
    results = validate(sources, options, progress.step)
    if summary is not None:
        from sipipeline.jobs.summaries import summarised

        results = summarised(results, summary, lang)
    worst = OK
    with progress:
        for result in _printed(results, form, lang):
            worst = max(worst, {"fix": WITH_ERRORS, "unreadable": FAILED}.get(result.verdict, OK))
    return worst


def _template(
    out: Path,
    standard: str | None,
    year: int | None,
    funds: str | None,
    prior: Path | None,
    lang: Lang,
) -> None:
    from sipipeline.jobs.forms import write_template

    write_template(out, standard, year, funds.split(",") if funds else None, prior)
    click.echo(Text(zh=f"已写出 {out}", en=f"Wrote {out}").in_(lang))


def _fill(data: Path, out: Path, lang: Lang) -> None:
    from sipipeline.jobs.forms import fill_file

    fill_file(data, out)
    click.echo(Text(zh=f"已写出 {out}", en=f"Wrote {out}").in_(lang))


def _extract(workbook: Path, out: Path | None, standard: str | None, lang: Lang) -> None:
    import json

    from sipipeline.jobs.forms import extract_file
    from sipipeline.jobs.outputs import ensure_parent, write_beside

    if out is not None:
        ensure_parent(out)
    data = extract_file(workbook, standard)
    if out is None:
        click.echo(json.dumps(data, ensure_ascii=not _unicode(), indent=1))
    else:
        write_beside(out, f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode())
        click.echo(Text(zh=f"已写出 {out}", en=f"Wrote {out}").in_(lang))


def _rules(code: str | None, markdown: bool, lang: Lang) -> None:
    from sipipeline.jobs.rule_book import explain, listing, manual

    if markdown:
        click.echo(manual(lang), nl=False)
    else:
        click.echo(explain(code, lang) if code else listing(lang))


# ---------------------------------------------------------------- printing
def _printed(results: Any, form: str, lang: Lang) -> Any:
    """Print each result as it comes, in one of the forms, and pass it on."""
    printers = {"text": _print_text, "json": _print_json, "jsonl": _print_jsonl, "csv": _print_csv}
    return printers[form](results, lang)


def _print_text(results: Any, lang: Lang) -> Any:
    from collections import Counter

    from sipipeline.reports.console import lines, summary

    verdicts: Counter[Any] = Counter()
    for result in results:
        verdicts[result.verdict] += 1
        click.echo("\n".join(lines(result, lang)))
        yield result
    click.echo(summary(verdicts, lang))


def _print_json(results: Any, lang: Lang) -> Any:
    from sipipeline.reports.json_csv import as_json, dumps

    click.echo(f'{{"sipipeline": "{__version__}", "files": [', nl=False)
    for number, result in enumerate(results):
        click.echo(
            ("," if number else "") + "\n" + dumps(as_json(result, lang), not _unicode()), nl=False
        )
        yield result
    click.echo("\n]}")


def _print_jsonl(results: Any, lang: Lang) -> Any:
    from sipipeline.reports.json_csv import as_json, dumps

    for result in results:
        click.echo(dumps(as_json(result, lang), not _unicode()))
        yield result


def _print_csv(results: Any, lang: Lang) -> Any:
    from sipipeline.reports.json_csv import CSV_COLUMNS, as_csv

    click.echo(",".join(CSV_COLUMNS))
    for result in results:
        click.echo(as_csv(result, lang), nl=False)
        yield result


def _unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


class _Progress:
    """A bar on stderr when a terminal is there; a line every so often when not."""

    def __init__(self, total: int, lang: Lang) -> None:
        self.total, self.count, self.lang = total, 0, lang
        self.bar: Any = None
        if total > 1 and sys.stderr.isatty():
            self.bar = click.progressbar(length=total, label=_CHECKING.in_(lang), file=sys.stderr)

    def step(self) -> None:
        self.count += 1
        if self.bar is not None:
            self.bar.update(1)
        elif self.count % _EVERY == 0:
            click.echo(f"{_CHECKING.in_(self.lang)} {self.count}/{self.total}", err=True)

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.render_finish()


# ---------------------------------------------------------------- click in two languages
_ERROR = Text(zh="出错：", en="Error: ")
_STOPPED = Text(zh="已中断，没有写完的文件不会留下。", en="Stopped; nothing is left half written.")
_CHECKING = Text(zh="正在核对", en="Checking")
_EVERY = 500
_HEADINGS = {"Options": "选项", "Commands": "命令", "Usage: ": "用法："}


class _Chinese:
    """Headings of click's help in Chinese."""

    lang: Lang

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        return super().make_context(*args, max_content_width=80, **more)  # type: ignore[misc,no-any-return]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None and self.lang == "zh":
            option.help = "显示这份帮助。"
        return option

    def get_help(self, ctx: click.Context) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        if self.lang == "zh":
            for heading, own in _HEADINGS.items():
                text = text.replace(
                    f"{heading}:" if heading[-1] != " " else heading,
                    f"{own}：".replace("：：", "："),
                )
            text = (
                text.replace("[OPTIONS]", "[选项]")
                .replace("COMMAND [ARGS]...", "命令 [参数]…")
                .replace("[default: ", "[默认：")
            )
        return text


class _Command(_Chinese, click.Command):
    def __init__(self, name: str, lang: Lang, **more: Any) -> None:
        self.lang = lang
        super().__init__(name, **more)


class _Group(_Chinese, click.Group):
    def __init__(self, name: str, lang: Lang, **more: Any) -> None:
        self.lang = lang
        super().__init__(name, **more)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"sipipeline {__version__}")
        context.exit()


def _in_words(error: click.ClickException, lang: Lang) -> str:
    """What click found wrong with the call."""
    if lang == "en":
        return error.format_message()
    hint = "用 sipipeline --help 查看用法。"
    param = getattr(error, "param", None)
    name = (
        param.opts[0]
        if isinstance(param, click.Option)
        else getattr(param, "human_readable_name", "")
    )
    match error:
        case click.NoSuchOption():
            near = f"是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项。{near}{hint}"
        case click.MissingParameter():
            return f"缺少 {name}。{hint}"
        case click.BadParameter() if param is not None and isinstance(param.type, click.Choice):
            return f"{name} 只能是 {'、'.join(map(str, param.type.choices))} 之一。{hint}"
        case click.BadParameter():
            return f"{name} 的值不对（{error.message}）。{hint}"
        case click.UsageError() if "No such command" in error.message:
            return f"没有这个命令：{error.message.partition('command')[2].strip(' .')}。{hint}"
        case _:
            return f"{error.format_message()} {hint}"
