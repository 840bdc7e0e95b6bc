"""What a new practice begins with, and one text laid over another."""

from dataclasses import fields, replace

from bot.domain.clusters import Cluster
from bot.domain.practices.formatting import FORMATTABLE
from bot.domain.practices.values import PracticeContent, Scope

_EMPTY = PracticeContent()


def beginning(cluster: Cluster | None) -> PracticeContent:
    """Return what is likely to be true of a practice of this cluster."""
    if cluster is None:
        return _EMPTY
    is_known = cluster.scope in {*Scope}
    return PracticeContent(
        organisation=cluster.name,
        country=cluster.country,
        language=cluster.language,
        nuts=cluster.nuts,
        nuts_name=cluster.nuts_name,
        nuts_version=cluster.nuts_version,
        scope=Scope(cluster.scope) if cluster.scope and is_known else None,
    )


def laid_over(content: PracticeContent, below: PracticeContent) -> PracticeContent:
    """Return a text that says what ``content`` says, and else what stands below."""
    said = {
        each.name: getattr(content, each.name)
        for each in fields(PracticeContent)
        if getattr(content, each.name) != getattr(_EMPTY, each.name)
    }
    if content.nuts is not None:
        said |= {"nuts_name": content.nuts_name, "nuts_version": content.nuts_version}
    said["formatted"] = tuple(
        name
        for name in FORMATTABLE
        if name in (content if name in said else below).formatted
    )
    return replace(below, **said)
