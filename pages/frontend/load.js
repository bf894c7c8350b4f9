// What drawing needs: our stylesheet and Plotly, each loaded once a page.

// How often what was cut off is asked for anew, and after how many milliseconds, longer each time.
const ATTEMPTS = 4;
const AGAIN = 500;

let drawing = null;

export function loadDrawing(plotlyFile) {
  drawing ??= Promise.all([loadStyle("stage.css"), loadPlotly(plotlyFile)]);
  return drawing;
}

export function loadStyle(file) {
  const href = new URL(file, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

// The inline loader has sent for Plotly already. A server may die while it sends: half a script is an
// error or, as some browsers see it, a script that loads and defines nothing.
async function loadPlotly(file) {
  const src = new URL(`../${file}`, import.meta.url).href;
  for (let attempt = 0; !window.Plotly; attempt += 1) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, AGAIN * attempt));
    const script = comingFrom(src) ?? Object.assign(document.createElement("script"), { src });
    await loaded(script).catch((error) => { if (attempt === ATTEMPTS) throw error; });
    if (!window.Plotly) script.remove();
    if (!window.Plotly && attempt === ATTEMPTS) throw new Error(src);
  }
}

// The script that is still on its way; one that has come and brought nothing is put away.
function comingFrom(src) {
  const script = document.querySelector(`script[src="${src}"]`);
  if (script?.dataset.came === undefined) return script;
  script.remove();
  return null;
}

function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(element.href ?? element.src)));
    if (!element.isConnected) document.head.append(element);
  });
}
