import type { DateFormat } from './date-format.ts';
import { toNumberText } from './number-text.ts';
import type { Cell } from './spreadsheet.ts';

/** From which day a workbook counts: `1900` has a 29 February 1900 that never was, `1904` counts from 0. */
export type DateSystem = '1900' | '1904';

const dayMs = 86_400_000;
/** 9999-12-31 in the 1900 system. */
const lastDay = 2_958_465;
/** Day 60 of the 1900 system: 29 February 1900. */
const neverWas = 60;
const days1904 = 1462;

/** A number as its date format shows it. What is no day of the calendar stays a number. */
export function toDateCell(serial: number, format: DateFormat, system: DateSystem): Cell {
  const ms = Math.round(serial * dayMs);
  if (ms < 0 || serial > lastDay + 1) return { kind: 'number', text: toNumberText(serial) };
  if (format.isElapsed) return { kind: 'time', text: toTimeText(ms) };
  const day = Math.floor(ms / dayMs) + (system === '1904' ? days1904 : 0);
  const isDay = system === '1904' || day > 0;
  if (!isDay || (!format.hasDate && ms < dayMs)) {
    return format.hasTime ? { kind: 'time', text: toTimeText(ms) } : { kind: 'number', text: toNumberText(serial) };
  }
  if (day > lastDay) return { kind: 'number', text: toNumberText(serial) };
  const dayText = toDayText(day);
  const text = format.hasTime ? `${dayText}T${toTimeText(ms % dayMs)}` : dayText;
  return { kind: day === neverWas ? 'text' : 'date', text };
}

function toDayText(day: number): string {
  if (day === neverWas) return '1900-02-29';
  const firstDay = Date.UTC(1899, 11, day < neverWas ? 31 : 30);
  return new Date(firstDay + day * dayMs).toISOString().slice(0, 10);
}

function toTimeText(ms: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
}
