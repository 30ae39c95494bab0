// Joins the scripts of the first screens and all they import into one file, first.js. Every other script keeps its
// name and takes from first.js what it used to take from those files, so that nothing is there twice.
//   node pack.mjs FROM TO ENTRY ELEMENT…
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { rolldown } from "rolldown";
import { parseAst } from "rolldown/parseAst";

const [from, to, entry, ...elements] = process.argv.slice(2);
const first = new Set([entry, ...elements]);
// The elements are no files of their own any more: the entry asks for them by import(), and has them already.
const others = readdirSync(from).filter((name) => name.endsWith(".js") && !first.has(name)).sort();

// Streamlit's lists of what to fetch together with a late script: the files that were joined are one file there, too.
const textOf = (node) => (node.type === "TemplateLiteral" ? node.quasis[0].value.cooked : node.value);
const lists = (node, found = []) => {
  if (Array.isArray(node)) for (const one of node) lists(one, found);
  else if (node && typeof node === "object") {
    if (node.type === "AssignmentExpression" && node.left.property?.name === "f" && node.right.type === "ArrayExpression")
      found.push(node.right);
    for (const key in node) lists(node[key], found);
  }
  return found;
};
const renamed = (code, joined) => {
  for (const list of lists(parseAst(code)).reverse()) {
    const files = list.elements.map(textOf).map((file) => (joined.has(basename(file)) ? "./first.js" : file));
    code = code.slice(0, list.start) + JSON.stringify(files) + code.slice(list.end);
  }
  return code;
};

const bundle = await rolldown({
  input: Object.fromEntries([entry, ...others].map((name) => [name.slice(0, -3), resolve(from, name)])),
  preserveEntrySignatures: "allow-extension",
  treeshake: false,
  onLog(level, log, say) {
    if (log.code !== "INEFFECTIVE_DYNAMIC_IMPORT") say(level, log);
  },
  plugins: [{
    name: "lists",
    renderChunk(code, _chunk, _options, { chunks }) {
      const joined = chunks["first.js"]?.moduleIds ?? [];
      return code.includes("__vite__mapDeps=") || code.includes("__vite__mapDeps =")
        ? { code: renamed(code, new Set(joined.map((id) => basename(id)))), map: null } : null;
    },
  }],
});
const { output } = await bundle.write({
  dir: to,
  format: "esm",
  // Only spaces go: Streamlit's scripts are minified already.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  entryFileNames: "[name].js",
  chunkFileNames: "[name].js",
  // Nearly all of it runs before the first question: Chromium then makes it ready while it comes, beside the page.
  postBanner: (chunk) => (chunk.fileName === "first.js" ? "//# allFunctionsCalledOnLoad" : ""),
  codeSplitting: { groups: [{ name: "first", test: (id) => first.has(basename(id)) }] },
});
const names = new Set(output.map((one) => one.fileName));
if (!names.has("first.js") || names.size !== others.length + 2)
  throw new Error(`expected first.js and ${others.length + 1} scripts, got ${[...names].join(" ")}`);
