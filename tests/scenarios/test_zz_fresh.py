import time
from scenarios.test_actions import *  # noqa
from bot.services import members as ms
WORDS = ["A-4", "@member", "@member by Friday", "@newcomer send it", "@other @member send it in two weeks", "assign A-3 @newcomer", "assign A-3 @other", "done A-4", "cancel A-4 foo", "send it by yesterday", "@member send it by Friday 24:00", "list meeting M-99"]
def test_bad(slack, convenor, people):
    member, other, chair, _ = people
    many(convenor, "UMEMBER", 8)
    for who, words in ((member, WORDS), (other, ["done A-5", "snooze A-5 tomorrow","block A-5 x", "due A-5 tomorrow", "take A-5", "assign A-5 @other"]), (chair, ["done A-6 by hand", "show A-6", "assign A-7"])):
      for w in words:
        n = len(who.messages(CHANNEL)); d = len(who.direct_messages())
        who.command("/action", w, channel=CHANNEL); time.sleep(0.7)
        print("##", who.id if hasattr(who, "id") else "", w[:60])
        for m in who.messages(CHANNEL)[n:] + who.direct_messages()[d:]: print("    ", m.text.replace("\n"," / ")[:420])
    convenor.tick(); time.sleep(1)
    for x in (member, other, chair):
        for m in x.direct_messages(): print("DM", m.text.replace("\n"," / ")[:300])
    print(slack.complaints)
