// The outbox: what was sent from the form and has not arrived. An entry leaves it only when the server has named the
// record it became, or when its writer discards it.
//
// state: waiting, attention (the server says what is wrong), conflict (another version of it has arrived)

import { alone } from "./features.js";
import { changed, box, boxBytes, mine, ready, rowsOf, unboxBytes } from "./mine.js";
import { call } from "./net.js";

/** Move a form into the outbox: in one transaction the draft ends and the entry begins. */
export async function post(writing, payload, photos) {
  const { id, value } = writing;
  const entry = { kind: value.kind, about: value.about, base: value.base, payload, photos, written: new Date().toISOString() };
  const sealed = await box("outbox", id, entry);
  await mine.store.write(["drafts", "outbox"], async ({ drafts, outbox }) => {
    const earlier = await outbox.get(id);
    await drafts.remove(id);
    await outbox.put({ id, seq: earlier?.seq ?? Date.now(), state: "waiting", rev: (earlier?.rev ?? firstRev()) + 1, box: sealed });
  });
  changed("outbox");
}

// By chance, so that an entry that was taken back and sent anew is never taken for the one whose answer is still to come.
const firstRev = () => crypto.getRandomValues(new Uint32Array(1))[0];

/** Every entry, oldest first: {id, state, value}. */
export const entries = async () => (await rowsOf("outbox")).sort((a, b) => a.seq - b.seq);

export const unsentCount = async () => (mine.store ? mine.store.count("outbox") : 0);

/** What arrived lately, newest first. */
export const receipts = async () => (await rowsOf("sent")).sort((a, b) => b.seq - a.seq);

/** Throw an entry away. The caller has asked. */
export async function discardEntry(id) {
  await mine.store.write(["outbox", "photos"], async ({ outbox, photos }) => {
    await outbox.remove(id);
    await Promise.all(Array.from({ length: 12 }, (_none, number) => photos.remove(`${id}/${number}`)));
  });
  changed("outbox");
  await call("DELETE", `/phone/drafts/${id}/`);
}

/** Send everything that waits, in order, from one window only. Resolves to "done", "login", "offline" or "trouble". */
export async function replay() {
  if (!ready()) return "locked";
  const outcome = await alone(`tongxin-outbox-${mine.user}`, sendAll);
  return outcome ?? "done";
}

async function sendAll() {
  for (const row of await entries()) {
    if (row.state !== "waiting") continue;
    const outcome = await sendOne(row);
    if (["offline", "login", "trouble", "locked"].includes(outcome)) return outcome;
  }
  return "done";
}

async function sendOne(row, again = true) {
  if (!ready()) return "locked";
  const sent = await sendPhotos(row);
  if (sent.outcome !== "ok") return sent.outcome === "refused" ? returned(row, sent) : sent.outcome;
  const { kind, about, payload, photos, written } = row.value;
  const json = { client_uuid: row.id, user: mine.user, kind, about, payload, photos, written, clock: new Date().toISOString() };
  const result = await call("POST", "/phone/outbox/", { json, timeout: 60000 });
  if (result.outcome === "ok") {
    if (result.body.client_uuid !== row.id || !result.body.server_id) return "trouble";
    return arrived(row, result.body);
  }
  if (result.outcome !== "refused") return result.outcome;
  if (result.body.code === "photos_missing" && again) {
    await forgetUploads(row.id, result.body.fields.photos || []);
    return sendOne(row, false);
  }
  return returned(row, result);
}

async function arrived(row, answer) {
  const { kind, about } = row.value;
  const receipt = { kind, about, label: answer.label, url: answer.url, at: answer.at };
  const sealed = await box("sent", row.id, receipt);
  await mine.store.write(["outbox", "photos", "sent"], async ({ outbox, photos, sent }) => {
    await sent.put({ id: row.id, seq: Date.now(), box: sealed });
    if ((await outbox.get(row.id))?.rev !== row.rev) return; // changed meanwhile: the words there have not arrived
    await outbox.remove(row.id);
    await Promise.all(row.value.photos.map((number) => photos.remove(`${row.id}/${number}`)));
  });
  changed("arrived");
  return "ok";
}

/** The server says why not: the entry waits for its writer, with the reasons. */
async function returned(row, { body, status }) {
  const { code, sentences = [], fields = {}, server = null } = body;
  const value = { ...row.value, problem: { code, sentences, fields, server } };
  const sealed = await box("outbox", row.id, value);
  await mine.store.write(["outbox"], async ({ outbox }) => {
    const now = await outbox.get(row.id);
    if (now && now.rev === row.rev) await outbox.put({ ...now, state: status === 409 ? "conflict" : "attention", rev: now.rev + 1, box: sealed });
  });
  changed(code === "no_access" ? "no-access" : "outbox");
  return "returned";
}

async function sendPhotos(row) {
  for (const number of row.value.photos) {
    const photo = await mine.store.get("photos", `${row.id}/${number}`);
    if (!photo || photo.uploaded) continue;
    const content = new Blob([await unboxBytes("photos", photo)], { type: photo.type });
    const result = await call("PUT", `/phone/outbox/${row.id}/photo/${number}/`, { raw: content, timeout: 120000 });
    if (result.outcome !== "ok") return result;
    await mine.store.put("photos", { ...photo, uploaded: true });
  }
  return { outcome: "ok" };
}

async function forgetUploads(id, numbers) {
  for (const number of numbers) {
    const photo = await mine.store.get("photos", `${id}/${number}`);
    if (photo) await mine.store.put("photos", { ...photo, uploaded: false });
  }
}

/** Keep a photo of a form that is being written. */
export async function keepPhoto(id, number, blob) {
  const place = `${id}/${number}`;
  const sealed = await boxBytes("photos", place, await blob.arrayBuffer());
  await mine.store.put("photos", { id: place, type: blob.type, uploaded: false, box: sealed });
}

export const dropPhoto = (id, number) => mine.store.remove("photos", `${id}/${number}`);

/** A kept photo as a data URL, to be looked at. */
export async function photoPicture(id, number) {
  const photo = await mine.store.get("photos", `${id}/${number}`);
  if (!photo) return "";
  const blob = new Blob([await unboxBytes("photos", photo)], { type: photo.type });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

/** The numbers of all photos that a payload mentions. */
export const photoNumbersOf = (payload) =>
  Object.values(payload).filter(Array.isArray).flat().map((each) => each?.photo).filter((number) => Number.isInteger(number));

/** Go on writing an entry that waits: it is a draft again. What has arrived meanwhile is not written again. */
export async function takeBack(id) {
  const row = (await entries()).find((each) => each.id === id);
  if (!row) return null;
  const { kind, about, payload, base } = row.value;
  const sealed = await box("drafts", id, { kind, about, payload, base, dirty: true });
  const moved = await mine.store.write(["drafts", "outbox"], async ({ drafts, outbox }) => {
    const now = await outbox.get(id);
    if (!now || now.rev !== row.rev) return false;
    await outbox.remove(id);
    await drafts.put({ id, rev: 1, box: sealed });
    return true;
  });
  changed("outbox");
  return moved ? id : null;
}
