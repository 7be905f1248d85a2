import { type ImportedEntry, type Importer, type JsonValue, type MemberReader, present } from '../importer.ts';
import { parseIsoInstant } from './archive-dates.ts';
import { readTable, type Row } from './archive-table.ts';

/** Members of a point by the headers that archives of several years use for them; the first that says something. */
const plainColumns: Readonly<Record<string, readonly string[]>> = {
  item: ['product name', 'title'],
  category: ['category'],
  asin: ['asin', 'asin/isbn'],
  unspc_code: ['unspsc code'],
  website: ['website'],
  condition: ['product condition', 'condition'],
  seller: ['seller'],
  seller_credentials: ['seller credentials'],
  status: ['order status'],
  shipment_status: ['shipment status'],
  currency: ['currency'],
  tax_exemption_applied: ['tax exemption applied'],
  tax_exemption_type: ['tax exemption type'],
  exemption_opt_out: ['exemption opt-out'],
  zipcode: ['shipping address zip'],
  shipping_option: ['shipping option'],
};

/** Sums of money; written with a currency sign or a comma for thousands. */
const moneyColumns: Readonly<Record<string, readonly string[]>> = {
  list_price: ['list price per unit'],
  purchase_price: ['unit price', 'purchase price per unit'],
  purchase_subtotal: ['shipment item subtotal', 'item subtotal'],
  purchase_tax: ['shipment item subtotal tax', 'item subtotal tax'],
  purchase_total: ['total owed', 'total amount', 'item total'],
  discounts: ['total discounts'],
};

const dateColumns: Readonly<Record<string, readonly string[]>> = {
  shipped: ['ship date', 'shipment date'],
  released: ['release date'],
};

/**
 * Rows of an order history. Who bought, where it was sent and how it was paid are left out; the order's number is
 * hashed, so that items of one order can be told from others. Throws SyntaxError for a table of anything else.
 */
function* readOrders(text: string): Generator<ImportedEntry> {
  for (const row of readTable(text, ['order date'], ['product name', 'title', 'asin', 'asin/isbn']))
    yield readItem(row);
}

function readItem(row: Row): ImportedEntry {
  const plain = present<JsonValue>({
    ...pick(row, plainColumns, (text) => text),
    ...pick(row, moneyColumns, readMoney),
    ...pick(row, dateColumns, dayOf),
    quantity: readCount(row['quantity'] ?? row['original quantity']),
    // The carrier alone: the number in brackets leads to an address.
    carrier_name: said(row['carrier name & tracking number']?.split('(')[0]),
  });
  if (plain['item'] === undefined && plain['asin'] === undefined) return { skipped: 'not_understood' };
  const atMs = orderTime(row['order date'] ?? '');
  if (atMs === null) return { skipped: 'time_missing' };
  return {
    event: 'item',
    atMs,
    plain: { ordered: new Date(atMs).toISOString().slice(0, 10), ...plain },
    hashed: present({ order_id: said(row['order id']) }),
    engagement: { type: 'purchase', outgoing: 1 },
  };
}

function pick<Value extends JsonValue>(
  row: Row,
  columns: Readonly<Record<string, readonly string[]>>,
  read: (text: string) => Value | null,
): Record<string, Value | null> {
  const entries = Object.entries(columns).map(([member, headers]) => {
    const text = headers.map((header) => said(row[header])).find((found) => found !== null) ?? null;
    return [member, text === null ? null : read(text)] as const;
  });
  return Object.fromEntries(entries);
}

/** A cell that says something: archives write "Not Available" for nothing, and quote some texts twice. */
function said(cell: string | undefined): string | null {
  const text = (cell ?? '').replace(/^'+|'+$/g, '').trim();
  return text === '' || /^not (available|applicable)$/i.test(text) ? null : text;
}

function readMoney(text: string): number | null {
  const digits = text.replace(/[^\d.,-]/g, '');
  // A comma with two digits behind it at the end is a decimal comma.
  const plain = /,\d{2}$/.test(digits) ? digits.replace(/\./g, '').replace(',', '.') : digits.replace(/,/g, '');
  const value = Number(plain);
  return plain === '' || Number.isNaN(value) ? null : value;
}

function readCount(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

/** An instant, or noon (UTC) of a day that says none: reports before 2022 have month, day and year. */
function orderTime(text: string): number | null {
  const instant = parseIsoInstant(text);
  if (instant !== null) return instant;
  const day = dayOf(text);
  return day === null ? null : Date.parse(`${day}T12:00:00Z`);
}

/** `2023-11-05`, from that, from `11/05/23` or from `05.11.2023`. */
function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : american
      ? [american[3]?.padStart(4, '20'), american[1]?.padStart(2, '0'), american[2]?.padStart(2, '0')]
      : [dotted?.[3]?.padStart(4, '20'), dotted?.[2]?.padStart(2, '0'), dotted?.[1]?.padStart(2, '0')];
  const written = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  const parsed = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(written) ? written : null;
}

const orderHistory: MemberReader = {
  what: 'order history',
  pattern: /(^|\/)(Retail\.OrderHistory\.\d+|Items|Order History)[^/]*\.csv$/i,
  read: readOrders,
};

/** Amazon's order history: "Your Orders.zip", or its CSV alone; the "Items" report of earlier years, too. */
export const amazon: Importer = {
  service: 'amazon',
  label: 'Amazon',
  members: [orderHistory],
  bare: { csv: orderHistory },
  events: { item: { label: 'Purchase', mediaType: 'product' } },
};
