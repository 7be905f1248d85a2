import type { CellKind } from '../table-encoder.ts';
import { column, table, type ReportColumn, type StandardReport } from './standard-report.ts';

/** Headers that scripts know and nothing fills: who paid how, and where it was sent, is not read from archives. */
const unread = (...headers: string[]): ReportColumn[] => headers.map((header) => column(header, 'text'));

/** A column, its kind, and the member that fills it. */
const filled = (header: string, member: string, kind: CellKind = 'text') => column(header, kind, member);

/** What somebody bought: an item of an order a row (passive-data-kit.md, section 5, External Data). */
export const externalItemReports: readonly StandardReport[] = [
  {
    type: 'pdk-external-amazon-item',
    tables: [
      table({
        columns: [
          filled('Order Date', 'ordered'),
          filled('Order ID', 'pdk_hashed_order_id'),
          filled('Title', 'item'),
          filled('Category', 'category'),
          filled('ASIN/ISBN', 'asin'),
          filled('UNSPSC Code', 'unspc_code'),
          filled('Website', 'website'),
          filled('Release Date', 'released'),
          filled('Condition', 'condition'),
          filled('Seller', 'seller'),
          filled('Seller Credentials', 'seller_credentials'),
          filled('List Price Per Unit', 'list_price', 'number'),
          filled('Purchase Price Per Unit', 'purchase_price', 'number'),
          filled('Quantity', 'quantity', 'integer'),
          ...unread('Payment Instrument Type', 'Purchase Order Number', 'PO Line Number', 'Ordering Customer Email'),
          filled('Shipment Date', 'shipped'),
          ...unread('Shipping Address Name', 'Shipping Address Street 1', 'Shipping Address Street 2'),
          ...unread('Shipping Address City', 'Shipping Address State'),
          filled('Shipping Address Zip', 'zipcode'),
          filled('Order Status', 'status'),
          filled('Carrier Name & Tracking Number', 'carrier_name'),
          filled('Item Subtotal', 'purchase_subtotal', 'number'),
          filled('Item Subtotal Tax', 'purchase_tax', 'number'),
          filled('Item Total', 'purchase_total', 'number'),
          filled('Tax Exemption Applied', 'tax_exemption_applied'),
          filled('Tax Exemption Type', 'tax_exemption_type'),
          filled('Exemption Opt-Out', 'exemption_opt_out'),
          ...unread('Buyer Name'),
          filled('Currency', 'currency'),
          ...unread('Group Name'),
        ],
      }),
    ],
  },
];
