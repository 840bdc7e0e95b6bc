"""Ways to break the corpus, each with what the report must say."""


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
