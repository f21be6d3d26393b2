"""Pure numerics over claims and relations: does a relation hold, do all together, and which cell is wrong."""
