// Talking to the local Slack: what there is to see, and what somebody does.

const LOST = "The demo does not answer. Is it still running?";

export const here = { me: "", place: "", thread: "", last: 100 };
let version = -1;
let digest = "";
let listening = new AbortController();

const where = () => new URLSearchParams({ me: here.me, place: here.place, last: here.last });

/** What the address bar says: `#/person/place/thread`. */
export function read() {
  const [, me = "", place = "", thread = ""] = location.hash.split("/").map(decodeURIComponent);
  const moved = me !== here.me || place !== here.place;
  if (moved) here.last = 100;
  Object.assign(here, { me, place, thread });
  restart();
  return moved;
}

export function restart() {
  digest = "";
  listening.abort();
  listening = new AbortController();
}

export const address = (me, place = "", thread = "") =>
  `#/${[me, place, thread].filter(Boolean).map(encodeURIComponent).join("/")}`;

/** Ask for news for ever; each request waits until there are some. */
export async function listen(show, offline) {
  for (;;) {
    await visible();
    const asked = listening;
    const query = where();
    query.set("since", digest);
    try {
      const response = await fetch(`/play/state?${query}`, { signal: asked.signal });
      if (response.status === 404) location.hash = "#/"; // somebody of an earlier demo
      else if (!response.ok) throw new Error(await response.text());
      else take(await response.json(), show, asked, response.url);
      offline("");
    } catch {
      if (asked.signal.aborted) continue;
      offline(`${LOST} Trying again…`);
      version = -1; // a demo started anew counts from the beginning
      await new Promise((done) => { setTimeout(done, 1000); });
    }
  }
}

/** Do something and return its outcome. */
export async function act(verb, body, show) {
  const asked = listening;
  try {
    const response = await fetch(`/play/act/${verb}?${where()}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    const answer = await response.json();
    take(answer.state, show, asked);
    return answer.outcome;
  } catch {
    return { ok: false, error: "lost", text: LOST, errors: {} };
  }
}

/** Show a state, unless it is older than what is shown or about somewhere else. */
function take(state, show, asked) {
  if (asked !== listening || state.version < version) return;
  const news = state.digest !== digest;
  ({ version, digest } = state);
  if (news) show(state);
}

/** Browsers allow few connections to one server, so hidden tabs hold none. */
function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => { document.addEventListener("visibilitychange", done, { once: true }); });
}
