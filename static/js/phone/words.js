// The texts of the page's language, and how days and times look in it. Texts come from the shell, not from here.

import { one } from "./dom.js";

const texts = JSON.parse(one("#phone-words").textContent);

/** The text of that name with its values put in: word("not_sent", {count: 3}). */
export function word(name, values = {}) {
  return (texts[name] ?? name).replace(/%\((\w+)\)s/g, (_match, key) => values[key] ?? "");
}

const pad = (number) => String(number).padStart(2, "0");

/** The local day of a moment, as a date control writes it. */
export const isoDay = (moment) => `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;

/** 10:32 of a moment. */
export function clock(moment) {
  const at = new Date(moment);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** 10:32 for today, 11-23 10:32 for other days. */
export function when(moment, today) {
  const at = new Date(moment);
  return isoDay(at) === today ? clock(at) : `${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${clock(at)}`;
}

/** Whole days from one ISO day to another. */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

/** "12 days ago", "today", "in 3 days". */
export function relative(day, today) {
  const days = daysBetween(day, today);
  if (days === 0) return word("today");
  if (days === 1) return word("yesterday");
  if (days === -1) return word("tomorrow");
  return days > 0 ? word("days_ago", { count: days }) : word("in_days", { count: -days });
}
