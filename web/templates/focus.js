(() => {
  "use strict";
  // A place inside folded parts: they are opened before the page goes there.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    let place = link && document.getElementById(link.getAttribute("href").slice(1));
    while (place) {
      if (place.tagName === "DETAILS") place.open = true;
      place = place.parentElement;
    }
  }, true);
  // A new screen starts at its top: Streamlit keeps the place of the one before. The way out speaks her language.
  let at;
  const follow = () => {
    const mark = document.querySelector("[data-page-focus]");
    if (!mark) return;
    const { pageFocus, pageHtml, leave, leaveSpoken } = mark.dataset;
    const out = document.getElementById("leave-now");
    if (out && out.textContent !== leave) {
      out.textContent = leave;
      out.setAttribute("aria-label", leaveSpoken);
      out.lang = pageHtml;
    }
    if (pageFocus === at) return;
    if (at !== undefined) document.querySelector("[data-testid='stMain']")?.scrollTo(0, 0);
    at = pageFocus;
  };
  const attributeFilter = ["data-page-focus", "data-page-lang"];
  new MutationObserver(follow).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter });
})();
