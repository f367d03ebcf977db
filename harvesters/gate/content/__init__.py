"""What a table says against itself and its past: findings with evidence, most of them no more than a warning."""
