// "3 not sent" on every page of whoever is logged in. Counts the rows of their store and reads none; without a store on
// this phone it makes none.

const chip = document.getElementById("unsent");

function opened(name) {
  return new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction.abort(); // there is no such store: leave it so
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
}

async function count() {
  const store = await opened(`tongxin-phone-${chip.dataset.store}`);
  if (!store) return 0;
  const request = store.transaction("outbox").objectStore("outbox").count();
  return new Promise((resolve) => {
    request.onsuccess = () => { store.close(); resolve(request.result); };
    request.onerror = () => { store.close(); resolve(0); };
  });
}

async function show() {
  const waiting = await count();
  chip.querySelector("span").textContent = chip.dataset.text.replace("{count}", waiting);
  chip.hidden = waiting === 0;
}

if (window.indexedDB) {
  show();
  if ("BroadcastChannel" in window) new BroadcastChannel("tongxin-phone").onmessage = show;
}
