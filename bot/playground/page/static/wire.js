// Talking to the local Slack: what there is to see, and what somebody does.

const LOST = "The demo does not answer. Is it still running?";

export const here = { me: "", place: "", thread: "", last: 100 };
let [version, digest] = [-1, ""]; // of what is shown
let listening = new AbortController();
let show = () => {};

export const address = (...parts) => `#/${parts.filter(Boolean).join("/")}`;

/** Read what the address bar says, `#/person/place/thread`; return whether one moved. */
export function read() {
  const [, me = "", place = "", thread = ""] = location.hash.split("/");
  const moved = me !== here.me || place !== here.place;
  Object.assign(here, { me, place, thread, last: moved ? 100 : here.last });
  askAnew();
  return moved;
}

export function askAnew() {
  digest = "";
  listening.abort();
  listening = new AbortController();
}

/** Ask for news for ever; each request waits until there are some. */
export async function listen(shows, offline) {
  show = shows;
  let isLost = false;
  for (;;) {
    await visible();
    const { signal } = listening;
    const where = { ...here };
    const query = new URLSearchParams({ ...where, since: digest });
    try {
      take(await fine(await fetch(`/play/state?${query}`, { signal })), where);
      if (isLost) offline("");
      isLost = false;
    } catch {
      if (signal.aborted) continue;
      if (!isLost) offline(`${LOST} Trying again…`);
      isLost = true;
      [version, digest] = [-1, ""]; // a demo that starts anew counts from the beginning
      await new Promise((done) => { setTimeout(done, 1000); });
    }
  }
}

/** Do something; return its outcome when the page shows it already. */
export async function act(verb, body, where) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const answer = await fine(await fetch(`/play/act/${verb}?${new URLSearchParams(where)}`, request));
    take(answer.state, where);
    return answer.outcome;
  } catch (problem) {
    return { ok: false, text: problem.told ?? LOST, errors: {} };
  }
}

async function fine(response) {
  if (response.ok) return response.json();
  throw Object.assign(new Error("refused"), { told: await response.text() });
}

/** Show a state, unless it is older than what is shown or about somewhere else. */
function take(state, where) {
  const isHere = Object.keys(here).every((key) => here[key] === where[key]);
  if (!isHere || state.version < version) return;
  const isNews = state.digest !== digest;
  ({ version, digest } = state);
  if (isNews) show(state);
}

/** Browsers allow few connections to one server, so hidden tabs hold none. */
function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => {
    document.addEventListener("visibilitychange", done, { once: true });
  });
}
