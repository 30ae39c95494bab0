(() => {
  "use strict";
  const target = document.currentScript.dataset.leaveTo;
  const byId = (id) => document.getElementById(id);

  // Nothing is kept on the device: Streamlit would write its theme and its sidebar into localStorage.
  Storage.prototype.setItem = () => {};
  // The whole visit is one entry of the history, so that Back leads to the page before ours.
  history.pushState = history.replaceState;

  // Streamlit fetches its icon font (375 kB) before anything else; let it come only when an icon is shown.
  const load = document.fonts.load.bind(document.fonts);
  document.fonts.load = (font, text) => (font.includes("Material Symbols") ? Promise.resolve([]) : load(font, text));
  // Where the server is, said at once: otherwise it is sought below the page's own address first.
  window.__streamlit = {
    BACKEND_BASE_URL: location.origin + "/",
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
  };

  let leaving = false;
  const leave = () => {
    if (leaving) return;
    leaving = true;
    document.documentElement.style.setProperty("display", "none", "important");
    document.title = "\u00a0";
    // Clears cookies and storage when the server answers; it is not waited for, the server may be gone.
    try { fetch("/leave", { keepalive: true, redirect: "manual", cache: "no-store" }).catch(() => {}); } catch { /* go on */ }
    try { localStorage.clear(); sessionStorage.clear(); } catch { /* go on */ }
    document.cookie = "_streamlit_xsrf=; Max-Age=0; Path=/";
    location.replace(target);
  };

  // Shift three times within five seconds, nothing typed in between. Not Esc: screen readers need it.
  let shifts = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { shifts = []; return; }
    if (event.repeat) return;
    shifts = [...shifts.filter((at) => event.timeStamp - at <= 5000), event.timeStamp];
    if (shifts.length >= 3) leave();
  }, true);
  addEventListener("click", (event) => {
    if (!event.target.closest?.("#leave-now,[data-leave-now]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave();
  }, true);

  const named = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  // Our own links keep to the one entry, too; links that Streamlit handles itself are left to it.
  addEventListener("click", (event) => {
    const close = event.target.closest?.(".notice button");
    if (close) notice(close.closest(".notice").id.replace("notice-", ""), false);
    const link = event.target.closest?.("a[href]");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.origin !== location.origin) return;
    if ((link.target && link.target !== "_self") || link.hasAttribute("download")) return;
    event.preventDefault();
    const here = link.pathname === location.pathname && link.search === location.search;
    const place = link.hash && here ? byId(named(link.hash.slice(1))) : null;
    if (place) { place.tabIndex = -1; place.focus(); place.scrollIntoView(); return; }
    // A place that is not there (any more) must not load the page anew: her answers would be gone.
    if (!(link.hash && here)) location.replace(link.href);
  });

  // The words are painted first; only then is Streamlit fetched, or its hundred files would hold them up.
  const start = () => {
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      const streamlit = byId("streamlit");
      if (!streamlit) return;
      document.body.append(streamlit.content);
      openEarly();
    };
    requestAnimationFrame(() => setTimeout(begin, 0));
    setTimeout(begin, 500);
  };

  // A new page load is a new visit for Streamlit: what was answered before is gone, and she should be told.
  const notice = (name, on) => {
    const bar = byId("notice-" + name);
    if (bar) bar.hidden = !on;
    const tallest = Math.max(0, ...[...document.querySelectorAll(".notice")].map((one) => one.offsetHeight));
    document.documentElement.style.setProperty("--notice", tallest + "px");
  };
  addEventListener("DOMContentLoaded", () => {
    const [entry] = performance.getEntriesByType("navigation");
    if (document.wasDiscarded || ["reload", "back_forward"].includes(entry?.type)) notice("session_lost", true);
    start();
    const root = byId("root");
    if (root) new MutationObserver(() => { leaveNoState(root); later(); }).observe(root, { childList: true, subtree: true,
      attributes: true, attributeFilter: ["autocomplete", "data-page-session", "data-page-lang", "data-page-focus"] });
  });

  // Browsers write what stands in fields (her memo, what she chose) to disk, to restore it after a crash; spelling
  // aids may send it to a server. Both ask these attributes first.
  const silent = { autocomplete: "off", autocorrect: "off", autocapitalize: "off", spellcheck: "false" };
  const leaveNoState = (root) => {
    for (const field of root.querySelectorAll("input, textarea, select, [contenteditable]"))
      for (const [name, value] of Object.entries(silent))
        if (field.getAttribute(name) !== value) field.setAttribute(name, value);
  };

  // What Streamlit's pages may say to this script: their language, their session, and that the focus should move.
  const hooks = {
    lang: (value) => {
      document.documentElement.lang = document.querySelector("[data-page-html]").dataset.pageHtml;
      document.documentElement.dataset.language = value;
    },
    session: (_, isFirst) => { if (!isFirst) notice("session_lost", true); },
    focus: (_, isFirst) => {
      const heading = isFirst ? null : (document.querySelector("[data-focus-here]") ?? document.querySelector("#root h1"));
      if (heading) { heading.tabIndex = -1; heading.focus(); }
    },
  };
  const known = {};
  let waiting = false;
  const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(listen); } };
  const listen = () => {
    waiting = false;
    for (const [what, heard] of Object.entries(hooks)) {
      const value = document.querySelector(`[data-page-${what}]`)?.getAttribute("data-page-" + what);
      if (value == null || value === known[what]) continue;
      const isFirst = known[what] === undefined;
      known[what] = value;
      heard(value, isFirst);
    }
  };

  // The line is opened while the scripts are still on their way, and given to Streamlit when it asks for the same one.
  // Nothing can come on it before that: the server speaks only when asked (web/stream.py).
  let early = null;
  const openEarly = () => {
    const token = document.cookie.match(/\b_streamlit_xsrf=([^;]*)/)?.[1] ?? "PLACEHOLDER_AUTH_TOKEN";
    const asked = ["streamlit", token];
    early = { line: new WebSocket(location.origin.replace("http", "ws") + "/_stcore/stream", asked), asked };
  };
  const taken = (address, protocols) => {
    if (!early) return null;
    const { line, asked } = early;
    early = null;
    const same = line.url === new URL(address).href && String(asked) === String(protocols);
    if (!same || line.readyState > line.OPEN) { line.close(); return null; }
    const opened = () => { if (line.readyState === line.OPEN) line.dispatchEvent(new Event("open")); };
    if (line.readyState === line.OPEN) setTimeout(opened);
    return line;
  };

  // Says in her language that the line broke; Streamlit keeps trying, and the answers wait ten minutes.
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(...given) {
      const ready = taken(...given);
      if (ready) return ready;
      super(...given);
      let opened = false;
      this.addEventListener("open", () => { opened = true; notice("offline", false); });
      this.addEventListener("close", () => { if (opened && !leaving) notice("offline", true); });
    }
  };

  // What the server drew while the line was down is lost, and Streamlit would leave the page empty: have it drawn again.
  // After a restart of the server this is also how the page learns at once that the visit is a new one.
  let linked = false;
  addEventListener("message", (event) => {
    if (event.source !== window || event.data?.type !== "WEBSOCKET_CONNECTED") return;
    if (linked) postMessage({ stCommVersion: 1, type: "RERUN_SCRIPT" }, location.origin);
    linked = true;
  });
})();
