import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { guardedLookup, refuseInternalHost } from '../outgoing/address-guard.ts';

/** Where a broker is and how its line is secured. Certificates and keys are PEM. */
export interface BrokerAddress {
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly url: string;
  /** Who vouches for the broker; null: whom this machine trusts. */
  readonly caCertificate: string | null;
  readonly clientCertificate: string | null;
  readonly clientKey: string | null;
}

const usualPorts: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };

/**
 * Opens the line to a broker. Addresses inside the network are refused when connecting, unless the operator allows the
 * host; a broker whose certificate does not fit is not spoken to.
 */
export function openStream(address: BrokerAddress, allowedHosts: readonly string[]): Socket {
  const url = new URL(address.url);
  refuseInternalHost(url, allowedHosts);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (usualPorts[url.protocol] ?? 1883) : Number(url.port);
  const target = { host, port, lookup: guardedLookup(allowedHosts) };
  if (url.protocol !== 'mqtts:') return connectPlain(target);
  const { caCertificate: ca, clientCertificate: cert, clientKey: key } = address;
  return connectSecure({
    ...target,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
    ...(cert === null || key === null ? {} : { cert, key }),
  });
}
