"""The people of a group: who asks, who comes in, roles, externals."""

from bot.services.members.accounts import (
    AccountNews,
    account_changed,
    chairless_for_message,
)
from bot.services.members.callers import (
    Caller,
    Origin,
    Profile,
    find,
    require_access,
    require_permission,
    sig_of,
    today,
)
from bot.services.members.changing import (
    Account,
    PlaceForm,
    change,
    leave,
    place_form,
    put_back,
    remove,
    require_leavable,
    to_remove,
)
from bot.services.members.inviting import (
    extend,
    invitation_for_message,
    invitation_form,
    invite,
    let_end,
)
from bot.services.members.joining import (
    Arrival,
    Joined,
    arrival,
    join,
    require_welcome,
    returned,
    search_clusters,
)
from bot.services.members.proposing import (
    accept_cluster,
    decline_cluster,
    proposal_for_message,
    question_of,
)
from bot.services.members.roster import id_of, listed, shown
from bot.services.members.warning import ending_for_message, replan

__all__ = [
    "Account",
    "AccountNews",
    "Arrival",
    "Caller",
    "Joined",
    "Origin",
    "PlaceForm",
    "Profile",
    "accept_cluster",
    "account_changed",
    "arrival",
    "chairless_for_message",
    "change",
    "decline_cluster",
    "ending_for_message",
    "extend",
    "find",
    "id_of",
    "invitation_for_message",
    "invitation_form",
    "invite",
    "join",
    "leave",
    "let_end",
    "listed",
    "place_form",
    "proposal_for_message",
    "put_back",
    "question_of",
    "remove",
    "replan",
    "require_access",
    "require_leavable",
    "require_permission",
    "require_welcome",
    "returned",
    "search_clusters",
    "shown",
    "sig_of",
    "to_remove",
    "today",
]
