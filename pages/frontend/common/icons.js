// The icons of the transport, drawn on a 24 × 24 grid.

const icon = (path) => `<svg viewBox="0 0 24 24" width="20" height="20" fill="currentColor" ` +
  `aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;

export const ICONS = {
  play: icon("M7 4.5v15l12.5-7.5z"),
  pause: icon("M6 5h4.2v14H6zM13.8 5H18v14h-4.2z"),
  start: icon("M5 5h2.6v14H5zM19 5v14L8.6 12z"),
  back: icon("M16.5 5v14L6 12zM18.4 5h2.1v14h-2.1z"),
  forward: icon("M7.5 5v14L18 12zM3.5 5h2.1v14H3.5z"),
  lecture: icon("M2 4h20v12H2zM4 6v8h16V6zM11 16h2v2h4v2H7v-2h4z"),
  code: icon("M3 3h8v8H3zM5 5v4h4V5zM13 3h8v8h-8zM15 5v4h4V5zM3 13h8v8H3zM5 15v4h4v-4zM13 13h3v3h-3z" +
    "M18 13h3v3h-3zM15.5 15.5h3v3h-3zM13 18h3v3h-3zM18 18h3v3h-3z"),
  link: icon("M9.9 14.1a1 1 0 0 1 0-1.4l2.8-2.8a1 1 0 1 1 1.4 1.4l-2.8 2.8a1 1 0 0 1-1.4 0z" +
    "M11 7.8l2-2a3.7 3.7 0 0 1 5.2 5.2l-2 2-1.4-1.4 2-2a1.7 1.7 0 0 0-2.4-2.4l-2 2z" +
    "M13 16.2l-2 2A3.7 3.7 0 0 1 5.8 13l2-2 1.4 1.4-2 2a1.7 1.7 0 0 0 2.4 2.4l2-2z"),
  embed: icon("M8.3 6.3 9.7 7.7 5.4 12l4.3 4.3-1.4 1.4L2.6 12z" +
    "M15.7 6.3 21.4 12l-5.7 5.7-1.4-1.4L18.6 12l-4.3-4.3z"),
};
