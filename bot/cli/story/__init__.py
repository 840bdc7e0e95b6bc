"""The demo's story as plain text: what the people of a group do, and what they see."""

import typer

from bot.cli.story import action, meeting, paper, practice
from bot.cli.story.telling import Stage, Watch, chapter

__all__ = ["Stage", "Watch", "play"]


def play(stage: Stage) -> None:
    """Play the story and print it; the files of the paper stay in the stage's folder.

    Raises:
        ConvenorError: a step did not come out as told.
    """
    member, chair = stage.person("UESTONIA"), stage.person("UCHAIR")
    secretariat = stage.person("USECRETARIAT")
    chapter("1. A practice, from the form to its acceptance")
    practice.play(stage, author=member, chair=chair)
    chapter("2. A meeting: agenda, answer, reminder")
    meeting.play(stage, secretariat=secretariat, member=member)
    chapter("3. An action item, from a message to done")
    action.play(stage, chair=chair, owner=member)
    chapter("4. The paper: what was written by hand stays in the next draft")
    written = paper.play(stage, chair=chair, secretariat=secretariat)
    typer.echo("\nThe end. The paper holds the practice and the sentence:")
    for path in written:
        typer.echo(f"  {path}")
