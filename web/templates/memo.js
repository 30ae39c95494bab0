(() => {
  "use strict";
  // The memo stays in the browser: read from the box she edits, never sent for copying, printing or saving.
  const box = () => document.querySelector("[class*='st-key-memo-text'] textarea");

  const paper = () => {
    const made = document.getElementById("memo-paper") || document.createElement("pre");
    made.id = "memo-paper";
    made.textContent = box().value;
    document.body.append(made);
  };
  addEventListener("beforeprint", () => { if (box()) paper(); });
  addEventListener("afterprint", () => document.getElementById("memo-paper")?.remove());

  const save = (name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([box().value.replace(/\n/g, "\r\n")], { type: "text/plain;charset=utf-8" }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(box().value);
    } catch {
      // Without https the clipboard is shut; the old way asks for a selection.
      box().select();
      document.execCommand("copy");
    }
  };

  addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-memo]");
    if (!button || !box()) return;
    const { memo, name, done } = button.dataset;
    if (memo === "print") print();
    if (memo === "save") save(name);
    if (memo === "copy") {
      await copy();
      const said = document.querySelector("[data-memo-said]");
      if (said) said.textContent = done;
    }
  });
})();
