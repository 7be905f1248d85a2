import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Addresses that are nobody's business outside: this machine, private networks, link-local, shared, reserved. */
const internal = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  internal.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  internal.addSubnet(net, prefix, 'ipv6');
}

/** True for an IP address that only machines of one's own network have; IPv4 inside IPv6 counts as the IPv4 it is. */
export function isInternalAddress(address: string): boolean {
  const mapped = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return internal.check(mapped, 'ipv4');
  const family = isIP(address);
  if (family === 0) return true;
  // The list knows IPv4 inside IPv6 in hexadecimal form by itself.
  return internal.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Thrown for an address that people may not send us to. */
export class InternalAddressError extends Error {
  constructor(host: string) {
    super(
      `${host} is an address inside the network of this server. The operator can allow it with CAIRN_INTERNAL_HOSTS.`,
    );
    this.name = 'InternalAddressError';
  }
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A `lookup` for outgoing connections that refuses names which lead inside, at the moment of connecting: a name cannot
 * say one thing when it is checked and another when it is used. Hosts the operator allows are let through.
 */
export function guardedLookup(allowedHosts: readonly string[]) {
  return (host: string, options: LookupOptions, done: LookupCallback): void => {
    if (allowedHosts.includes(host.toLowerCase())) {
      resolveName(host, options, done);
      return;
    }
    resolveName(host, { ...options, all: true }, (error, addresses) => {
      if (error) done(error, []);
      else if (addresses.some(({ address }) => isInternalAddress(address))) done(new InternalAddressError(host), []);
      else if (options.all) done(null, addresses);
      else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** Refuses an address by what it says, without asking anybody; names are checked when they are connected to. */
export function refuseInternalHost(url: URL, allowedHosts: readonly string[]): void {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (allowedHosts.includes(host)) return;
  const isLocalName = host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal');
  if (isLocalName || (isIP(host) !== 0 && isInternalAddress(host))) throw new InternalAddressError(host);
}
