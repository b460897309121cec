// Talking to the server. An answer counts only when it is ours: JSON with our mark. Everything else changes nothing.
//
// call() resolves to {outcome, status, body}; outcome is one of
//   ok       done, body is the answer
//   refused  the server says why not, in body
//   login    nobody, or somebody else, is logged in
//   offline  no answer at all
//   trouble  some answer, but not ours: a proxy's page, a 504, too many requests

const MARK = "X-Tongxin-Phone";

export const session = { user: "", name: "", csrf: "", language: "", offset: 0, known: false, login: "/phone/login/" };

const listeners = new Set();
export const onNetwork = (listener) => listeners.add(listener);
let state = "unknown";
export const networkState = () => state;

function tell(outcome) {
  const now = outcome === "refused" ? "ok" : outcome;
  if (now === state) return;
  state = now;
  listeners.forEach((listener) => listener(state));
}

async function ask(method, url, { json, raw, timeout = 30000 } = {}) {
  const headers = { Accept: "application/json", "X-Requested-With": "phone" };
  if (method !== "GET") headers["X-CSRFToken"] = session.csrf;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  if (raw) headers["Content-Type"] = raw.type || "application/octet-stream";
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  try {
    const answer = await fetch(url, {
      method, headers, body: json === undefined ? raw : JSON.stringify(json), redirect: "manual", cache: "no-store",
      credentials: "same-origin", signal: stop.signal,
    });
    return await read(answer);
  } catch {
    return { outcome: "offline", status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

async function read(answer) {
  if (answer.type === "opaqueredirect" || answer.redirected) return { outcome: "login", status: answer.status, body: {} };
  const ours = answer.headers.get(MARK) === "1" && (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!ours) return { outcome: "trouble", status: answer.status, body: {} };
  let body;
  try { body = await answer.json(); } catch { return { outcome: "trouble", status: answer.status, body: {} }; }
  if (answer.status === 401) {
    session.login = body.login || session.login;
    return { outcome: "login", status: 401, body };
  }
  if (answer.status === 200 || answer.status === 201) return { outcome: "ok", status: answer.status, body };
  const lasting = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  return { outcome: lasting ? "refused" : "trouble", status: answer.status, body };
}

/** One request. A CSRF token that a login has changed is fetched anew, once. */
export async function call(method, url, options = {}) {
  if (method !== "GET" && !session.csrf) {
    const known = await refresh();
    if (known.outcome !== "ok") return known;
  }
  let result = await ask(method, url, options);
  if (method !== "GET" && result.outcome === "trouble" && result.status === 403) {
    const known = await refresh();
    result = known.outcome === "ok" ? await ask(method, url, options) : known;
  }
  tell(result.outcome);
  return result;
}

/** Ask whose session this is, and for a token. Remembers how far the phone's clock is off. */
export async function refresh() {
  const result = await ask("GET", "/phone/session/", { timeout: 10000 });
  if (result.outcome === "ok") {
    const { user, name, csrf, language, now } = result.body;
    Object.assign(session, { user, name, csrf, language, known: true, offset: Date.parse(now) - Date.now() });
  } else if (result.outcome === "login") {
    Object.assign(session, { user: "", name: "", csrf: "", known: true });
  }
  tell(result.outcome);
  return result;
}
