"""The signs at which a line is taken apart, half-width as texts are folded."""

import re

SENTENCE = re.compile("[。!?]")
"""What ends a sentence."""
STATEMENT = re.compile("[。;!?]")
"""What ends a sentence, or one of several that semicolons part."""
CLAUSE = re.compile(r",(?!\d{3}(?!\d))|[;:。!?]")
"""What ends a clause; a bracket does not, nor does the comma of 9,525.28."""
