// What this browser can do, found by trying, not by its name.

export const can = {
  secure: window.isSecureContext === true,
  encrypt: Boolean(window.crypto && window.crypto.subtle),
  store: Boolean(window.indexedDB),
  worker: "serviceWorker" in navigator,
};
can.keep = can.secure && can.encrypt && can.store; // words survive a restart, encrypted
can.offline = can.keep && can.worker; // and the page itself opens without network

export const inWeChat = /MicroMessenger/i.test(navigator.userAgent);

/** A random UUID; crypto.randomUUID is missing on plain http. */
export function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Do `work` while no other tab does the same. Without Web Locks the server alone holds that nothing is done twice. */
export async function alone(name, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
