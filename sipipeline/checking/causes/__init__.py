"""Findings that one cause explains, put together: a module a kind of cause; `grouping` asks them in
turn."""
