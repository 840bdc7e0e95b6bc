"""What each use case asks that App Home is made of."""

from who_may.asking import Case, Table, Theirs

HOME: Table = {
    "home.reading.read": (
        Case(
            Theirs(words="one's own things of the group"),
            lambda _scene, _who: {"places": {}},
        ),
    ),
}
