// Loads our stylesheets and Plotly, each once a page.

// How often an interrupted download is repeated, and after how many milliseconds, longer each time.
const ATTEMPTS = 4;
const DELAY = 500;

let plotly = null;

export function loadDrawing(plotlyFile) {
  return Promise.all([loadStageStyles(), loadPlotly(plotlyFile)]);
}

// What all pages with figures need; the stage loads the styles of its own parts.
export const loadStageStyles = () => loadStyles("stage.css", "sketch.css", "common/plotly_compat.css");

// Resolves when the inline loader has the file, or has failed to get it.
export async function plotlyDownloaded() {
  const link = document.querySelector('link[data-for="plotly"]');
  if (link && link.dataset.loaded === undefined) await loaded(link).catch(() => {});
}

export function loadPlotly(plotlyFile) {
  plotly ??= evaluate(plotlyFile);
  return plotly;
}

export function loadStyles(...files) {
  return Promise.all(["common/base.css", "common/streamlit_compat.css", ...files].map(loadStyle));
}

function loadStyle(file) {
  const href = new URL(`../${file}`, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

// The inline loader has requested the file already; a script element evaluates it. A server may crash while
// it sends: half a script is an error or, in some browsers, a script that loads and defines nothing.
async function evaluate(file) {
  const src = new URL(`../../${file}`, import.meta.url).href;
  for (let attempt = 0; !window.Plotly; attempt += 1) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, DELAY * attempt));
    const script = Object.assign(document.createElement("script"), { src });
    await loaded(script).catch((error) => { if (attempt === ATTEMPTS) throw error; });
    if (!window.Plotly) script.remove();
    if (!window.Plotly && attempt === ATTEMPTS) throw new Error(src);
  }
}

function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(element.href ?? element.src)));
    if (!element.isConnected) document.head.append(element);
  });
}
