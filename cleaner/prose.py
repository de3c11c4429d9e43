"""What a line of prose looks like, in any language: as long as a sentence, and ending like one."""

import re
from typing import Final

__all__ = ["ends_like_sentence", "is_prose"]

_SENTENCE: Final = re.compile(r""".*[.!?\u2026\u3002\uff01\uff1f\u061f\u0964]["')\]\u300d\u201d\xbb]*""", re.DOTALL)
_PROSE_LENGTH: Final = 60  # characters; shorter sentences are also headlines and captions
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_LENGTH: Final = 25


def is_prose(line: str) -> bool:
    """Whether a line is as long as a sentence and ends like one."""
    length = _CJK_LENGTH if _CJK.search(line) else _PROSE_LENGTH
    return len(line) >= length and bool(_SENTENCE.fullmatch(line))


def ends_like_sentence(line: str) -> bool:
    """Whether a line ends with a full stop, or what stands for one."""
    return bool(_SENTENCE.fullmatch(line))
