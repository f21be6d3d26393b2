"""The commands: each calls one job and prints what it returns. Heavy imports stay inside them."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

import click

from sipipeline.cli import forms, mail, nightly, options, streams
from sipipeline.cli.bilingual import Command, CommandGroup, Parameter, language
from sipipeline.cli.checking import validate
from sipipeline.cli.complaints import complaint
from sipipeline.cli.status import FAILED, INTERRUPTED, OK
from sipipeline.core.errors import SipipelineError, reason
from sipipeline.core.text import Lang, Text
from sipipeline.core.values import frozen

_ERROR = Text(zh="出错：", en="Error: ")
_STOPPED = Text(zh="已中断，没有写完的文件不会留下。", en="Stopped; nothing is left half written.")
_NOT_PRINTED = Text(zh="写不出结果：{reason}。", en="Cannot write the results: {reason}.")
_OUT_OF_MEMORY = Text(zh="内存不够。", en="Out of memory.")
_OUR_FAULT = Text(
    zh="程序本身出了问题（{error}）。请把这一行连同所用的文件交给维护人员；"
    "设环境变量 SIPIPELINE_TRACEBACK=1 再运行一次，可看到出错的位置。",
    en="The program itself has a fault ({error}). Please hand this line and the file to who "
    "maintains it; SIPIPELINE_TRACEBACK=1 in the environment shows where it is.",
)


def main(arguments: Sequence[str]) -> int:
    """Run one call and return its exit status; what goes wrong is one clear line on stderr."""
    streams.replace_what_cannot_be_printed()
    lang = language(arguments)
    try:
        status = commands(lang).main(list(arguments), "sipipeline", standalone_mode=False)
        sys.stdout.flush()
        return int(status or OK)
    except click.ClickException as error:
        _say(_ERROR.in_(lang) + complaint(error, lang))
    except SipipelineError as error:
        _say(_ERROR.in_(lang) + error.text.in_(lang))
    except (click.Abort, KeyboardInterrupt):
        _say(_STOPPED.in_(lang))
        return INTERRUPTED
    except BrokenPipeError:
        streams.silence()
    except OSError as error:
        streams.silence()
        _say((_ERROR + _NOT_PRINTED.fill(reason=reason(error))).in_(lang))
    except MemoryError:
        _say((_ERROR + _OUT_OF_MEMORY).in_(lang))
    except Exception as error:
        if os.environ.get("SIPIPELINE_TRACEBACK"):
            raise
        told = f"{type(error).__name__}: {error}"
        _say((_ERROR + _OUR_FAULT.fill(error=told)).in_(lang))
    return FAILED


def commands(lang: Lang) -> click.Group:
    """Every command; help and results are in one language."""
    group = CommandGroup(
        "sipipeline",
        lang,
        help=Text(
            zh="核对社会保险基金绩效自评工作簿，指出哪一格可能填错。",
            en="Checks social insurance workbooks and says which cell is probably wrong.",
        ),
        example=Text(zh="sipipeline validate 甲县.xlsx", en="sipipeline validate county.xlsx"),
        params=[options.VERSION(lang), options.LANG(lang)],
        callback=_show_help,
        invoke_without_command=True,
    )
    for declared in (*COMMANDS, LEDGER, MAIL):
        group.add_command(declared.in_(lang))
    return group


@frozen
class Declared:
    """A command as it is declared, in both languages."""

    name: str
    help: Text
    """Its first sentence stands in the list of the commands."""
    example: Text
    run: Callable[..., int | None]
    """Takes `lang` and the value of each parameter."""
    parameters: tuple[Parameter, ...]

    def in_(self, lang: Lang) -> click.Command:
        run = partial(self.run, lang=lang)
        parameters = [parameter(lang) for parameter in (*self.parameters, options.LANG)]
        return Command(self.name, lang, self.help, self.example, callback=run, params=parameters)


@frozen
class DeclaredGroup:
    """Commands that stand under one name."""

    name: str
    help: Text
    example: Text
    members: tuple[Declared, ...]

    def in_(self, lang: Lang) -> click.Command:
        group = CommandGroup(
            self.name,
            lang,
            self.help,
            self.example,
            params=[options.LANG(lang)],
            callback=_show_help,
            invoke_without_command=True,
        )
        for member in self.members:
            group.add_command(member.in_(lang))
        return group


@click.pass_context
def _show_help(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _rules(code: str | None, markdown: bool, lang: Lang) -> None:
    from sipipeline.reports.rule_book import explain, listing, manual

    if markdown:
        click.echo(manual(lang), nl=False)
    elif code:
        click.echo(explain(code, lang))
    else:
        click.echo(listing(lang))


def _say(line: str) -> None:
    """Print a line on stderr, if anybody listens there."""
    try:
        click.echo(line, err=True)
    except OSError:
        return


COMMANDS = (
    Declared(
        "validate",
        Text(
            zh="核对工作簿，写出批注本，列出发现的问题。"
            "可给文件、文件夹、通配符、.eml、.msg 和 .zip；.xls、.et、.xlsb、.ods 照样核对；"
            "超过五个文件时列成一张表。",
            en="Check workbooks and write annotated copies. Takes files, folders, globs, .eml, "
            ".msg and .zip; .xls, .et, .xlsb and .ods are checked as well. More than five "
            "files make a table.",
        ),
        Text(
            zh="sipipeline validate 收件箱/ -o 批注本 --summary 汇总.xlsx",
            en="sipipeline validate inbox/ -o annotated --summary summary.xlsx",
        ),
        validate,
        (
            options.PATHS,
            options.COPIES,
            options.FORMAT,
            options.OUTPUT,
            options.DETAILS,
            options.NO_ANNOTATE,
            options.SUMMARY,
            options.PAGE,
            options.REPORT,
            options.LAST_YEAR,
            options.RUBRIC,
            options.STANDARD,
            options.JOBS,
            options.SCHEDULER,
            options.PASSWORD,
            options.PASSWORD_FILE,
            options.LIMIT,
            options.FORCE,
        ),
    ),
    Declared(
        "template",
        Text(zh="写出空白的标准工作簿。", en="Write the blank standard workbook."),
        Text(
            zh="sipipeline template -o 2023.xlsx --year 2023 --funds 居民养老,工伤",
            en="sipipeline template -o 2023.xlsx --year 2023 --funds resident_pension,work_injury",
        ),
        forms.template,
        (
            options.BLANK_WORKBOOK,
            options.STANDARD,
            options.YEAR,
            options.FUNDS,
            options.PRIOR,
            options.FORCE_PRIOR,
        ),
    ),
    Declared(
        "fill",
        Text(zh="用 JSON 数据写出填好的工作簿。", en="Write a filled workbook from JSON data."),
        Text(
            zh="sipipeline fill 数据.json -o 甲县.xlsx",
            en="sipipeline fill data.json -o county.xlsx",
        ),
        forms.fill,
        (options.DATA, options.FILLED_WORKBOOK, options.STANDARD, options.FORCE),
    ),
    Declared(
        "extract",
        Text(
            zh="把填好的工作簿变成 JSON，是 fill 的逆操作。",
            en="Turn a filled workbook into JSON: the inverse of fill.",
        ),
        Text(
            zh="sipipeline extract 甲县.xlsx -o 数据.json",
            en="sipipeline extract county.xlsx -o data.json",
        ),
        forms.extract,
        (options.WORKBOOK, options.EXTRACTED_DATA, options.STANDARD, options.FORCE),
    ),
    Declared(
        "init",
        Text(
            zh="建一个夜间核对的文件夹：配置、收件箱、名册、计划任务。",
            en="Make a place for nightly runs: configuration, inbox, roster, schedule.",
        ),
        Text(zh="sipipeline init 夜间核对 --time 22:30", en="sipipeline init nightly --time 22:30"),
        nightly.init,
        (options.PLACE, options.INBOX, options.TIME, options.FORCE_INIT),
    ),
    Declared(
        "nightly",
        Text(
            zh="无人值守地核对一遍收件箱：收件、核对、写批注本、汇总。"
            "退出码 0 做完了，1 有文件没有做成（磁盘、权限、程序出错），2 什么也没有做。",
            en="One unattended pass over the inbox: take in, check, annotate, report. Exit "
            "status 0 done, 1 a file could not be done (disk, rights, the program), 2 nothing "
            "was done.",
        ),
        Text(
            zh="sipipeline nightly --config 夜间核对/sipipeline.toml",
            en="sipipeline nightly --config nightly/sipipeline.toml",
        ),
        nightly.nightly,
        (options.CONFIG, options.DRY_RUN, options.AGAIN),
    ),
    Declared(
        "status",
        Text(
            zh="台账里现在怎么样：谁报了第几轮，还有什么没改，谁未报或迟报，什么要人处理。",
            en="How the batch stands: who submitted which round, what is open, who is missing or "
            "late, what waits for a person.",
        ),
        Text(
            zh="sipipeline status --config 夜间核对/sipipeline.toml",
            en="sipipeline status --config nightly/sipipeline.toml",
        ),
        nightly.status,
        (options.CONFIG, options.STATUS_FORMAT, options.OUTPUT, options.FORCE),
    ),
    Declared(
        "rules",
        Text(zh="列出全部规则，或讲解其中一条。", en="List the rules, or explain one."),
        Text(zh="sipipeline rules B201", en="sipipeline rules B201"),
        _rules,
        (options.CODE, options.MARKDOWN),
    ),
)
LEDGER = DeclaredGroup(
    "ledger",
    Text(zh="台账：备份、检查、导出。", en="The ledger: copy it, check it, write it out."),
    Text(
        zh="sipipeline ledger check --config 夜间核对/sipipeline.toml",
        en="sipipeline ledger check --config nightly/sipipeline.toml",
    ),
    (
        Declared(
            "backup",
            Text(zh="备份台账。核对正在进行时也可以。", en="Copy the ledger, also during a pass."),
            Text(zh="sipipeline ledger backup -o 备份.sqlite", en="sipipeline ledger backup"),
            nightly.ledger_backup,
            (options.CONFIG, options.BACKUP),
        ),
        Declared(
            "check",
            Text(
                zh="检查台账是否完好，每个原件是否还在。退出码 1：有问题。",
                en="Is the ledger whole, and every original there? Exit status 1: it is not.",
            ),
            Text(zh="sipipeline ledger check", en="sipipeline ledger check"),
            nightly.ledger_check,
            (options.CONFIG,),
        ),
        Declared(
            "export",
            Text(
                zh="导出台账：每份报送一行 JSON，连同结果和填报的数。",
                en="Write the ledger out: a line of JSON for each submission, with its figures.",
            ),
            Text(
                zh="sipipeline ledger export --output 台账.jsonl",
                en="sipipeline ledger export --output ledger.jsonl",
            ),
            nightly.ledger_export,
            (options.CONFIG, options.EXPORT, options.FORCE),
        ),
    ),
)
MAIL = DeclaredGroup(
    "mail",
    Text(
        zh="邮件：试一试服务器，看看什么在等人处理。",
        en="Mail: try the servers, see what waits for a person.",
    ),
    Text(
        zh="sipipeline mail check --config 夜间核对/sipipeline.toml",
        en="sipipeline mail check --config nightly/sipipeline.toml",
    ),
    (
        Declared(
            "check",
            Text(
                zh="登录收件和发件服务器试一试，不收也不发。退出码 2：不可用。",
                en="Log in to both servers; nothing is taken in or sent. Exit status 2: it failed.",
            ),
            Text(zh="sipipeline mail check", en="sipipeline mail check"),
            mail.check,
            (options.CONFIG,),
        ),
        Declared(
            "waiting",
            Text(
                zh="列出等着的邮件和回复，各是为什么。",
                en="List the messages and answers that wait, and why.",
            ),
            Text(zh="sipipeline mail waiting", en="sipipeline mail waiting"),
            mail.waiting,
            (options.CONFIG,),
        ),
        Declared(
            "send",
            Text(
                zh="让下一次运行发出一封留待人工的回复。",
                en="Have the next pass send an answer that was held.",
            ),
            Text(zh="sipipeline mail send 12", en="sipipeline mail send 12"),
            mail.send,
            (options.ANSWER, options.CONFIG),
        ),
        Declared(
            "drop",
            Text(
                zh="一封留待人工的回复不再发送（例如已经打过电话）。",
                en="Settle an answer that was held without sending it.",
            ),
            Text(zh="sipipeline mail drop 12", en="sipipeline mail drop 12"),
            mail.drop,
            (options.ANSWER, options.CONFIG),
        ),
    ),
)
