// Bringing phone and server together: send what waits, save drafts, take along what the server shows now.
//
// What the server does not show any more is gone from the phone with the next sync: access is the server's to give.

import { changed, box, mine, onChange, ready, unbox } from "./mine.js";
import { sendUnsaved } from "./drafts.js";
import { entries, replay } from "./outbox.js";
import { call, refresh, session } from "./net.js";

const FRESH = 5 * 60 * 1000;
const SLOWEST = 5 * 60 * 1000;
let running = null;
let again = false;
let failures = 0;
let timer = null;
let takenAt = 0;

// What was out of reach is no longer shown: look at once what is.
onChange(({ what }) => { if (what === "no-access") takenAt = 0; });

/** One sync at a time; a wish during one starts another after it. */
export function sync({ fresh = false } = {}) {
  if (fresh) takenAt = 0;
  if (running) { again = true; return running; }
  running = work().catch(() => "trouble").finally(() => {
    running = null;
    if (again) { again = false; sync(); }
  });
  return running;
}

async function work() {
  clearTimeout(timer);
  if (!ready()) return "locked";
  const who = await refresh();
  if (who.outcome !== "ok") return later(who.outcome);
  if (session.user !== mine.user) { changed("other-user"); return "other"; }
  const before = await mine.store.count("outbox");
  const outcome = await replay();
  if (outcome !== "done") return later(outcome);
  await sendUnsaved();
  const arrived = (await mine.store.count("outbox")) < before;
  if (arrived || Date.now() - takenAt > FRESH) await take();
  failures = 0;
  return "done";
}

function later(outcome) {
  const waiting = Math.min(5000 * 2 ** failures, SLOWEST);
  failures += 1;
  timer = setTimeout(sync, waiting);
  return outcome;
}

/** The network is back, or somebody logged in: no reason to wait longer. */
export function tryNow() {
  failures = 0;
  return sync();
}

async function take() {
  const user = mine.user;
  const result = await call("GET", "/phone/data/");
  if (result.outcome !== "ok" || !ready() || mine.user !== user || result.body.user !== user) return;
  const sealed = await box("taken", "data", { ...result.body, offset: session.offset });
  await mine.store.put("taken", { id: "data", box: sealed });
  takenAt = Date.now();
  changed("taken");
}

/** What was taken along last: {sections, today, now, offset}; empty before the first time. */
export async function taken() {
  const row = await mine.store.get("taken", "data");
  return row ? unbox("taken", row) : { sections: [] };
}

/** The card of that code, if it is still on the phone. */
export async function cardOf(about) {
  const { sections } = await taken();
  return sections.flatMap((section) => section.cards || []).find((card) => card.about === about || (card.acts || []).some((act) => act.about === about && about));
}

/** How far this phone's clock is off, in milliseconds, as far as is known. */
export async function clockOffset() {
  if (session.known && session.user) return session.offset;
  return (await taken()).offset ?? 0;
}

/** Does something wait that another try could send? */
export const somethingWaits = async () => (await entries()).some((row) => row.state === "waiting");

/** Forget when data was taken: another user, or a lock. */
export function startAnew() {
  takenAt = 0;
  failures = 0;
  clearTimeout(timer);
}
