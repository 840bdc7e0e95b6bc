"""What whoever comes into a group is told beforehand."""


def first_steps(*, shows_notice: bool, asks_cluster: bool) -> str:
    """Say what happens after *Start*: only what this person will be asked."""
    steps = []
    if shows_notice:
        steps.append("I show you what I keep about you")
    if asks_cluster:
        steps.append("I ask which cluster you speak for")
    if not steps:
        return "Press *Start*."
    return f"Press *Start*: {' and '.join(steps)}. It takes a minute."
