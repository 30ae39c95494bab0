(() => {
  "use strict";
  // The token stands behind # in the link: no server and no log has seen it, and the history keeps the bare address.
  addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("input[name=token]");
    const token = location.hash.slice(1);
    if (token) {
      history.replaceState(null, "", location.pathname);
      const form = document.forms[0];
      field.value = token;
      if (form.dataset.ask) form.submit();
    }
  });
})();
