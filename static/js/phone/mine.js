// Who is at this phone now, and the rows that are theirs. Locked means: the key is forgotten, the rows stay.

import { can, newUuid } from "./features.js";
import { Memory, Store, devicePlace } from "./store.js";
import { boxed, boxedBytes, hasVault, unboxed, unboxedBytes } from "./vault.js";

// mode: none (nobody known), new (no PIN yet), locked, open, passing (nothing is kept after the page is closed)
export const mine = { user: "", mode: "none", store: null, key: null };

let place;
const device = async () => { place ??= await devicePlace(); return place; };

/** The id of this phone, made once. */
export async function deviceId() {
  const rows = await device();
  const id = (await rows.read("device")) || newUuid();
  await rows.write("device", id);
  return id;
}

/** Whose store is offered when nobody can be asked. */
export const lastUser = async () => (can.keep ? (await device()).read("last") : undefined);

/** Put the store of this user before us. Another user's store is closed and stays as it is. */
export async function become(user) {
  if (mine.user === user) return;
  leave();
  mine.user = user;
  if (!can.keep) return pass();
  mine.store = await Store.of(user);
  mine.mode = (await hasVault(mine.store)) ? "locked" : "new";
  await (await device()).write("last", user);
}

/** Work without keeping anything on this phone. */
export function pass() {
  mine.store?.close();
  Object.assign(mine, { mode: "passing", store: new Memory(), key: null });
}

export function opened(key) { Object.assign(mine, { mode: "open", key }); }

export function lock() {
  if (mine.mode === "open") Object.assign(mine, { mode: "locked", key: null });
}

function leave() {
  mine.store?.close();
  Object.assign(mine, { user: "", mode: "none", store: null, key: null });
}

export const ready = () => mine.mode === "open" || mine.mode === "passing";

/** A value as it is kept in a row of `table`. */
export const box = async (table, id, value) => (mine.key ? boxed(mine.key, value, `${table}/${id}`) : value);

export const unbox = async (table, row) => (mine.key ? unboxed(mine.key, row.box, `${table}/${row.id}`) : row.box);

export const boxBytes = async (table, id, content) => (mine.key ? boxedBytes(mine.key, content, `${table}/${id}`) : content);

export const unboxBytes = async (table, row) => (mine.key ? unboxedBytes(mine.key, row.box, `${table}/${row.id}`) : row.box);

/** Every row of a table with its value open. A row that does not open is left alone, not lost. */
export async function rowsOf(table) {
  const rows = await mine.store.all(table);
  const open = await Promise.all(rows.map(async (row) => {
    try { return { ...row, value: await unbox(table, row) }; } catch { return null; }
  }));
  return open.filter(Boolean);
}

/** Tell the other windows, and hear from them. */
const channel = "BroadcastChannel" in window ? new BroadcastChannel("tongxin-phone") : null;
const hearers = new Set();
if (channel) channel.onmessage = (event) => hearers.forEach((hearer) => hearer(event.data));
export const onChange = (hearer) => hearers.add(hearer);

/** Something about the rows has changed. */
export function changed(what) {
  const message = { what, user: mine.user };
  channel?.postMessage(message);
  hearers.forEach((hearer) => hearer(message));
}
