/** Three stones, one on the other: a mark on the way. */
export function Logo({ sizePx = 26 }: { readonly sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 32 32" aria-hidden>
      <path
        d="M3.5 27.5c-1.2-2.9 1.4-6.2 6-6.8 4.8-.7 11.600-.6 15.200.5 3.500 1.100 4.700 3.800 3.500 6.300-.3.600-.9.900-1.600.900H5.200c-.8 0-1.400-.3-1.700-.9Z"
        fill="var(--mantine-primary-color-filled)"
      />
      <path
        d="M8 18.200c-1-2.500 1.300-5.200 5-5.700 3.600-.5 8-.3 10 .8 2.300 1.200 2.300 3.700.9 5.200-.4.400-.9.500-1.400.500H9.300c-.6 0-1.100-.3-1.300-.8Z"
        fill="var(--mantine-primary-color-filled)"
        opacity="0.75"
      />
      <path
        d="M12 10.200c-1-2.300.3-5 3-5.900 2.700-.9 5.200.4 5.700 2.800.3 1.500-.1 2.800-.9 3.500-.3.300-.7.400-1.100.400h-5.400c-.6 0-1.100-.3-1.300-.8Z"
        fill="var(--mantine-primary-color-filled)"
        opacity="0.5"
      />
    </svg>
  );
}
