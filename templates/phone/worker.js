// Keeps the shell of the phone, and nothing else: no page of a case, no data, no answer of the server.
//
// All files of one version come together or not at all. The page is answered from what is kept; a newer one is fetched
// beside it and stays only when it belongs to this version, else the browser is asked to fetch the new worker.
"use strict";

const KEPT = {{ kept|safe }};
const NAME = `tongxin-shell-${KEPT.version}`;
const PAGE = "/phone/";
const FILES = new Set(KEPT.files);

async function keepPage(cache) {
  const answer = await fetch(PAGE, { cache: "no-store", credentials: "same-origin", redirect: "manual" });
  if (answer.status !== 200 || answer.headers.get("X-Shell-Version") !== KEPT.version) return false;
  await cache.put(PAGE, answer);
  return true;
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    await cache.addAll(KEPT.files.map((file) => new Request(file, { cache: "reload" })));
    if (!(await keepPage(cache))) throw new Error("the page is of another version");
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("tongxin-shell-") && name !== NAME).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data !== "refresh") return;
  event.waitUntil(caches.open(NAME).then(keepPage).catch(() => false).then((kept) => event.ports[0]?.postMessage(kept)));
});

async function page(event) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(PAGE, { ignoreVary: true });
  const fresh = keepPage(cache).then((same) => (same ? null : self.registration.update())).catch(() => null);
  event.waitUntil(fresh);
  return kept || fetch(event.request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) { event.respondWith(page(event)); return; }
  if (!FILES.has(url.pathname)) return;
  event.respondWith(caches.open(NAME).then((cache) => cache.match(url.pathname, { ignoreVary: true })).then((kept) => kept || fetch(event.request)));
});
