"""What the first file of a process waits for: imports, standards and schemas. Importing this module
does it, in the process from which workers are forked."""

from sipipeline.checking.batch import check
from sipipeline.reading.claims import submission_of
from sipipeline.standards.load import known, load

for _name in known():
    check([submission_of({}, load(_name))])
