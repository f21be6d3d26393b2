"""From submissions to findings: the rules over a batch, and the cells that are probably wrong."""
