"""Ways to break the corpus, each with what the report must say."""

import re


def change(path, value):
    def apply(corpus):
        *there, last = path
        target = corpus
        for step in there:
            target = target[step]
        target[last] = value

    return apply


def repeat(name):
    return lambda corpus: corpus[name].append(dict(corpus[name][0]))


BROKEN = {
    "too long": (
        change(["practices", 3, "title"], "x" * 120),
        ["practices[3] P-04: title: That is 120 characters; 100 fit here."],
    ),
    "empty after normalising": (
        change(["practices", 3, "title"], "\u200b \u2060"),
        ["practices[3] P-04: title: Please give a title."],
    ),
    "number for text": (
        change(["practices", 3, "summary"], 7),
        ["practices[3] P-04: summary: This must be text in quotes."],
    ),
    "text for a number": (
        change(["practices", 3, "trl"], "9"),
        ["practices[3] P-04: trl: This must be a whole number."],
    ),
    "true for a number": (
        change(["practices", 3, "trl"], value=True),
        ["practices[3] P-04: trl: This must be a whole number."],
    ),
    "number too large": (
        change(["clusters", 0, "members_total"], 10**30),
        ["clusters[0] cl-ee: members_total: Write a number from 0 to 2147483647."],
    ),
    "unknown theme": (
        change(["practices", 3, "themes"], ["alchemy"]),
        ["practices[3] P-04: themes: I do not know alchemy."],
    ),
    "unknown cluster": (
        change(["practices", 3, "cluster"], "cl-xx"),
        ["practices[3] P-04: cluster: I do not know cl-xx."],
    ),
    "unknown country": (
        change(["practices", 3, "country"], "EL"),
        ["practices[3] P-04: country: I do not know this country code"],
    ),
    "unknown source": (
        change(["practices", 3, "provenance", 0, "source"], "S99"),
        ["practices[3] P-04: provenance[0].source: I do not know S99."],
    ),
    "unknown meeting": (
        change(["action_items", 0, "meeting"], "M-2021-99"),
        ["action_items[0] A-2021-01: meeting: I do not know M-2021-99."],
    ),
    "unknown owner": (
        change(["action_items", 0, "owner"], "nobody"),
        ["action_items[0] A-2021-01: owner: I do not know nobody."],
    ),
    "unknown practice": (
        change(["recommendations", 0, "evidence_practices", 1], "P-99"),
        ["recommendations[0] R-01: evidence_practices: I do not know P-99."],
    ),
    "unknown decision": (
        change(["recommendations", 0, "decision"], "D-1"),
        ["recommendations[0] R-01: decision: I do not know D-1."],
    ),
    "unknown presenter": (
        change(["meetings", 1, "agenda", 0, "presenter"], "nobody"),
        ["meetings[1] M-2021-02: agenda[0].presenter: I do not know nobody."],
    ),
    "unknown section owner": (
        change(["white_paper", "sections", 0, "owner"], "nobody"),
        ["white_paper.sections[0].owner: I do not know nobody."],
    ),
    "impossible date": (
        change(["action_items", 0, "due"], "2021-02-30"),
        ["action_items[0] A-2021-01: due: Write a date like 2021-03-15."],
    ),
    "impossible time": (
        change(["meetings", 0, "starts_local"], "tomorrow"),
        ["meetings[0] M-2021-01: starts_local: Write a wall time like"],
    ),
    "wrong utc": (
        change(["meetings", 0, "starts_utc"], "2021-01-12T14:00Z"),
        ["meetings[0] M-2021-01: starts_utc: 2021-01-12T14:00 in Europe/Brussels is"],
    ),
    "unknown zone": (
        change(["meetings", 0, "tz"], "Mars/Olympus"),
        [
            "meetings[0] M-2021-01: tz: Write a time zone like Europe/Brussels.",
        ],
    ),
    "zone outside its folder": (
        change(["clusters", 0, "tz"], "../../etc/passwd"),
        ["clusters[0] cl-ee: tz: Write a time zone like Europe/Brussels."],
    ),
    "draft": (
        change(["practices", 3, "status"], "draft"),
        ["practices[3] P-04: status: Drafts are private"],
    ),
    "unknown status": (
        change(["practices", 3, "status"], "great"),
        ["practices[3] P-04: status: Choose one of: draft, submitted"],
    ),
    "no address": (
        change(["practices", 3, "links"], ["javascript:alert(1)"]),
        ["practices[3] P-04: links: Not a web address: javascript:alert(1)."],
    ),
    "no identifier": (
        change(["practices", 3, "id"], None),
        ["practices[3]: id: This is missing."],
    ),
    "odd identifier": (
        change(["themes", 0, "id"], "a b/../c"),
        ["themes[0] a b/../c: id: Use up to 80 letters"],
    ),
    "no number": (
        change(["action_items", 29, "id"], "A-final"),
        ["action_items[29] A-final: id: There is no number at its end"],
    ),
    "same practice twice": (
        repeat("practices"),
        [
            "practices[24] P-01: id: P-01 is there twice; the first is practices[0]",
        ],
    ),
    "same decision twice": (
        change(["meetings", 1, "decisions", 0, "id"], "D-2021-01"),
        ["meetings[1] M-2021-02: decisions[0].id: D-2021-01 is there twice; the first"],
    ),
    "same number twice": (
        change(["practices", 3, "id"], "P-005"),
        ["practices[4] P-05: id: The number 5 belongs to P-005."],
    ),
    "person like a cluster": (
        change(["roles", 0, "id"], "cl-ee"),
        ["clusters[0] cl-ee: id: cl-ee is there twice; the first is roles[0] cl-ee."],
    ),
    "same section twice": (
        change(["white_paper", "sections", 1, "key"], "title_page"),
        ["white_paper.sections: title_page is there twice."],
    ),
    "text with a mark": (
        change(["white_paper", "sections", 2, "body_md"], "<!-- sig:end x -->"),
        ["white_paper.sections[2].body_md: A line looks like the marks"],
    ),
    "text that cannot be stored": (
        change(["white_paper", "sections", 2, "body_md"], "a\x00b"),
        ["white_paper.sections[2].body_md: This holds a character that cannot"],
    ),
    "list for an object": (
        change(["white_paper"], []),
        ["white_paper: This must be an object { ... }."],
    ),
    "object for a list": (
        change(["practices"], {}),
        ["practices: This must be a list [ ... ]."],
    ),
    "text for a record": (
        change(["themes", 13], "ai"),
        ["themes[13]: This must be an object { ... }."],
    ),
    "present and absent": (
        change(["meetings", 0, "attendance", "absent"], ["cl-ee"]),
        ["meetings[0] M-2021-01: attendance.absent: cl-ee is in the list present too."],
    ),
    "account without workspace": (
        change(["roles", 0, "slack_user_id"], "U1"),
        ["roles[0] chair: slack_user_id: Give slack_team_id together with it."],
    ),
}


RECORDS = {
    "clusters[0] cl-ee": ["clusters", 0],
    "networks[0] cebr": ["networks", 0],
    "themes[3] ai": ["themes", 3],
    "members[1] ext-hta": ["members", 1],
    "offers[1] need-1": ["offers", 1],
    "sig": ["sig"],
}
CLUSTER, NETWORK, THEME, EXTERNAL, NEED, SIG = RECORDS
HISTORY = "objectives_history"


def broken(case):
    """Return what breaks a group and the beginning of what is said then."""
    record, field, value, reason = case
    steps = [int(step) if step.isdigit() else step for step in field.split(".")]
    named = re.sub(r"\.(\d+)", r"[\1]", field)
    place = f"{record}.{named}" if record == SIG else f"{record}: {named}"
    return change([*RECORDS[record], *steps], value), f"{place}: {reason}"


# Of the group's life: each field with what its form refuses.
_LIFE = {
    "acronym": (CLUSTER, "acronym", "x" * 31, "That is 31 characters; 30 fit here."),
    "city": (CLUSTER, "city", "x" * 81, "That is 81 characters; 80 fit here."),
    "script": (CLUSTER, "website", "javascript:alert(1)", "Write an address that"),
    "userinfo": (CLUSTER, "website", "https://a@b.org", "Write an address that"),
    "plain http": (CLUSTER, "strategy_url", "http://a.org", "Write an address that"),
    "website type": (CLUSTER, "website", ["a"], "This must be text in quotes."),
    "legal form": (CLUSTER, "legal_form", "x" * 81, "That is 81 characters; 80 fit"),
    "edition": (CLUSTER, "nuts_version", "1999", "I know the NUTS editions 2024"),
    "year": (CLUSTER, "established", 2099, "That year is still to come."),
    "year type": (CLUSTER, "established", "2014", "This must be a whole number."),
    "fraction of a year": (CLUSTER, "established", 2014.5, "This must be a whole"),
    "count": (CLUSTER, "members_care", -1, "Write a number from 0 to 2147483647."),
    "large count": (CLUSTER, "members_public", 10**8, "Write a whole number"),
    "as of": (CLUSTER, "members_as_of", "last year", "Write a date like 2021"),
    "as of later": (CLUSTER, "members_as_of", "2999", "That day is still to come."),
    "staff": (CLUSTER, "staff_fte", 1001, "Write a number from 0 to 1000."),
    "exact staff": (CLUSTER, "staff_fte", 0.12345, "Write a number up to 1000"),
    "true staff": (CLUSTER, "staff_fte", True, "This must be a whole number."),
    "criteria": (CLUSTER, "membership_criteria", "x" * 501, "That is 501 characters"),
    "period": (CLUSTER, "strategy_period", "2025-2020", "Write years like 2019-2023."),
    "label": (CLUSTER, "excellence_label", "platinum", "Choose one of: none, bronze"),
    "hubs": (CLUSTER, "hubs", {"city": "Narva"}, "This must be a list [ ... ]."),
    "hub region": (CLUSTER, "hubs", [{"city": "A", "nuts": "QQ1"}], "Line 1: there is"),
    "hub name": (CLUSTER, "hubs", [{"city": "x" * 101}], "Line 1 has 101 characters"),
    "many hubs": (
        CLUSTER,
        "hubs",
        [{"city": f"{number}"} for number in range(31)],
        "That is 31 lines; 30 fit here.",
    ),
    "network acronym": (NETWORK, "acronym", "x" * 31, "That is 31 characters; 30 fit"),
    "network website": (NETWORK, "website", "ftp://a.org", "Write an address that"),
    "network scope": (NETWORK, "scope", "galactic", "Choose one of: regional"),
    "liaison": (NETWORK, "liaison", "nobody", "I do not know nobody."),
    "contact": (NETWORK, "last_contact_on", "2999-01-01", "That day is still to come."),
    "contact type": (NETWORK, "last_contact_on", 2021, "This must be text in quotes."),
    "step": (NETWORK, "next_step", "x" * 201, "That is 201 characters; 200 fit"),
    "end": (NETWORK, "ended_on", "soon", "Write a date like 2021-03-15."),
    "description": (
        THEME,
        "description",
        "x" * 501,
        "That is 501 characters; 500 fit here.",
    ),
    "organisation": (EXTERNAL, "organisation", "x" * 151, "That is 151 characters"),
    "meetings": (EXTERNAL, "meetings.0", "M-1", "This must be a whole number."),
    "meeting": (EXTERNAL, "meetings.0", 0, "Write a number from 1 to 999999999."),
    "inviter": (EXTERNAL, "invited_by", "cl-ee", "I do not know cl-ee."),
    "countries": (SIG, "holiday_countries", ["EL"], "Greece has the code GR here"),
    "quiet": (SIG, "quiet_from", "25:00", "Please choose a time such as 20:00."),
    "quiet type": (SIG, "quiet_until", 7, "This must be text in quotes."),
    "size": (SIG, "max_clusters", 3, "This is below the smallest number you expect."),
    "history": (SIG, "objectives_history", "x", "This must be a list [ ... ]."),
    "text of history": (
        SIG,
        f"{HISTORY}.0.text",
        "x" * 3001,
        "That is 3001 characters; 3000 fit here.",
    ),
    "day of history": (
        SIG,
        f"{HISTORY}.0.set_on",
        None,
        "This is missing.",
    ),
    "author of history": (
        SIG,
        f"{HISTORY}.0.author",
        "nobody",
        "I do not know nobody.",
    ),
    "need kind": (NEED, "kind", "wish", "Choose one of: need, offer."),
    "need cluster": (NEED, "cluster", "cl-xx", "I do not know cl-xx."),
    "need of nobody": (NEED, "cluster", None, "This is missing."),
    "need theme": (NEED, "theme", "alchemy", "I do not know alchemy."),
    "need practice": (NEED, "practice", "P-99", "I do not know P-99."),
    "need contact": (NEED, "contact", "nobody", "I do not know nobody."),
    "no need": (NEED, "text", "\u200b ...", "Please say in a sentence or two"),
    "long need": (NEED, "text", "x" * 301, "Please shorten it by 1"),
    "need without end": (NEED, "until", None, "This is missing."),
    "need for ever": (NEED, "until", "2999-01-01", "At most 24 months ahead"),
    "need that ends first": (NEED, "until", "2026-10-31", "This day is over."),
    "need to come": (NEED, "stated_on", "2999-01-01", "That day is still to come."),
    "need in print": (NEED, "may_print", 1, "This must be true or false."),
    "need state": (NEED, "state", "gone", "Choose one of: open, closed."),
}
BROKEN_LIFE = {name: broken(case) for name, case in _LIFE.items()}
