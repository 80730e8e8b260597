// Draws what the clients saw in the last half minute: a line for each row, a dot for each build, and each gap with its length.

const WINDOW = 30000;
export const GAP = 300;
const KEPT = 60000;
const TOP = 34;
const ROWS = 84;
const BUILDS = 152;
const AXIS = 172;

const rows = [];
let builds = [];
let notes = [];

export function take(news) {
  for (const row of news.rows) rows.push(row);
  while (rows.length > 0 && rows[0].at < news.now - KEPT) rows.shift();
  builds = news.work.finished;
  notes = news.notes;
}

export const last = () => rows.at(-1);

export const seconds = millis => `${(millis / 1000).toFixed(1)} s`;

// Of a gap that is over: as exact as it was measured.
export const exact = millis => `${(millis / 1000).toFixed(2)} s`;

export function draw(canvas, now) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  const pen = canvas.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = '600 13px system-ui, "DejaVu Sans", sans-serif';
  const x = at => width - (now - at) / WINDOW * width;
  const first = rows.findIndex(row => row.at > now - WINDOW - 5000);
  const shown = first < 0 ? rows.slice(-1) : rows.slice(Math.max(0, first - 1));
  const found = gaps(shown, now, x);
  boxes(pen, found, colour);
  for (const row of shown) {
    pen.fillStyle = colour(row.node === 1 ? 'node-1' : 'node-0');
    pen.fillRect(x(row.at), TOP, 1, ROWS);
  }
  lengths(pen, found, colour);
  pen.fillStyle = colour('build');
  for (const at of builds) {
    if (at < now - WINDOW) continue;
    pen.beginPath();
    pen.arc(x(at), BUILDS - 12, 5, 0, 2 * Math.PI);
    pen.fill();
  }
  marks(pen, now, x, colour);
  axis(pen, width, colour);
}

function gaps(shown, now, x) {
  const ends = [...shown, ...(shown.length > 0 ? [{at: now}] : [])];
  const found = [];
  for (let i = 1; i < ends.length; i++) {
    const length = ends[i].at - ends[i - 1].at;
    if (length < GAP) continue;
    const words = i === ends.length - 1 ? seconds(length) : exact(length);
    found.push({from: Math.max(0, x(ends[i - 1].at)), to: x(ends[i].at), words});
  }
  return found;
}

function boxes(pen, found, colour) {
  pen.strokeStyle = colour('bad');
  pen.fillStyle = colour('bad-ground');
  for (const {from, to} of found) {
    pen.fillRect(from, TOP, to - from, ROWS);
    pen.strokeRect(from + .5, TOP + .5, to - from - 1, ROWS - 1);
  }
}

// After the rows, for the words of a short gap are wider than it.
function lengths(pen, found, colour) {
  pen.textAlign = 'center';
  for (const {from, to, words} of found) {
    const wide = pen.measureText(words).width + 10;
    const middle = Math.min(Math.max((from + to) / 2, wide / 2), pen.canvas.clientWidth - wide / 2);
    pen.fillStyle = colour('bad-ground');
    if (wide > to - from) pen.fillRect(middle - wide / 2, TOP + ROWS / 2 - 10, wide, 20);
    pen.fillStyle = colour('bad');
    pen.fillText(words, middle, TOP + ROWS / 2 + 5);
  }
}

function marks(pen, now, x, colour) {
  pen.textAlign = 'left';
  pen.fillStyle = colour('text');
  pen.strokeStyle = colour('text');
  let free = -Infinity;
  let line = 0;
  for (const note of notes) {
    if (note.at < now - WINDOW) continue;
    const at = x(note.at);
    line = at < free ? 1 - line : 0;
    pen.fillRect(at, 4, 1.5, TOP + ROWS);
    const wide = pen.measureText(note.words).width;
    const left = Math.max(0, Math.min(at + 5, pen.canvas.clientWidth - wide - 2));
    pen.fillText(note.words, left, 14 + line * 15);
    free = left + wide + 8;
  }
}

function axis(pen, width, colour) {
  pen.font = '12px system-ui, "DejaVu Sans", sans-serif';
  pen.fillStyle = colour('quiet');
  pen.fillRect(0, AXIS - 14, width, 1);
  for (let back = 0; back <= WINDOW; back += 5000) {
    const at = width - back / WINDOW * width;
    pen.textAlign = back === 0 ? 'right' : back === WINDOW ? 'left' : 'center';
    pen.fillText(back === 0 ? 'now' : `${back / 1000} s ago`, at, AXIS);
  }
}
