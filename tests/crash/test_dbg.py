import sys, time, subprocess, os, signal
sys.path.insert(0,'/work/main/tests/crash')
from test_kills import *
def test_dbg(slack, postgresql_url, tmp_path):
    from storage.database import open_database
    database=open_database(postgresql_url)
    plan(database, 30, seconds=1)
    env={"SLACK_BOT_TOKEN": slack.bot_token,"SLACK_APP_TOKEN": slack.app_token,"SLACK_API_URL": slack.api_url,"DATABASE_URL": postgresql_url}
    with start(env,tmp_path) as p:
        time.sleep(12)
        p.send_signal(signal.SIGKILL)
        print(p.communicate()[0][-3000:])
    print(sum(posts(slack).values()))
