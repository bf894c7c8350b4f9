// What drawing needs: our stylesheet and Plotly, each loaded once a page.

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

// The inline loader has sent for Plotly already, unless that failed.
function loadPlotly(file) {
  if (window.Plotly) return Promise.resolve();
  const src = new URL(`../${file}`, import.meta.url).href;
  const coming = document.querySelector(`script[src="${src}"]`);
  return loaded(coming ?? Object.assign(document.createElement("script"), { src }));
}

function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(element.href ?? element.src)));
    if (!element.isConnected) document.head.append(element);
  });
}
