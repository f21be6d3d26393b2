"""What the figures of a sentence say of each other, which no table is needed for."""
