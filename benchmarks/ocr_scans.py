"""How well scans are read: pages of a PDF with text are drawn as clean and as poor scans and read again.

    python -m benchmarks.ocr_scans FILE.pdf [PAGES]

The text layer is the truth, lines are compared before they are laid out. Characters are compared without order and white space, numbers as they are written; a wrong
number counts as passed on silently unless it is doubted. The peer is rapidocr with its own settings
on the same pages.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import process_time

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from kechuang.domain.folding import fold
from kechuang.readers.ocr.ocr_doubt import NUMBER, Doubt
from kechuang.readers.ocr.ocr_page import read_page
from kechuang.readers.ocr.ocr_picture import read_picture

DPI = 200
SLANT, BLUR, NOISE, QUALITY = 0.7, 0.8, 12.0, 60


def main(arguments: list[str]) -> None:
    """Print a row for each kind of scan and reader."""
    pages = int(arguments[1]) if len(arguments) > 1 else 5
    drawn = list(draw(Path(arguments[0]), pages))
    print(f"{'scan':8}{'reader':10}{'characters':>11}{'numbers':>9}{'silent':>8}{'unsure':>8}{'CPU s/page':>12}")
    for kind in ("clean", "noisy"):
        scans = [(text, page if kind == "clean" else worn(page, seed)) for seed, (text, page) in enumerate(drawn)]
        print_row(kind, "kechuang", [(text, *ours(page)) for text, page in scans])
        print_row(kind, "rapidocr", [(text, *peer(page)) for text, page in scans])


def draw(path: Path, most: int) -> Iterator[tuple[str, Image.Image]]:
    """The first pages that carry text: the text, and the page drawn."""
    document = pypdfium2.PdfDocument(path)
    for number in range(min(most, len(document))):
        page = document[number]
        textpage = page.get_textpage()
        yield textpage.get_text_range(), page.render(scale=DPI / 72).to_pil().convert("RGB")


def worn(page: Image.Image, seed: int) -> Image.Image:
    """A page as a poor scanner gives it: slanted, soft, speckled, saved with losses."""
    turned = page.rotate(SLANT, resample=Image.Resampling.BICUBIC, fillcolor="white")
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(BLUR)), dtype=float)
    speckled = np.clip(soft + np.random.default_rng(seed).normal(0, NOISE, soft.shape), 0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(speckled).save(file, "JPEG", quality=QUALITY)
    return Image.open(file).convert("RGB")


def ours(page: Image.Image) -> tuple[str, Counter[str], float]:
    """What our reader says, the numbers it is unsure of, and the CPU seconds it took."""
    file = BytesIO()
    page.save(file, "PNG")
    started = process_time()
    (read,) = map(read_page, read_picture(file.getvalue()))
    lines = [("".join(piece.text for piece in line.pieces), line.doubts) for line in read.written]
    return "\n".join(text for text, _ in lines), unsure_numbers(lines), process_time() - started


def peer(page: Image.Image) -> tuple[str, Counter[str], float]:
    """What rapidocr says with its own settings; it has no list of what it is unsure of."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - optional dependency

    engine = RapidOCR(params={"Global.log_level": "critical"})
    engine(np.full((64, 64, 3), 255, np.uint8))
    started = process_time()
    found = engine(np.asarray(page)[:, :, ::-1])
    return "\n".join(found.txts or ()), Counter(), process_time() - started


def unsure_numbers(lines: list[tuple[str, tuple[Doubt, ...]]]) -> Counter[str]:
    """The numbers in lines that stand in a doubted stretch."""
    return Counter(
        fold(number.group()).replace("，", ",")
        for text, doubts in lines
        for number in NUMBER.finditer(text)
        if any(doubt.start < number.end() and number.start() < doubt.end for doubt in doubts)
    )


def print_row(kind: str, reader: str, read: list[tuple[str, str, Counter[str], float]]) -> None:
    """One line of the table: shares found, wrong numbers passed on silently, numbers unsure, CPU seconds a page."""
    characters, numbers, wrong, unsure = Counter[str](), Counter[str](), 0, 0
    for truth, seen, doubted, _ in read:
        there, here = characters_of(truth), characters_of(seen)
        wanted, got = numbers_of(truth), numbers_of(seen)
        characters.update(all=there.total(), found=(there & here).total())
        numbers.update(all=wanted.total(), found=(wanted & got).total())
        wrong += (got - wanted - doubted).total()
        unsure += doubted.total()
    seconds = sum(cpu for *_, cpu in read) / len(read)
    shares = [count["found"] / max(1, count["all"]) for count in (characters, numbers)]
    print(f"{kind:8}{reader:10}{shares[0]:>11.4f}{shares[1]:>9.4f}{wrong:>8}{unsure:>8}{seconds:>12.1f}")


def characters_of(text: str) -> Counter[str]:
    """The characters of a text, look-alikes as one, white space left out."""
    return Counter("".join(fold(text).split()))


def numbers_of(text: str) -> Counter[str]:
    """The numbers of a text, as they are written."""
    return Counter(number.replace("，", ",") for number in NUMBER.findall(fold(text)))


if __name__ == "__main__":
    main(sys.argv[1:])
