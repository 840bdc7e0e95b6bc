"""Whatever happens to practices, in whatever order: what holds all the same."""

from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from review_board import ACCEPT, CAST, CHANGES, DECLINE, Board

from bot.domain.errors import ConvenorError, NotFoundError
from bot.domain.practices import DECIDED, TRANSITIONS, PracticeStatus
from bot.services import practices
from storage import practices as rows

GROUPS = count(1)


def printable(board):
    with board.database.read() as session:
        return {
            each.number: each
            for each in rows.numbered(session, board.sig.id)
            if each.is_printable
        }


PEOPLE = st.sampled_from(sorted(CAST))
VERDICTS = {"for": ACCEPT, "ask": CHANGES, "against": DECLINE}
DECISIONS = ["accept", "reject", "withdraw", "supersede", "publish"]
STEPS = st.tuples(
    PEOPLE,
    st.sampled_from(["submit", "edit", *sorted(VERDICTS), *DECISIONS]),
    st.integers(1, 2),
)
# Where the author and two reviewers do what they should, much more happens.
USUAL = st.sampled_from(
    [
        ("author", "submit", 1),
        ("author", "edit", 1),
        ("denmark", "for", 1),
        ("portugal", "for", 1),
        ("denmark", "ask", 1),
        ("portugal", "against", 1),
        ("chair", "accept", 1),
        ("chair", "publish", 1),
        ("chair", "accept", 2),
        ("france", "supersede", 1),
    ]
)
REPLACED = [
    ("author", "submit", 1),
    ("chair", "accept", 1),
    ("chair", "supersede", 1),  # not yet: the newer one waits itself
    ("chair", "accept", 2),
    ("author", "edit", 1),
    ("france", "supersede", 1),  # not now: a new text waits
    ("chair", "accept", 1),
    ("chair", "publish", 1),
    ("member", "supersede", 1),  # not by a member
    ("france", "supersede", 1),
    ("chair", "supersede", 2),  # not by one that is replaced itself
    ("chair", "accept", 1),
    ("author", "withdraw", 2),
]


class History:
    """What happened in a group, and what must hold after each step."""

    def __init__(self, board):
        self.board = board
        self.numbers = {}
        self.accepted = {}

    def step(self, name, what, number):
        """Do it; whoever may not, or at the wrong time, is told and changes nothing."""
        before = self._all()
        try:
            self._do(name, what, number)
        except ConvenorError:
            assert self._all() == before
        self._check()

    def _do(self, name, what, number):
        board = self.board
        if what == "submit":
            board.submit(name)
            return
        practice = board.now(self._one(number))
        if what == "edit":
            board.edit(name, practice, title=f"Version {practice.version}")
        elif what in VERDICTS:
            board.review(name, practice, VERDICTS[what])
        elif what == "supersede":
            board.decide(practices.supersede, name, practice, newer=3 - number)
        elif what == "publish":
            sig, now = board.sig, board.moment
            with board.database.begin() as session:
                practices.publish(session, sig, practice.id, by=None, now=now)
        else:
            act = getattr(practices, what)
            more = {"reason": "Because."} if what == "reject" else {}
            board.decide(act, name, practice, **more)

    def _one(self, number):
        for practice in self._all():
            if practice.number == number:
                return practice
        raise NotFoundError("There is none yet.")

    def _all(self):
        with self.board.database.read() as session:
            shown = rows.numbered(session, self.board.sig.id)
            return tuple(rows.by_id(session, each.id) for each in shown)

    def _check(self):
        board = self.board
        for practice in self._all():
            known = self.numbers.setdefault(practice.number, practice.id)
            assert known == practice.id
            if practice.status in DECIDED:
                texts = self.accepted.setdefault(practice.id, [])
                if practice.content not in texts:
                    texts.append(practice.content)
            found = board.rows("SELECT object_kind, object_id, verb FROM audit_event")
            verbs = [
                v for kind, i, v in found if (kind, i) == ("practice", practice.id)
            ]
            # One change of the row, one event; the draft was the first version.
            assert len(verbs) == practice.version - 1
            assert set(verbs) <= {each.verb for each in TRANSITIONS.values()}
            is_replaced = practice.status is PracticeStatus.SUPERSEDED
            assert (practice.superseded_by is not None) == is_replaced
            assert practice.superseded_by != practice.number
        assert sorted(self.numbers) == list(range(1, len(self.numbers) + 1))
        self._check_printed()
        self._check_reviewers()

    def _check_printed(self):
        by_number = {each.number: each for each in self._all()}
        for number, printed in printable(self.board).items():
            assert printed.content in self.accepted[printed.id]
            newest = by_number[number]
            assert newest.status not in {
                PracticeStatus.WITHDRAWN,
                PracticeStatus.REJECTED,
                PracticeStatus.SUPERSEDED,
            }
            if newest.status in DECIDED:
                assert printed.content == newest.content
            else:
                assert printed.content == self.accepted[printed.id][-1]

    def _check_reviewers(self):
        assert not self.board.rows(
            "SELECT 1 FROM practice_review r JOIN practice p ON p.id = r.practice_id "
            "WHERE r.cluster_id = p.cluster_id OR r.reviewer_id = p.author_id"
        )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.one_of(USUAL, USUAL, STEPS), max_size=16))
@example(steps=REPLACED)
def test_whatever_happens_in_whatever_order_these_things_hold(sqlite_database, steps):
    board = Board(sqlite_database, f"C{next(GROUPS)}")
    history = History(board)
    for step in [("author", "submit", 1), *steps]:
        history.step(*step)
    if steps == REPLACED:
        states = [each.status for each in history._all()]
        assert states == [PracticeStatus.SUPERSEDED, PracticeStatus.WITHDRAWN]
