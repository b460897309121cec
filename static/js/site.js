// What the pages do beyond HTML. Everything works without it, only less comfortably. Texts come from data attributes.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  // "/" goes to the search; Esc leaves menus.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const search = one("#search-input");
      if (search && search.offsetParent) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "Escape") {
      const open = event.target.closest("details.menu[open], details.reveal[open]") || one("details.menu[open]");
      if (open) { open.open = false; one("summary", open).focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // Suggestions under the search go away with Esc or a click elsewhere.
  const forgetHits = (event) => {
    const hits = one("#search-hits");
    if (hits && (event.key === "Escape" || (event.type === "click" && !event.target.closest(".search")))) hits.replaceChildren();
  };
  document.addEventListener("keydown", forgetHits);
  document.addEventListener("click", forgetHits);

  // A second click on the way is no second act. The server holds that too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target || (event.submitter && event.submitter.formTarget) || "again" in form.dataset || form.matches("[hx-post]")) return;
    if ("sent" in form.dataset) { event.preventDefault(); return; }
    form.dataset.sent = "";
    const button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
    setTimeout(() => all("button[type=submit], button:not([type])", form).forEach((each) => { each.disabled = true; }));
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("button", form).forEach((each) => { each.disabled = false; each.removeAttribute("aria-busy"); });
  }));

  // On a phone filters are folded away until asked for.
  if (window.matchMedia("(max-width: 767.98px)").matches) all("[data-fold]").forEach((each) => { each.open = false; });

  // Network state.
  const network = one("#network");
  const tell = () => { if (network) network.hidden = navigator.onLine; };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();

  // Errors: read them out, and let a link of the summary put the cursor where it belongs.
  const summary = one(".error-summary");
  if (summary) summary.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    if (!link) return;
    const goal = document.getElementById(link.hash.slice(1));
    if (!goal) return;
    event.preventDefault();
    const control = typing(goal) ? goal : one("input, select, textarea", goal) || goal;
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "center" });
  });

  // Buttons by data attribute.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dialog], [data-close], [data-dismiss], [data-print]");
    if (!button) return;
    if ("dialog" in button.dataset) { event.preventDefault(); document.getElementById(button.dataset.dialog).showModal(); }
    if ("close" in button.dataset) button.closest("dialog").close();
    if ("dismiss" in button.dataset) button.closest(".notice").remove();
    if ("print" in button.dataset) window.print();
  });
  all("[data-dismiss], [data-print]").forEach((button) => { button.hidden = false; });

  // Selection in a list: how many, and the acts for them.
  const count = (form) => {
    const bar = one(".selection-bar", form);
    if (!bar) return;
    const picked = all("tbody .pick input:checked", form).length;
    bar.hidden = picked === 0;
    one("[data-count]", bar).textContent = picked;
    const head = one("thead .pick input", form);
    if (head) { head.checked = picked > 0 && picked === all("tbody .pick input", form).length; head.indeterminate = picked > 0 && !head.checked; }
  };
  document.addEventListener("change", (event) => {
    const box = event.target.closest(".pick input");
    if (!box) return;
    if (box.closest("thead")) all("tbody .pick input", box.form).forEach((each) => { each.checked = box.checked; });
    count(box.form);
  });
  all("form:has(.selection-bar)").forEach(count);

  // Tabs are anchors; the one in view is marked.
  const mark = (tabs, id) => all("a", tabs).forEach((link) => {
    if (link.hash === `#${id}`) { link.setAttribute("aria-current", "true"); tabs.scrollLeft = link.offsetLeft - 16; } else link.removeAttribute("aria-current");
  });
  all(".tabs").forEach((tabs) => {
    const parts = all("a[href^='#']", tabs).map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
    const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(tabs, entry.target.id)), { rootMargin: "-20% 0px -70% 0px" });
    parts.forEach((part) => seen.observe(part));
  });

  // An htmx answer that did not come is said, not swallowed.
  ["htmx:responseError", "htmx:sendError"].forEach((name) => document.addEventListener(name, () => {
    const box = one("#page-trouble");
    if (box) { box.hidden = false; box.scrollIntoView({ block: "nearest" }); }
  }));
})();
