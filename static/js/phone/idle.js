// A phone that lies about locks itself: after fifteen minutes without a touch, also while the page is hidden.

const IDLE = 15 * 60 * 1000;
let last = 0;
let lastSteady = 0;

const touched = () => { last = Date.now(); lastSteady = performance.now(); };

/** Call `lock` once nobody has touched the page for fifteen minutes. */
export function watchIdle(lock) {
  touched();
  for (const name of ["pointerdown", "keydown", "input"]) document.addEventListener(name, () => { if (!idle()) touched(); }, { passive: true, capture: true });
  const look = () => { if (idle()) { touched(); lock(); } };
  setInterval(look, 20000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}

// Either clock: the one on the wall may be set back, the steady one may stop while the phone sleeps.
const idle = () => Date.now() - last > IDLE || performance.now() - lastSteady > IDLE;
