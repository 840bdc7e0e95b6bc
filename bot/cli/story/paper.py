"""The paper: a sentence written by hand survives the next draft."""

from pathlib import Path

from bot.cli.demo_group import CHANNEL
from bot.cli.story import practice
from bot.cli.story.telling import Stage, expect
from bot.playground.people import Person
from bot.playground.records import File
from templates.whitepaper.imports import TAKE

SENTENCE = "Whoever knows a network well introduces the group to it."
_SECTION = "networks"


def play(stage: Stage, *, chair: Person, secretariat: Person) -> list[Path]:
    """Write a sentence into the paper's file, import it, and draft again."""
    edited = stage.paper.with_suffix(".md")
    edited.write_text(_with_sentence(edited.read_text("utf-8")), "utf-8")
    stage.says(secretariat, f"writes a sentence into the file {edited.name}:", SENTENCE)
    _take_back(stage, secretariat, edited)
    stage.types(chair, "/whitepaper", "draft")
    posted = stage.message(chair, "*Edition", "What changed")
    stage.says(chair, "sees in the channel:", posted.text)
    files = stage.wait(lambda: _files(chair))
    paths = _saved(chair, files, stage.folder)
    (text,) = (each.read_text("utf-8") for each in paths if each.suffix == ".md")
    expect(practice.TITLE in text, "the practice in the paper")
    expect(SENTENCE in text, "the sentence in the paper")
    return paths


def _with_sentence(markdown: str) -> str:
    """Add the sentence to what is written by hand in one of the sections."""
    head, end, rest = markdown.partition(f"\n<!-- sig:end {_SECTION} -->")
    expect(end, "the marks of the section")
    return f"{head} {SENTENCE}{end}{rest}"


def _take_back(stage: Stage, secretariat: Person, edited: Path) -> None:
    stage.types(secretariat, "/whitepaper", "import")
    stage.view(secretariat, "whitepaper_import")
    added = secretariat.new_file(edited.name, edited.read_bytes())
    secretariat.fill({"file": [added]})
    expect(not secretariat.submit().errors, "the edited draft")
    preview = stage.answer(secretariat, TAKE)
    stage.says(secretariat, "adds the file and sees:", preview.text)
    secretariat.press(preview, TAKE)
    taken = stage.answer(secretariat, "*Imported:*")
    stage.says(secretariat, "presses [Import] and sees:", taken.text)


def _files(chair: Person) -> list[File]:
    """Return the files of the newest message that brings a paper by the bot."""
    for message in reversed(chair.messages(CHANNEL)):
        if any(file.name.endswith(".html") for file in message.files):
            return message.files
    return []


def _saved(chair: Person, files: list[File], folder: Path) -> list[Path]:
    place = folder / "after-the-story"
    place.mkdir(exist_ok=True)
    paths = []
    for file in files:
        path = place / file.name
        path.write_bytes(chair.download(file))
        paths.append(path)
    return paths
