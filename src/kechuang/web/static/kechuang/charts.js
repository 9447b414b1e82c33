// Charts that answer to the mouse: the engine is fetched when somebody first asks for it, and remembered for the next page.
(() => {
  "use strict";
  const KEY = "kechuang.interactive";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let engine;

  function load(address) {
    engine ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.type = "module";
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return engine;
  }

  async function specification(form) {
    const asked = new URLSearchParams(new FormData(form));
    asked.set("as", "spec");
    if (dark.matches) asked.set("dark", "1");
    const answer = await fetch(form.action, { method: "POST", body: asked });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  // Parsed to a tree and walked, not compiled: the content policy allows no eval. Styles are ours, in site.css.
  async function draw(figure) {
    const [spec] = await Promise.all([specification(figure.querySelector("form")), load(figure.dataset.engine)]);
    const place = document.createElement("div");
    figure.querySelector(".drawing").replaceChildren(place);
    await window.vegaEmbed(place, spec, {
      ast: true, actions: false, defaultStyle: false, renderer: "canvas", tooltip: { disableDefaultStyle: true },
    });
    figure.querySelector(".interactive").hidden = true;
  }

  function wanted() {
    try { return localStorage.getItem(KEY) === "1"; } catch { return false; }
  }

  function remember() {
    try { localStorage.setItem(KEY, "1"); } catch { /* a browser that keeps nothing */ }
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    const button = figure.querySelector(".interactive");
    button.hidden = false;
    const attempt = () => draw(figure).catch(() => { /* the picture stays, and so does the button */ });
    button.addEventListener("click", () => { remember(); attempt(); });
    if (wanted()) attempt();
  }
})();
