"""The signs at which a line is taken apart, half-width as texts are folded."""

import re

SENTENCE = re.compile("[。!?]")
"""What ends a sentence."""
STATEMENT = re.compile("[。;!?]")
"""What ends a sentence, or one of several that semicolons part."""
CLAUSE = re.compile("[,;:。!?]")
"""What ends a clause; a bracket does not."""
