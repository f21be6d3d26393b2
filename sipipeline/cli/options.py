"""Options and arguments of the commands."""

from pathlib import Path

import click

from sipipeline.cli.bilingual import argument, option
from sipipeline.cli.values import Count
from sipipeline.core.text import Text
from sipipeline.core.version import __version__

FORMATS = ("text", "json", "jsonl", "csv")

_PATH = click.Path(path_type=Path)
_LANGS = click.Choice(["zh", "en"])


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"sipipeline {__version__}")
        context.exit()


VERSION = option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=Text(zh="显示版本。", en="Show the version."),
)
LANG = option(
    "--lang",
    type=_LANGS,
    expose_value=False,
    help=Text(zh="显示语言。", en="Language of what is shown."),
)
STANDARD = option(
    "--standard",
    metavar="ID|FILE.toml",
    help=Text(
        zh="按哪个标准，如 2020，或自己的 .toml 文件；默认由工作簿或年度决定。",
        en="Which standard, as 2020 or a .toml file; by default the workbook or year decides.",
    ),
)

# ---------------------------------------------------------------- validate
PATHS = argument("paths", nargs=-1, required=True, metavar="PATH…")
COPIES = option(
    "-o",
    "--out",
    type=_PATH,
    default=Path("annotated"),
    show_default=True,
    metavar="DIR",
    help=Text(zh="批注本放在哪个文件夹。", en="Where the annotated copies go."),
)
FORMAT = option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help=Text(zh="结果的格式。", en="Form of the results."),
)
NO_ANNOTATE = option(
    "--no-annotate", is_flag=True, help=Text(zh="不写批注本。", en="Write no annotated copies.")
)
SUMMARY = option(
    "--summary",
    type=_PATH,
    metavar="FILE.xlsx",
    help=Text(
        zh="另写一个汇总工作簿：先联系谁、各单位、全部问题、各险种合计。",
        en="Also write an overview: whom to call, every unit, every issue, sums by fund.",
    ),
)
PAGE = option(
    "--page",
    type=_PATH,
    metavar="FILE.html",
    help=Text(
        zh="同样内容的网页，可在手机上看、可打印。",
        en="The same as a page, to be read on a telephone or printed.",
    ),
)
OUTPUT = option(
    "--output",
    type=_PATH,
    metavar="FILE",
    help=Text(
        zh="结果写进这个文件，不显示在屏幕上。",
        en="Write the results into this file, whole or not at all.",
    ),
)
DETAILS = option(
    "--details",
    is_flag=True,
    help=Text(
        zh="超过五个文件也逐条列出全部问题。",
        en="List every finding, however many files there are.",
    ),
)
JOBS = option(
    "--jobs",
    type=Count(),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help=Text(
        zh="同时用几个进程；auto：文件多时每个处理器一个。",
        en="Worker processes; auto: one a processor where there are many files.",
    ),
)
SCHEDULER = option(
    "--scheduler",
    metavar="HOST:PORT",
    help=Text(
        zh="由集群核对：dask 调度器的地址，如 tls://10.0.0.5:8786；文件要在共享文件夹里。",
        en="Have a cluster check: the address of its dask scheduler; files lie on a share.",
    ),
)
FORCE = option(
    "--force",
    is_flag=True,
    help=Text(zh="已有同名文件时照样覆盖。", en="Overwrite a file that is in the way."),
)
PASSWORD = option(
    "--password",
    "passwords",
    multiple=True,
    metavar="TEXT",
    help=Text(
        zh="打开加密工作簿的密码，可以写多个，逐个试。",
        en="Password of encrypted workbooks; may be given several times, each is tried.",
    ),
)
PASSWORD_FILE = option(
    "--password-file",
    type=_PATH,
    metavar="FILE",
    help=Text(
        zh="密码写在这个文件里，一行一个（不会出现在命令历史里）。",
        en="A file of passwords, one a line, which no history of commands shows.",
    ),
)
LIMIT = option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=N",
    help=Text(
        zh="改一个限额，如 --limit seconds=30 --limit file=80（兆）；名称见 docs/limits.md。",
        en="Set a limit, as --limit seconds=30 --limit file=80 (MB); names: docs/limits.md.",
    ),
)
REPORT = option(
    "--report",
    type=_PATH,
    metavar="REPORT.docx",
    help=Text(
        zh="连同工作簿一起核对的文字报告（.docx 或 .txt）。",
        en="A report (.docx or .txt) to check with the one workbook.",
    ),
)
LAST_YEAR = option(
    "--prior",
    type=_PATH,
    metavar="LAST.xlsx",
    help=Text(
        zh="上年已通过的工作簿：与本年的上年数、期初数、人数、待遇对照。",
        en="Last year's accepted workbook, to which openings and prior figures are held.",
    ),
)
RUBRIC = option(
    "--rubric",
    default="ministry",
    show_default=True,
    metavar="NAME|FILE",
    help=Text(
        zh="评分标准：ministry、hubei、sichuan、guangxi，或自己的 .toml 文件。",
        en="Rubric: ministry, hubei, sichuan, guangxi, or a .toml file of your own.",
    ),
)

# ---------------------------------------------------------------- template
BLANK_WORKBOOK = option(
    "-o",
    "--out",
    type=_PATH,
    default=Path("input_template.xlsx"),
    show_default=True,
    metavar="FILE.xlsx",
    help=Text(zh="写到哪个文件。", en="File to write."),
)
YEAR = option(
    "--year",
    type=click.IntRange(2000, 2100),
    metavar="YYYY",
    help=Text(zh="填报年度，预先填在封面。", en="Year, filled in on the cover."),
)
FUNDS = option(
    "--funds",
    metavar="NAME,NAME",
    help=Text(
        zh="只要这些险种的表，用逗号分开，如 居民养老,工伤。",
        en="Only the sheets of these funds, names or keys, separated by commas.",
    ),
)
PRIOR = option(
    "--prior",
    type=_PATH,
    metavar="LAST.xlsx",
    help=Text(
        zh="把上年已通过的工作簿的数带进上年数和期初数。",
        en="Carry the figures of last year's accepted workbook into the prior and opening columns.",
    ),
)
FORCE_PRIOR = option(
    "--force",
    is_flag=True,
    help=Text(
        zh="已有同名文件时照样覆盖；--prior 的年度不对或有错误也照样带入。",
        en="Overwrite a file in the way; take a --prior of another year or with errors.",
    ),
)

# ---------------------------------------------------------------- nightly
PLACE = argument("folder", type=_PATH, metavar="DIR")
INBOX = option(
    "--inbox",
    metavar="DIR",
    help=Text(
        zh="收件箱，可以是共享文件夹；相对路径从 DIR 算起，默认是 DIR 里的 inbox。",
        en="The inbox, may be a share; a relative path counts from DIR; by default inbox.",
    ),
)
TIME = option(
    "--time",
    metavar="HH:MM",
    help=Text(zh="每晚几点运行；默认 22:30。", en="When to run each night; by default 22:30."),
)
FORCE_INIT = option(
    "--force",
    is_flag=True,
    help=Text(
        zh="已有配置时照样重写；名册不动。", en="Write the configuration anew; the roster stays."
    ),
)
STATUS_FORMAT = option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "xlsx"]),
    default="text",
    show_default=True,
    help=Text(
        zh="结果的格式；xlsx 写成汇总工作簿（默认 status.xlsx）。",
        en="Form of the answer; xlsx is the overview workbook (by default status.xlsx).",
    ),
)
CONFIG = option(
    "--config",
    type=_PATH,
    default=Path("sipipeline.toml"),
    show_default=True,
    metavar="FILE",
    help=Text(zh="配置文件。", en="The configuration."),
)
ANSWER = argument("number", type=int, metavar="NUMBER")
DRY_RUN = option(
    "--dry-run",
    is_flag=True,
    help=Text(zh="只说会做什么，什么也不动。", en="Say what would be done, touch nothing."),
)
AGAIN = option(
    "--again",
    is_flag=True,
    help=Text(
        zh="每个单位的最近一轮都重新核对，内容没变也核对。",
        en="Check the last round of each unit again, whether or not it is known.",
    ),
)
BACKUP = option(
    "-o",
    "--out",
    type=_PATH,
    metavar="FILE",
    help=Text(
        zh="备份成这个文件；默认放在 state/backups/。",
        en="The file to copy it to; by default in state/backups/.",
    ),
)
EXPORT = option(
    "--output",
    type=_PATH,
    metavar="FILE",
    help=Text(zh="写到这个文件；不写就输出到屏幕。", en="Write to this file; else it is printed."),
)

# ---------------------------------------------------------------- fill, extract, rules
DATA = argument("data", type=_PATH, metavar="DATA.json")
"""`-` for standard input."""
FILLED_WORKBOOK = option(
    "-o",
    "--out",
    type=_PATH,
    required=True,
    metavar="FILE.xlsx",
    help=Text(zh="写到哪个文件。", en="File to write."),
)
WORKBOOK = argument("workbook", type=_PATH, metavar="FILE.xlsx")
EXTRACTED_DATA = option(
    "-o",
    "--out",
    type=_PATH,
    metavar="FILE",
    help=Text(
        zh="写到这个文件；不写就输出到屏幕。", en="Write to this file; else to standard output."
    ),
)
CODE = argument("code", required=False, metavar="[CODE]")
MARKDOWN = option(
    "--markdown",
    is_flag=True,
    help=Text(zh="输出规则手册（docs/rules.md）。", en="Print the rule book (docs/rules.md)."),
)
