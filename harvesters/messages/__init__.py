"""Every sentence that a person reads, in Chinese and English: :mod:`.sentences` finds it, the others hold the words."""

from __future__ import annotations

from .sentences import MESSAGES, finding_json, fix, has_sentence, rule_name, sentence, told, words

__all__ = ["MESSAGES", "finding_json", "fix", "has_sentence", "rule_name", "sentence", "told", "words"]
