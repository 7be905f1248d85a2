import { expect, test } from 'vitest';
import { heatColors } from './heat-painter.ts';

test('pdk-38 the more positions, the lighter the heat map, at every step', () => {
  const colors = heatColors();
  const lightness = Array.from({ length: 256 }, (_, density) => {
    const [red = 0, green = 0, blue = 0] = colors.slice(density * 3, density * 3 + 3);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  for (const [density, light] of lightness.slice(1).entries()) {
    expect(light).toBeGreaterThanOrEqual((lightness[density] ?? 0) - 1);
  }
  expect([...colors.slice(0, 3)]).toEqual([0x3b, 0x0f, 0x70]);
  expect([...colors.slice(-3)]).toEqual([0xfc, 0xfd, 0xbf]);
});
