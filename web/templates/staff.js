(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  // Nothing is kept on the device: Streamlit would write its theme and its sidebar into localStorage.
  Storage.prototype.setItem = () => {};

  // A part that opens does so at once: while it grew for half a second, its buttons moved away under the pointer and a
  // press was lost between down and up.
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...given) {
    const one = animate.apply(this, given);
    // Once whoever asked for it listens: the end of one that ended before is never told, and the part would stay shut.
    queueMicrotask(() => one.finish());
    return one;
  };

  // Streamlit fetches its icon font (375 kB) before anything else; let it come only when an icon is shown.
  const load = document.fonts.load.bind(document.fonts);
  document.fonts.load = (font, text) => (font.includes("Material Symbols") ? Promise.resolve([]) : load(font, text));
  window.__streamlit = {
    BACKEND_BASE_URL: location.origin + "/",
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
  };

  // What is typed here is about people: no browser may keep it or send it to a spelling service. Only the fields of the
  // sign-in are named, so that a password safe can fill them.
  const silent = { autocomplete: "off", autocorrect: "off", autocapitalize: "off", spellcheck: "false" };
  const named = (field) => {
    if (!field.closest(".st-key-sign-in")) return field.type === "password" ? "new-password" : "off";
    return field.type === "password" ? "current-password" : "username";
  };
  const look = () => {
    for (const field of document.querySelectorAll("#root :is(input, textarea, select)"))
      for (const [name, value] of Object.entries({ ...silent, autocomplete: named(field) }))
        if (field.getAttribute(name) !== value) field.setAttribute(name, value);
    const form = document.querySelector("#root form[data-hand-over]");
    // The sign-in is finished by a route that sets the cookie; the ticket goes there in the body, never in an address.
    if (form && !form.dataset.sent) { form.dataset.sent = "1"; form.submit(); }
    translate();
    follow();
    enter();
  };

  // What Streamlit says in English only, to the ear or in an empty list, is said in Japanese (config/staff/shell.yaml).
  let words;
  const japanese = (text) => {
    words ??= [...byId("words").content.children].map((one) => [one.title, one.textContent]);
    for (const [english, said] of words) {
      if (text === english) return said;
      const begin = english.endsWith("…") && english.slice(0, -1);
      if (begin && text.startsWith(begin)) return said.replace("{name}", text.slice(begin.length));
    }
    return text;
  };
  const translate = () => {
    for (const name of ["aria-label", "placeholder"])
      for (const one of document.querySelectorAll(`[${name}]`)) {
        const said = japanese(one.getAttribute(name));
        if (said !== one.getAttribute(name)) one.setAttribute(name, said);
      }
    for (const one of document.querySelectorAll("[role=listbox][data-empty=true] [role=option] span")) {
      const said = japanese(one.textContent);
      if (said !== one.textContent) one.firstChild.nodeValue = said;
    }
    // The heading of the sign-in form comes from its library as a third level below the first.
    const form = document.querySelector(".st-key-sign-in h3");
    if (form && form.ariaLevel !== "2") form.ariaLevel = "2";
  };

  // After a change of page the focus would be lost: it goes to the new page's heading.
  let at;
  const follow = () => {
    // A page with steps says which one it is at, beside its name.
    const now = [...document.querySelectorAll("[data-page-focus]")].map((one) => one.dataset.pageFocus).join("/");
    // A page that is shown to a caller in her language is read in it.
    document.documentElement.lang = document.querySelector("[data-page-html]")?.dataset.pageHtml ?? "ja";
    if (!now || now === at) return;
    if (at !== undefined) {
      const heading = document.querySelector("#root h1");
      if (heading) { heading.tabIndex = -1; heading.focus(); }
    }
    at = now;
  };

  // A form that opens is filled at once: its first field gets the focus, where there is a keyboard.
  let entered;
  const enter = () => {
    const now = document.querySelector("[data-page-field]")?.dataset.pageField;
    if (now === undefined || now === entered || !matchMedia("(min-width: 900px)").matches) return;
    const box = document.querySelector(`.st-key-${CSS.escape(now)} :is(input, textarea)`);
    if (!box) return;
    entered = now;
    box.focus({ preventScroll: true });
  };

  // The keys that stand on buttons, also while something is typed: the field is left first, so that what stands in it
  // counts and an open list chooses nothing.
  addEventListener("keydown", (event) => {
    const save = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!save && !/^F\d+$/.test(event.key)) return;
    const wanted = save ? "Enter" : event.key;
    const keys = [...document.querySelectorAll("#root button kbd")];
    const button = keys.find((one) => one.textContent.split(/[ +]+/).at(-1) === wanted)?.closest("button");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    document.activeElement?.blur();
    setTimeout(() => button.click());
  }, true);

  // A list that is open stays so when the page moves under it (a field came into view, a sentence appeared above): it
  // follows its field. It would be shut by any scroll; where it stands is found anew as after a change of the window.
  addEventListener("scroll", (event) => {
    const box = document.querySelector("#root input[aria-expanded=true]");
    if (!box || !event.target.contains(box)) return;
    event.stopImmediatePropagation();
    dispatchEvent(new Event("resize"));
  }, true);

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  };
  addEventListener("DOMContentLoaded", () => {
    document.body.append(byId("streamlit").content);
    // Lists open outside of #root.
    new MutationObserver(later).observe(document.body, {
      childList: true, subtree: true, attributes: true,
      attributeFilter: ["autocomplete", "aria-label", "placeholder", "data-page-focus", "data-page-html", "data-page-field"] });
  });

  // Our own links stay in this tab; Streamlit would open a second one, with the same records in it.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-testid='stHtml'] a[href], [data-testid='stMarkdown'] a[href]");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.origin !== location.origin) return;
    if (link.hasAttribute("download")) return;
    event.preventDefault();
    const here = link.pathname === location.pathname && link.search === location.search;
    const place = link.hash && here ? byId(decodeURIComponent(link.hash.slice(1))) : null;
    if (place) { place.tabIndex = -1; place.focus(); place.scrollIntoView(); }
    else if (!(link.hash && here)) location.assign(link.href);
  });

  const notice = (name, on) => {
    byId("notice-" + name).hidden = !on;
    const tallest = Math.max(0, ...[...document.querySelectorAll(".notice")].map((one) => one.offsetHeight));
    document.documentElement.style.setProperty("--notice", tallest + "px");
  };
  addEventListener("click", (event) => {
    const close = event.target.closest?.(".notice button");
    if (close) notice(close.closest(".notice").id.replace("notice-", ""), false);
  });

  // Says that the line broke; Streamlit keeps trying, and what stands in the fields waits in the browser.
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(...given) {
      super(...given);
      let opened = false;
      this.addEventListener("open", () => { opened = true; notice("offline", false); });
      this.addEventListener("close", () => { if (opened && !leaving) notice("offline", true); });
    }
  };
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });

  // What the server drew while the line was down is lost, and Streamlit would leave the page empty: have it drawn again.
  let linked = false;
  addEventListener("message", (event) => {
    if (event.source !== window || event.data?.type !== "WEBSOCKET_CONNECTED") return;
    if (linked) postMessage({ stCommVersion: 1, type: "RERUN_SCRIPT" }, location.origin);
    linked = true;
  });
})();
