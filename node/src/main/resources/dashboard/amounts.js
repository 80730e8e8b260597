// Sizes and times as people read them, as the command line has them, too.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(count) {
  let amount = count;
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return unit === 0 ? `${count} B` : `${amount.toFixed(1)} ${UNITS[unit]}`;
}

export function duration(millis) {
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function time(instant) {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}

// Of the last day, so that no date is needed.
export function clock(instant) {
  const at = new Date(instant);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

const two = number => String(number).padStart(2, '0');
