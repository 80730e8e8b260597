// The figures of the last hours of every node that answers, as charts, and in words beside them.

import {element, show} from './element.js';
import {bytes, clock, duration, time} from './amounts.js';

const EVERY = 30000;
const HEIGHT = 150;
// Of a cluster that is younger than what is shown, only that; but so many seconds at least.
const SHORTEST = 300;
// Steps of the line of time, in minutes: its words have no seconds.
const MINUTES = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720];
const COLOURS = ['--line-1', '--line-2', '--line-3', '--line-4'];
const CHARTS = [
  {measure: 'LOG_BYTES', title: 'Replication lag', words: bytes, floor: 1024, steps: Array.from({length: 40}, (_, i) => 2 ** i)},
  {measure: 'LOG_SECONDS', title: 'Replication lag in time', words: short, floor: 1},
  {measure: 'FILES_SECONDS', title: 'Files behind', words: short, floor: 1, mayLack: true},
  {measure: 'REGISTER_SECONDS', title: 'Renewals: the register’s slowest answer', words: short, floor: 0.02},
];

let library = null;
let latest = null;
let asked = -EVERY;
let asking = false;
const drawn = new Map();

function short(seconds) {
  if (seconds === 0) return '0';
  return seconds < 1 ? `${Number((seconds * 1000).toPrecision(2))} ms` : duration(seconds * 1000);
}

// Told each second; asks now and then.
export async function refresh(place, hours, get, now) {
  if (asking || (now - asked < EVERY && latest?.hours === hours)) return;
  asking = true;
  asked = now;
  try {
    const [answer] = await Promise.all([get(`trend?hours=${hours}`), loaded()]);
    latest = {hours, answer};
    redraw(place);
  } catch {
    // Whatever it was, the page says of itself whether its node answers; and this is asked again soon.
    asked = now - EVERY + 3000;
  } finally {
    asking = false;
  }
}

export function redraw(place) {
  if (!latest || library === null) return;
  if (drawn.size === 0) {
    place.replaceChildren(...CHARTS.map(chart => frame(chart)));
  }
  for (const chart of CHARTS) draw(drawn.get(chart.measure), chart, latest.answer.nodes);
  place.dataset.hours = latest.hours;
}

// 50 kB that nobody needs before there is something to draw.
function loaded() {
  library ??= new Promise((done, failed) => {
    const script = element('script', {src: '/uplot.js'});
    script.addEventListener('load', done);
    script.addEventListener('error', () => { library = null; failed(new Error('uplot.js')); });
    document.head.append(script);
  });
  return library;
}

function frame(chart) {
  const parts = {canvas: element('div', {class: 'canvas', tabindex: '0', role: 'img'}), read: element('p', {class: 'read quiet', 'aria-live': 'polite'}),
    table: element('tbody'), note: element('p', {class: 'quiet'}), plot: null, shape: ''};
  drawn.set(chart.measure, parts);
  parts.section = element('section', {class: 'chart', 'aria-labelledby': `chart-${chart.measure}`},
      element('h3', {id: `chart-${chart.measure}`}, chart.title), parts.canvas, parts.read, parts.note,
      element('details', {}, element('summary', {}, 'Figures'),
          element('table', {}, element('caption', {class: 'unseen'}, `${chart.title} of each node`),
              element('thead', {}, element('tr', {}, ['Node', 'Latest', 'Mean', 'Most', 'When'].map(name => element('th', {scope: 'col'}, name)))),
              parts.table)));
  return parts.section;
}

function draw(parts, chart, nodes) {
  const lines = nodes.map((node, i) => ({node: node.node, colour: COLOURS[i % COLOURS.length], trend: node.trend,
    series: node.trend?.series.find(series => series.measure === chart.measure)})).filter(line => line.series);
  // A cluster that carries no files has none to be behind.
  parts.section.hidden = lines.length === 0 && chart.mayLack === true;
  show(parts.note, notes(lines, nodes));
  show(parts.table, lines.map(line => row(line, chart)));
  parts.canvas.hidden = lines.length === 0;
  parts.canvas.setAttribute('aria-label', lines.length === 0 ? '' : `${chart.title}. `
      + lines.map(line => `${line.node}: at most ${chart.words(most(line).value)}`).join('; ') + '. Arrow keys read it step by step.');
  if (lines.length === 0) return;
  plot(parts, chart, lines);
}

function notes(lines, nodes) {
  const silent = nodes.filter(node => node.silence !== undefined).map(node => node.node);
  const troubled = nodes.filter(node => node.trend?.trouble !== undefined).map(node => `${node.node}: ${node.trend.trouble}`);
  const torn = nodes.filter(node => node.trend?.unreadable > 0).map(node => `${node.node} has ${node.trend.unreadable} damaged samples, which are left out`);
  return [...(lines.length === 0 ? ['Nothing was measured yet.'] : []), ...(silent.length > 0 ? [`Not shown: ${silent.join(', ')}, silent.`] : []),
    ...troubled, ...torn].join(' ');
}

function most(line) {
  const value = Math.max(...line.series.most);
  const at = line.series.at[line.series.most.indexOf(value)];
  return {value, at: (line.trend.from + at * line.trend.stepSeconds) * 1000};
}

function row(line, chart) {
  const {series} = line;
  const mean = series.mean.reduce((sum, value) => sum + value, 0) / series.mean.length;
  const top = most(line);
  return element('tr', {}, element('th', {scope: 'row'}, line.node), element('td', {}, chart.words(series.mean.at(-1))),
      element('td', {}, chart.words(mean)), element('td', {}, chart.words(top.value)), element('td', {}, element('time', {title: time(top.at)}, clock(top.at))));
}

// When the first of all figures was measured, so that all charts have the same line of time.
function begin(nodes) {
  return Math.min(...nodes.flatMap(({trend}) => trend?.series.map(series => trend.from + series.at[0] * trend.stepSeconds) ?? []));
}

// The steps of all nodes on one line of time: the nodes' clocks agree to a second or two, and a step is ten at least.
function columns(lines) {
  const step = lines[0].trend.stepSeconds;
  const to = Math.max(...lines.map(line => line.trend.to));
  const from = Math.max(Math.min(...lines.map(line => line.trend.from)), Math.min(to - SHORTEST, begin(latest.answer.nodes) - step));
  const times = [];
  for (let at = Math.floor(from / step) * step; at < to; at += step) times.push(at);
  const column = (line, values) => {
    const made = new Array(times.length).fill(null);
    line.series.at.forEach((at, i) => {
      const place = Math.floor((line.trend.from + at * step - times[0]) / step);
      if (place >= 0) made[place] = values[i];
    });
    return made;
  };
  return [times, ...lines.flatMap(line => [column(line, line.series.most), column(line, line.series.mean), column(line, line.series.least)])];
}

function plot(parts, chart, lines) {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const shape = JSON.stringify([lines.map(line => line.node), colour('--text'), parts.canvas.clientWidth]);
  const data = columns(lines);
  if (parts.plot && parts.shape === shape) {
    parts.plot.setData(data);
    return;
  }
  parts.plot?.destroy();
  parts.shape = shape;
  const axis = {stroke: colour('--quiet'), grid: {stroke: colour('--edge'), width: 1}, ticks: {stroke: colour('--edge'), width: 1}};
  const series = lines.flatMap(line => {
    const stroke = colour(line.colour);
    const edge = {stroke: 'transparent', points: {show: false}};
    return [edge, {label: line.node, stroke, width: 1.6, points: {size: 3, fill: stroke}}, edge];
  });
  parts.plot = new window.uPlot({
    width: Math.max(220, parts.canvas.clientWidth), height: HEIGHT, legend: {show: false},
    cursor: {y: false, drag: {x: false, y: false}},
    scales: {y: {range: (_, low, high) => [-0.04, 1.1].map(part => part * Math.max(chart.floor, high ?? 0))}},
    axes: [{...axis, size: 30, incrs: MINUTES.map(minutes => 60 * minutes), values: (_, splits) => splits.map(seconds => clock(seconds * 1000).slice(0, 5))}, {...axis, size: 66, ...(chart.steps ? {incrs: chart.steps} : {}), values: (_, splits) => splits.map(chart.words)}],
    series: [{}, ...series],
    bands: lines.map((line, i) => ({series: [3 * i + 1, 3 * i + 3], fill: `color-mix(in srgb, ${colour(line.colour)} 34%, transparent)`})),
    hooks: {setCursor: [made => tell(parts, chart, lines, made)]},
  }, data, parts.canvas);
  parts.lines = lines;
  parts.canvas.onkeydown = event => step(event, parts);
  show(parts.read, legend(lines));
}

function legend(lines, values = () => '') {
  return lines.map(line => [element('span', {class: `key key-${COLOURS.indexOf(line.colour) + 1}`, 'aria-hidden': 'true'}),
    ` ${line.node}${values(line)} `]).flat();
}

function tell(parts, chart, lines, made) {
  const at = made.cursor.idx;
  if (at === null || at === undefined) {
    show(parts.read, legend(lines));
    return;
  }
  show(parts.read, `${time(made.data[0][at] * 1000)} `, legend(lines, line => {
    const value = made.data[3 * lines.indexOf(line) + 2][at];
    const top = made.data[3 * lines.indexOf(line) + 1][at];
    if (value === null || value === undefined) return ': nothing';
    return top > value ? `: ${chart.words(value)}, at most ${chart.words(top)}` : `: ${chart.words(value)}`;
  }));
}

function step(event, parts) {
  const ways = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity};
  const way = ways[event.key];
  if (way === undefined) return;
  event.preventDefault();
  const {plot} = parts;
  const last = plot.data[0].length - 1;
  const at = Math.min(last, Math.max(0, (plot.cursor.idx ?? last + 1) + way));
  plot.setCursor({left: plot.valToPos(plot.data[0][at], 'x'), top: 0});
}
