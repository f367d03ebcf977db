"""Bytes → text → records. Decided by rules over the whole file, never guessed from a sample (DESIGN D5)."""
