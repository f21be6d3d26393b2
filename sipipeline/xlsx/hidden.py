"""What the program itself puts into a workbook, unseen by people, and knows again by it."""

import re

RESULT_NAME = "_sipipeline_result"
"""Defined name that points to the result sheet, whatever the sheet is called by now."""
RESULT_MARKER = "sipipeline:result"
"""Text in a hidden cell of the result sheet, should the defined name be lost."""
FILL_MARKER = "sipipeline:fill"
"""Start of the text in a hidden cell of the result sheet that lists the former fill colours."""
TEMPLATE_NAME = "_sipipeline_template"
"""Defined name whose text is the standard and version of the template: 2020/1."""

HIDDEN_NAME = "_sipipeline_hidden"
"""Defined name of a sheet that is shown in the annotated copy; its text is how it was hidden."""

ROW_KEY = re.compile(r"(?:[a-z_]+\.[a-z_#.*]+|goal)")
"""The key of a row, in its first column: accounts.work_injury.income.*"""
KEY_ROW = "#"
"""In the first column of a row that holds the keys of its columns."""
LIST_END = "end"
"""In the first column of the row below the last one of a list."""
CHECK = "check"
"""Key of a column with the live checks, in which no figure of the submitter's stands."""
